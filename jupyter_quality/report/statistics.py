"""How often each rule finds something, the most frequent first."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from jupyter_quality.report.checked import Checked, Totals, is_fixable
from jupyter_quality.report.terminal import painted, plain


def statistics(checked: Iterable[Checked], colour: bool) -> Iterator[str]:
    """A line a rule: how often, how grave, its name, and `[*]` where `--fix` mends every one of them; at the end the sum."""
    totals = Totals()
    for rule, severity, count, fixable in _counted(checked, totals):
        mark = "[*]" if fixable == count else "[-]" if fixable else "   "
        yield f"{count:>6}  {painted(f'{severity:<7}', severity, colour)}  {mark}  {plain(rule)}\n"
    if totals.notebooks:
        yield totals.sentence() + "\n"


def as_json(checked: Iterable[Checked], colour: bool) -> Iterator[str]:  # noqa: ARG001 (the signature of every format)
    """The same as an array of `{code, name, severity, count, fixable}`; `fixable` counts the findings that `--fix` mends."""
    rows = [
        {"code": rule, "name": rule, "severity": severity, "count": count, "fixable": fixable}
        for rule, severity, count, fixable in _counted(checked, Totals())
    ]
    yield json.dumps(rows, indent=2) + "\n"


def _counted(checked: Iterable[Checked], totals: Totals) -> list[tuple[str, str, int, int]]:
    counts: Counter[tuple[str, str]] = Counter()
    fixable: Counter[str] = Counter()
    for one in checked:
        totals.add(one.report)
        counts.update((finding.rule, str(finding.severity)) for finding in one.report.findings)
        fixable.update(finding.rule for finding in one.report.findings if is_fixable(finding))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(rule, severity, count, fixable[rule]) for (rule, severity), count in ranked]
