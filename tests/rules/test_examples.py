"""Every rule finds just the marked lines of its bad examples, nothing in its good ones, and its fixes make what is written."""

import pytest
from _pytest.mark.structures import ParameterSet

from jupyter_quality.engine import check
from jupyter_quality.notebook.apply import applied
from jupyter_quality.options import make_options
from jupyter_quality.rules._example import Example, parse
from jupyter_quality.rules._finding import Finding
from jupyter_quality.rules._registry import all_rules
from jupyter_quality.rules._rule import Rule


def examples(kind: str) -> list[ParameterSet]:
    found = []
    for rule in all_rules():
        texts = getattr(rule, kind)
        for number, text in enumerate([texts] if isinstance(texts, str) else texts, 1):
            found.append(pytest.param(rule, parse(text), id=f"{rule.name}-{number}"))
    return found


def findings_of(rule: Rule, example: Example) -> list[Finding]:
    options = make_options(example.settings, "the example")
    return [finding for finding in check(example.notebook, options, example.beside).findings if finding.rule == rule.name]


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_bad(rule: Rule, example: Example) -> None:
    findings = findings_of(rule, example)
    assert sum(finding.place is None for finding in findings) == example.whole
    placed = [(f.place.cell, f.place.span.line) for f in findings if f.place is not None]
    assert sorted(set(placed)) == sorted(example.expected), [f.message for f in findings]
    assert example.expected or example.whole


@pytest.mark.parametrize(("rule", "example"), examples("good"))
def test_good(rule: Rule, example: Example) -> None:
    assert [(f.place, f.message) for f in findings_of(rule, example)] == []


@pytest.mark.parametrize(("rule", "example"), [param for param in examples("bad") if param.values[1].fixed])
def test_fix(rule: Rule, example: Example) -> None:
    for (number, line), text in example.fixed.items():
        finding = next(f for f in findings_of(rule, example) if f.place and (f.place.cell, f.place.span.line) == (number, line))
        assert finding.fix is not None and finding.fix.edits, "the example says what its fix makes, but the finding has none"
        before = example.notebook.cells[number - 1]
        after = next((c for c in applied(example.notebook, finding.fix.edits).cells if c.id == before.id), None)
        lines = before.source.split("\n")
        expected = "\n".join([*lines[: line - 1], *([text] if text else []), *lines[line:]])
        assert (after.source if after else "") == expected


def test_every_rule_has_a_page() -> None:
    for rule in all_rules():
        assert rule.summary and rule.why and rule.message, rule.name
