"""What each rule means: its page, written from the rule itself. `python -m jupyter_quality.manual` writes all of them to docs/rules/."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from jupyter_quality.engine import check, explained
from jupyter_quality.options import make_options
from jupyter_quality.rules import _ruff
from jupyter_quality.rules._example import parse, shown
from jupyter_quality.rules._finding import Severity
from jupyter_quality.rules._registry import own_rules
from jupyter_quality.rules._rule import Rule

FixKind = Literal["automatic", "suggested", "none"]
"""Whether a rule's fixes are safe to apply unseen, need a look, or are not there."""


@dataclass(frozen=True, slots=True)
class RulePage:
    """The page of one rule. In the bad examples `# <-` ends each line that is found; `further` is an address to read on at."""

    name: str
    family: str
    severity: Severity
    summary: str
    why: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    fix: FixKind
    further: str | None


@cache
def page(rule: Rule) -> RulePage:
    """The page of a rule; what it says of fixes is what the rule does with its own bad examples."""
    bad, good = _several(rule.bad), _several(rule.good)
    return RulePage(
        rule.name,
        rule.family,
        rule.severity,
        rule.summary,
        rule.why,
        tuple(shown(text, marked=True) for text in bad),
        tuple(shown(text) for text in good),
        _fix_kind(rule, bad),
        rule.further,
    )


def page_named(name: str) -> RulePage | None:
    """The page of our rule of a name, or of ruff's of a code, in ruff's own words; None where there is neither."""
    rule = explained(name)
    if rule is not None:
        return page(rule)
    theirs = _ruff.explanation(name)
    return _page_of_ruff(theirs) if theirs else None


def _page_of_ruff(rule: _ruff.Explanation) -> RulePage:
    parts = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", rule.explanation, re.MULTILINE | re.DOTALL))
    bad, good, *_ = [*(code.strip("\n") for code in re.findall(r"```python\n(.*?)```", parts.get("Example", ""), re.DOTALL)), "", ""]
    why = re.sub(r"```\w*\n.*?```\n?", "", parts.get("Why is this bad?", rule.explanation), flags=re.DOTALL).strip()
    further = f"https://docs.astral.sh/ruff/rules/{rule.name}"
    examples = ((bad,) if bad else (), (good,) if good else ())
    return RulePage(rule.code, _ruff.FAMILY, _ruff.severity(rule.code), rule.summary, why, *examples, "none", further)


def _several(examples: str | tuple[str, ...]) -> tuple[str, ...]:
    return (examples,) if isinstance(examples, str) else examples


def _fix_kind(rule: Rule, bad: tuple[str, ...]) -> FixKind:
    examples = [parse(text) for text in bad]
    reports = [check(one.notebook, make_options(one.settings, rule.name), one.beside) for one in examples]
    fixes = [finding.fix for report in reports for finding in report.findings if finding.rule == rule.name and finding.fix is not None]
    if any(fix.safe for fix in fixes):
        return "automatic"
    return "suggested" if fixes else "none"


_FIXES = {"automatic": "`--fix` mends it", "suggested": "a fix is suggested", "none": "no fix"}
_ALLOW = """\
Allow it on a line with `# quality: allow {name}`, for a cell with the same comment in the cell's first line or the tag
`quality-allow-{name}`, and for a project with `ignore = ["{name}"]` in `[tool.jupyter_quality]`.
"""


def markdown(page: RulePage) -> str:
    """A rule's page as Markdown."""
    parts = [
        f"# {page.name}",
        f"**{page.severity.capitalize()}** · family `{page.family}` · {_FIXES[page.fix]}",
        page.summary,
        page.why,
        *_shown("What is found", page.bad),
        *_shown("What is not", page.good),
        "## How to allow it",
        _ALLOW.format(name=page.name),
    ]
    if page.further:
        parts.append(f"Read on: <{page.further}>")
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _shown(title: str, examples: tuple[str, ...]) -> list[str]:
    fenced = [f"```python\n{example}\n```" for example in examples]
    return [f"## {title}", *fenced] if fenced else []


def index(rules: Iterable[Rule]) -> str:
    """The list of all pages as Markdown, by family."""
    lines = ["# The rules", "", "Written by `python -m jupyter_quality.manual` from the rules themselves.", ""]
    for family, members in groupby(rules, key=lambda rule: rule.family):
        lines += [f"## {family}", "", "| rule | severity | fix | what it finds |", "|---|---|---|---|"]
        for rule in members:
            lines.append(f"| [{rule.name}]({rule.name}.md) | {rule.severity} | {page(rule).fix} | {rule.summary.replace('|', '&#124;')} |")
        lines.append("")
    return "\n".join(lines)


def pages(rules: Sequence[Rule]) -> dict[str, str]:
    """Every file of docs/rules/ by name: a page a rule, and README.md, the list."""
    return {f"{rule.name}.md": markdown(page(rule)) for rule in rules} | {"README.md": index(rules)}


def write(folder: Path) -> None:
    """Write the pages of our own rules into a folder, and delete the pages of rules that are gone."""
    written = pages(own_rules())
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.md"):
        if file.name not in written:
            file.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).parents[1] / "docs" / "rules")
