"""The pages of the rules."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_quality import manual
from jupyter_quality.engine import check, explained
from jupyter_quality.manual import RulePage, page
from jupyter_quality.rules import _ruff
from jupyter_quality.rules._registry import own_rules
from jupyter_quality.rules._rule import Rule


def rule(name: str) -> Rule:
    found = explained(name)
    assert found is not None
    return found


@pytest.fixture
def unsafe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every fix needs a look."""

    def unsure(*args):
        report = check(*args)
        return replace(report, findings=tuple(replace(f, fix=f.fix and replace(f.fix, safe=False)) for f in report.findings))

    monkeypatch.setattr(manual, "check", unsure)
    page.cache_clear()
    yield
    page.cache_clear()


def test_a_page_is_what_the_rule_says_of_itself():
    nan = rule("nan-comparison")
    assert page(nan) == RulePage(
        "nan-comparison",
        "api",
        nan.severity,
        nan.summary,
        nan.why,
        page(nan).bad,
        page(nan).good,
        "automatic",
        nan.further,
    )
    assert nan.why and nan.summary


def test_examples_are_shown_with_the_found_lines_marked_and_no_other_mark_of_the_tests():
    bad, good = page(rule("nan-comparison")).bad[0], page(rule("nan-comparison")).good[0]
    assert 'missing = df[df["age"] == np.nan]  # <-' in bad.splitlines()
    assert "# ->" not in bad
    assert "# <-" not in good


def test_a_rule_without_fixes():
    assert page(rule("unreadable-file")).fix == "none"


@pytest.mark.usefixtures("unsafe")
def test_a_fix_that_needs_a_look_is_suggested():
    assert page(rule("nan-comparison")).fix == "suggested"


def test_the_committed_pages_are_those_of_the_rules():
    folder = Path(manual.__file__).parents[1] / "docs" / "rules"
    committed = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.md")}
    assert committed == manual.pages(own_rules()), "run python -m jupyter_quality.manual"


def test_a_page_as_markdown():
    text = manual.markdown(page(rule("nan-comparison")))
    assert text.startswith("# nan-comparison\n\n**Wrong** · family `api` · `--fix` mends it\n")
    assert "`# quality: allow nan-comparison`" in text and text.count("```") == 4


def test_pages_of_rules_that_are_gone_go(tmp_path: Path):
    (tmp_path / "gone.md").touch()
    manual.write(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {f"{one.name}.md" for one in own_rules()} | {"README.md"}


@pytest.mark.skipif(_ruff.executable() is None, reason="ruff is not installed here")
def test_a_rule_of_ruff_is_explained_in_its_own_words():
    found = manual.page_named("F401")
    assert found is not None and (found.name, found.family) == ("F401", "ruff")
    assert "Unused imports" in found.why and "##" not in found.why and "```" not in found.why
    assert "import" in found.bad[0] and found.further == "https://docs.astral.sh/ruff/rules/unused-import"


def test_a_name_that_is_nobody_s_has_no_page():
    assert manual.page_named("F999999") is None and manual.page_named("--help") is None
