"""Ruff's findings in our report: where the project asks for them, at the right place, once."""

import json
from pathlib import Path

import pytest

from jupyter_quality.engine import Report, check, check_file
from jupyter_quality.notebook.apply import applied
from jupyter_quality.notebook.document import CellKind
from jupyter_quality.notebook.folder import DiskFolder
from jupyter_quality.notebook.read import read_file
from jupyter_quality.options import Options
from jupyter_quality.rules import _ruff
from jupyter_quality.rules._finding import Severity

pytestmark = pytest.mark.skipif(_ruff.executable() is None, reason="ruff is not installed here")
CODES = ["F401", "E711"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sources = [("markdown", "# Títle"), ("code", "%matplotlib inline\nimport os"), ("code", "x = '😀é'\nprint(x == None)")]
    cells = [{"cell_type": kind, "metadata": {}, "source": source} for kind, source in sources]
    for cell in cells[1:]:
        cell |= {"outputs": [], "execution_count": None}
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    _ruff._run.cache_clear()
    return tmp_path


def ask(folder: Path, settings: str = 'lint.select = ["E", "F"]', name: str = "ruff.toml") -> None:
    (folder / name).write_text(settings)


def found(report: Report) -> list[tuple[str, int | None, int | None]]:
    return [(f.rule, f.place and f.place.cell, f.place and f.place.span.line) for f in report.findings if f.family in {"ruff", "names"}]


def test_without_settings_for_ruff_only_we_speak(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[project]\nname = "tool.ruff"\n')
    assert found(check_file(folder / "a.ipynb")) == [("unused-import", 2, 2)]


@pytest.mark.parametrize(
    ("settings", "name"), [('[tool.ruff.lint]\nselect = ["E", "F"]', "pyproject.toml"), ('lint.select = ["E", "F"]', ".ruff.toml")]
)
def test_with_settings_ruff_speaks_and_ours_of_the_same_meaning_give_way(folder: Path, settings: str, name: str) -> None:
    ask(folder, settings, name)
    report = check_file(folder / "a.ipynb")
    assert found(report) == [("F401", 2, 2), ("E711", 3, 2)]
    comparison = next(f for f in report.findings if f.rule == "E711")
    assert comparison.place is not None and comparison.severity is Severity.STYLE
    assert (comparison.place.span.column, comparison.place.span.end_column) == (12, 16)
    assert (_ruff.address("E711") or "").endswith("/none-comparison")


def test_ours_stay_where_ruff_was_not_asked_for_the_same(folder: Path) -> None:
    ask(folder, 'lint.select = ["E"]')
    assert found(check_file(folder / "a.ipynb")) == [("unused-import", 2, 2), ("E711", 3, 2)]


def test_a_fix_of_ruff_fits_the_cell(folder: Path) -> None:
    ask(folder)
    notebook = read_file(folder / "a.ipynb")
    report = check(notebook, folder=DiskFolder(folder))
    fixes = [f.fix for f in report.findings if f.fix and f.family == "ruff"]
    assert [fix.safe for fix in fixes] == [True, False]
    after = applied(notebook, [edit for fix in fixes for edit in fix.edits])
    assert [c.source for c in after.cells if c.kind is CellKind.CODE] == ["%matplotlib inline\n", "x = '😀é'\nprint(x is None)"]


@pytest.mark.parametrize("options", [Options(ruff=False), Options(ignore=["ruff"]), Options(select=["names"])])
def test_ruff_can_be_left_out(folder: Path, options: Options) -> None:
    ask(folder)
    assert [rule for rule, _, _ in found(check_file(folder / "a.ipynb", options))] == ["unused-import"]


def test_ruff_alone(folder: Path) -> None:
    ask(folder)
    assert {f.rule for f in check_file(folder / "a.ipynb", Options(select=["ruff"])).findings} == set(CODES)


def test_excluded_notebooks_and_allowances_are_honoured(folder: Path) -> None:
    ask(folder, 'lint.select = ["E", "F"]\nextend-exclude = ["*.ipynb"]')
    assert found(check_file(folder / "a.ipynb")) == [("unused-import", 2, 2)]
    text = (folder / "a.ipynb").read_text(encoding="utf-8")
    (folder / "a.ipynb").write_text(
        text.replace("import os", "import os  # quality: allow ruff").replace("None)", "None)  # noqa: E711"), encoding="utf-8"
    )
    ask(folder)
    assert "ruff" not in {f.family for f in check_file(folder / "a.ipynb").findings}


def test_ruff_that_fails_is_said_once_and_ours_stand(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    ask(folder, "nonsense = 1")
    assert found(check_file(folder / "a.ipynb")) == [("unused-import", 2, 2)]
    check_file(folder / "a.ipynb")
    (record,) = [one for one in caplog.records if one.name == _ruff.__name__]
    assert "nonsense" in record.getMessage() and str(folder / "ruff.toml") in record.getMessage()


def test_ruff_runs_once_for_the_same_content(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(folder)
    first = check_file(folder / "a.ipynb")
    monkeypatch.setattr(_ruff.subprocess, "run", None)
    assert check_file(folder / "a.ipynb") == first


def test_no_file_of_the_checked_tree_is_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = folder / "ruff"
    fake.write_text("#!/bin/sh\ntouch $0.was.run\n")
    fake.chmod(0o755)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", ".:")
    monkeypatch.setattr(_ruff.sysconfig, "get_path", lambda _: "/nowhere")
    _ruff.executable.cache_clear()
    assert _ruff.executable() is None
    _ruff.executable.cache_clear()
