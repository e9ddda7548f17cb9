"""Which leaks, bad samples and wrong evaluations are found, line by line: scored on look-alikes that other authors wrote and labelled.

    python -m tests.benchmarks.leakage [--set a] [--folder FOLDER] [--list]

`lookalikes/` beside this file holds a folder for each set; its README says how a script is labelled. A finding is right where it stands
within three lines of a label of its kind, in the same cell; a label counts once, and further findings there are no errors.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyter_quality.engine import check
from jupyter_quality.notebook.document import CellKind
from jupyter_quality.notebook.read import read_notebook

LOOKALIKES = Path(__file__).parent / "lookalikes"
TOLERANCE = 3
KINDS = {
    "fit-before-split": "leak-preprocess",
    "rows-in-train-and-test": "leak-overlap",
    "fit-on-test": "leak-test-fit",
    "untransformed-test": "eval-untransformed-test",
    "choice-by-test-score": "leak-multitest",
    "target-in-features": "leak-target",
    "target-mean-over-all-rows": "leak-target-encoding",
    "group-in-train-and-test": "leak-group",
    "shuffled-time-series": "leak-temporal",
    "future-in-features": "leak-temporal",
    "duplicates-in-train-and-test": "leak-duplicates",
    "unseeded-split": "sample-no-seed",
    "unseeded-model": "sample-no-seed",
    "unstratified-split": "sample-unstratified",
    "head-as-sample": "sample-head",
    "unshuffled-split": "sample-noshuffle",
    "no-held-out-rows": "sample-no-validation",
    "score-on-train-only": "eval-on-train",
    "accuracy-on-rare-class": "eval-accuracy-imbalanced",
    "swapped-metric-arguments": "eval-argument-order",
    "auc-of-labels": "eval-proba-vs-label",
}
"""The kinds that labels name, by the rules that tell them."""
LEAKS = frozenset(kind for kind in KINDS.values() if kind.startswith("leak-") or kind == "eval-untransformed-test")
_LABEL = re.compile(r" *#(?P<sign>[!?~]) *(?P<kind>[\w-]+)(?:: *(?P<why>.*))?$")


@dataclass(frozen=True)
class Spot:
    """A kind at a line of a cell, both from 1; `why` is the label's reason, or the finding's message."""

    kind: str
    cell: int
    line: int
    why: str = ""

    def is_near(self, others: Iterable["Spot"]) -> bool:
        """Whether one of the others is of the same kind and close by."""
        return any((one.kind, one.cell) == (self.kind, self.cell) and abs(one.line - self.line) <= TOLERANCE for one in others)


@dataclass(frozen=True)
class Script:
    """A labelled script: the text that is checked, the problems in it, further places that are right, and what is not judged."""

    name: str
    text: str
    is_clean: bool
    problems: list[Spot]
    also: list[Spot]
    unjudged: list[Spot]

    def findings(self) -> list[Spot]:
        """What the reviewer says of it."""
        report = check(read_notebook(self.text.encode(), self.name))
        return list(
            dict.fromkeys(
                Spot(KINDS[one.rule], one.place.cell, one.place.span.line, one.message)
                for one in report.findings
                if one.rule in KINDS and one.place is not None
            )
        )


@dataclass(frozen=True)
class Outcome:
    """The problems of a script that were found, those that were missed, and the findings that are none."""

    script: Script
    found: list[Spot]
    missed: list[Spot]
    wrong: list[Spot]


def read_script(path: Path) -> Script:
    """A script with its labels apart. Raises ValueError where a label names no kind."""
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    labels: dict[str, list[Spot]] = {"!": [], "?": [], "~": []}
    for cell in read_notebook(rest.encode(), path.name).cells:
        for number, line in enumerate(cell.source.split("\n"), 1):
            if cell.kind is CellKind.CODE and (label := _LABEL.search(line)):
                if label["kind"] not in KINDS.values():
                    raise ValueError(f"{path}: `{label['kind']}` is no kind")
                labels[label["sign"]].append(Spot(label["kind"], cell.number, number, label["why"] or ""))
    text = "\n".join(_LABEL.sub("", line) for line in rest.split("\n"))
    return Script(path.name, text, first.startswith("#! clean"), labels["!"], labels["?"], labels["~"])


def judged(script: Script) -> Outcome:
    """A script's findings held against its labels."""
    found: list[Spot] = []
    wrong: list[Spot] = []
    for finding in script.findings():
        near = [problem for problem in script.problems if finding.is_near([problem, *_elsewhere(script, problem)])]
        new = sorted((one for one in near if one not in found), key=lambda one: (one.cell, one.line) != (finding.cell, finding.line))
        found += new[:1]
        if not near and not finding.is_near(script.unjudged):
            wrong.append(finding)
    return Outcome(script, found, [one for one in script.problems if one not in found], wrong)


def _elsewhere(script: Script, problem: Spot) -> Iterator[Spot]:
    return (spot for spot in script.also if spot.kind == problem.kind)


def table(outcomes: list[Outcome]) -> Iterator[str]:
    """A line for each kind, and one each for all leaks and for all kinds."""
    found, missed, wrong = (
        Counter(spot.kind for outcome in outcomes for spot in spots(outcome))
        for spots in (lambda one: one.found, lambda one: one.missed, lambda one: one.wrong)
    )
    kinds = sorted(set(KINDS.values()))
    yield f"{'kind':26}{'labels':>8}{'found':>7}{'wrong':>7}{'precision':>11}{'recall':>8}"
    for name, among in [*((kind, {kind}) for kind in kinds), ("all leaks", LEAKS), ("all", set(kinds))]:
        right, lost, false = (sum(counts[kind] for kind in among) for counts in (found, missed, wrong))
        if right or lost or false:
            yield f"{name:26}{right + lost:8}{right:7}{false:7}{_share(right, false):>11}{_share(right, lost):>8}"
    clean = [one for one in outcomes if one.script.is_clean]
    for name, among in (("a leak", LEAKS), ("anything", set(kinds))):
        alarmed = sum(any(spot.kind in among for spot in one.wrong) for one in clean)
        yield f"clean scripts in which {name} is said wrongly: {alarmed} of {len(clean)}"


def _share(part: int, rest: int) -> str:
    return f"{part / (part + rest):.3f}" if part + rest else "-"


def listed(outcome: Outcome) -> Iterator[str]:
    """A line for each miss and for each false alarm."""
    for word, spots in (("missed", outcome.missed), ("wrong", outcome.wrong)):
        for spot in spots:
            yield f"{word:6} {outcome.script.name} cell {spot.cell} line {spot.line} {spot.kind}: {spot.why}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--set", default="a", help="The folder of lookalikes/ to score.")
    parser.add_argument("--folder", type=Path, help="A folder of labelled scripts to score instead.")
    parser.add_argument("--list", action="store_true", help="Print each miss and each false alarm.")
    args = parser.parse_args()
    outcomes = [judged(read_script(path)) for path in sorted((args.folder or LOOKALIKES / args.set).glob("*.py"))]
    if args.list:
        print("\n".join(line for outcome in outcomes for line in listed(outcome)))
    print("\n".join(table(outcomes)))


if __name__ == "__main__":
    main()
