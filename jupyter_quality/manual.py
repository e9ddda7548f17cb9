"""What each rule means: its page, written from the rule itself."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from jupyter_quality.engine import check
from jupyter_quality.options import Options
from jupyter_quality.rules._example import parse, shown
from jupyter_quality.rules._finding import Severity
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


def _several(examples: str | tuple[str, ...]) -> tuple[str, ...]:
    return (examples,) if isinstance(examples, str) else examples


def _fix_kind(rule: Rule, bad: tuple[str, ...]) -> FixKind:
    options = Options(select=[rule.name], confidence=0)
    examples = [parse(text) for text in bad]
    fixes = [found.fix for one in examples for found in check(one.notebook, options, one.beside).findings if found.fix is not None]
    if any(fix.safe for fix in fixes):
        return "automatic"
    return "suggested" if fixes else "none"
