"""The checklist between a notebook and production."""

from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_quality.engine import advise
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.folder import DiskFolder
from jupyter_quality.options import Options
from jupyter_quality.proof.compare import Verdict
from jupyter_quality.proof.proof import Proof, ProvenCell, sources_digest
from jupyter_quality.refactor.checklist import Leads, Line, NextStep, Standing
from jupyter_quality.refactor.project.report import KEPT_IN, ProjectReport, ReportedTests, Untested, report_file

NAMES = [
    "Runs from the top",
    "Environment declared and pinned",
    "No machine's paths",
    "No secrets",
    "Parameters in one place",
    "Functions tested",
    "Proven equal as a package",
]


def book(*sources: str) -> Notebook:
    return Notebook("n.ipynb", tuple(Cell(f"c{i}", i, CellKind.CODE, source) for i, source in enumerate(sources, 1)))


GOOD = book("import json\nprint(json.dumps(1))")


def proof(notebook: Notebook, *cells: ProvenCell) -> Proof:
    proven = all(cell.verdict is Verdict.SAME for cell in cells)
    return Proof("n.ipynb", "2026-11-22T09:00:00", sources_digest(notebook), "3.11.7", (), cells, proven)


def made(notebook: Notebook, passed: int, functions: int, *, verified: bool = True) -> ProjectReport:
    dropped = tuple(Untested(f"f{number}", "it was not called") for number in range(functions - passed))
    names = tuple(f"m.f{number}" for number in range(functions))
    unproven = None if verified else "cell 1 differs"
    tests = ReportedTests(passed, 0, dropped)
    return ProjectReport("n.ipynb", "n", "", verified, unproven, None, (), names, tests, sources_digest(notebook))


@pytest.fixture
def folder(tmp_path: Path) -> DiskFolder:
    (tmp_path / "n.ipynb").touch()
    return DiskFolder(tmp_path)


def lines(notebook: Notebook, folder: DiskFolder, **more: object) -> dict[str, Line]:
    found = advise(notebook, folder=folder, **more).checklist  # type: ignore[arg-type]  # options and proof, by their names
    assert [line.name for line in found] == NAMES
    return {line.name: line for line in found}


def keep(folder: DiskFolder, report: ProjectReport) -> None:
    (folder.root / "n" / KEPT_IN).parent.mkdir(parents=True, exist_ok=True)
    (folder.root / "n" / KEPT_IN).write_text(report_file(report)[KEPT_IN])


def test_all_is_done(folder: DiskFolder) -> None:
    keep(folder, made(GOOD, 2, 2))
    found = lines(GOOD, folder, proof=proof(GOOD, ProvenCell("c1", 1, Verdict.SAME)))
    assert {line.standing for line in found.values()} == {Standing.DONE}
    assert all(line.step is None for line in found.values())


def test_what_a_review_finds_is_open(folder: DiskFolder) -> None:
    messy = book(
        "import pandas as pd\npassword = 'hunter2-9fK3x'",
        "FILE = '/home/lena/a.csv'\ndf = pd.read_csv(FILE)\nother = pd.read_csv('/home/lena/b.csv')",
        "THRESHOLD = 0.5\nprint(later)",
        "start_date = '2024-01-01'\ndf[(df.x > THRESHOLD) & (df.d > start_date)]",
        "later = 1",
    )
    found = lines(messy, folder)
    assert {line.name for line in found.values() if line.standing is not Standing.OPEN} == set()
    assert found["Runs from the top"].sentence.startswith("Cell 3: `later` is read here, but defined only by cell 5")
    assert found["Runs from the top"].step == NextStep("Mend it…", Leads.RULE, "defined-below")
    assert found["No machine's paths"].sentence.endswith("; 1 more finding.")
    assert found["Environment declared and pinned"].step == NextStep("Show it", Leads.RULE, "no-environment")
    assert found["Parameters in one place"].step == NextStep("Show the move", Leads.TAB, "refactor")
    assert found["Proven equal as a package"].step == NextStep("Make a project…", Leads.COMMAND, "project")


def test_a_clean_run_that_differs(folder: DiskFolder) -> None:
    differs = proof(GOOD, ProvenCell("c1", 1, Verdict.DIFFERS, "what is printed differs"))
    line = lines(GOOD, folder, proof=differs)["Runs from the top"]
    assert (line.standing, line.step) == (Standing.OPEN, NextStep("Show what differs", Leads.TAB, "state"))
    assert line.sentence == "Run cleanly on 2026-11-22, Python 3.11.7, cell 1 gives something else: what is printed differs."


@pytest.mark.parametrize(
    ("last", "says"),
    [
        (None, "It was never run cleanly."),
        (proof(book("x = 1")), "Its code has changed since it was run cleanly."),
        (replace(proof(GOOD), trouble="The run was cancelled."), "It was never run cleanly."),
    ],
)
def test_what_was_not_run_is_unknown(folder: DiskFolder, last: Proof | None, says: str) -> None:
    line = lines(GOOD, folder, proof=last)["Runs from the top"]
    assert (line.standing, line.sentence, line.step) == (
        Standing.UNKNOWN,
        says,
        NextStep("Run cleanly and compare…", Leads.COMMAND, "prove"),
    )


def test_what_the_settings_leave_out_is_unknown(folder: DiskFolder) -> None:
    options = Options(ignore=["security", "absolute-path"])
    found = lines(book("FILE = '/home/lena/a.csv'\nopen(FILE)"), folder, options=options)
    assert {found[name].standing for name in ("No secrets", "No machine's paths")} == {Standing.UNKNOWN}


def test_a_project_that_is_not_all_it_should_be(folder: DiskFolder) -> None:
    keep(folder, made(GOOD, 1, 2, verified=False))
    found = lines(GOOD, folder)
    assert found["Functions tested"].sentence == "1 of 2 functions have a recorded test. `f0` has none: it was not called."
    assert found["Proven equal as a package"].sentence == "`n` does not give the same: cell 1 differs."
    assert found["Functions tested"].step is None
    keep(folder, made(book("x = 1"), 2, 2))
    changed = lines(GOOD, folder)["Proven equal as a package"]
    assert (changed.standing, changed.step) == (Standing.UNKNOWN, NextStep("Bring it up to date", Leads.COMMAND, "update"))
    (folder.root / "n" / KEPT_IN).write_text("[]")
    assert lines(GOOD, folder)["Proven equal as a package"].sentence == "No project was made of it yet."


def test_a_notebook_of_python_alone_needs_no_environment(folder: DiskFolder) -> None:
    line = lines(GOOD, folder)["Environment declared and pinned"]
    assert (line.standing, line.sentence) == (Standing.DONE, "It needs no package but Python's own.")


def test_what_cannot_be_seen_is_unknown() -> None:
    line = next(line for line in advise(book("import numpy\nprint(numpy)")).checklist if line.name.startswith("Environment"))
    assert line.standing is Standing.UNKNOWN


def test_no_python_no_checklist() -> None:
    assert advise(Notebook("n.ipynb", GOOD.cells, language="r")).checklist == ()


@pytest.mark.parametrize(
    ("name", "text", "loose"),
    [
        ("requirements.txt", "pandas==2.2.3\nnumpy==2.0", ""),
        ("requirements.txt", "pandas>=2\nnumpy  # any\n-r other.txt", "`numpy`, `pandas`"),
        ("environment.yml", "dependencies:\n  - python=3.11\n  - pandas=2.2\n  - numpy\n", "`numpy`"),
        ("pyproject.toml", '[project]\ndependencies = ["pandas[excel]==2.2", "numpy>=1"]\n', "`numpy`"),
    ],
)
def test_versions_are_pinned_or_not(folder: DiskFolder, name: str, text: str, loose: str) -> None:
    (folder.root / name).write_text(text)
    line = lines(book("import numpy\nimport pandas\nprint(numpy, pandas)"), folder)["Environment declared and pinned"]
    assert line.standing is (Standing.OPEN if loose else Standing.DONE)
    if loose:
        assert line.sentence.startswith(f"No exact version is said of {loose};")


def test_a_lock_pins_all(folder: DiskFolder) -> None:
    (folder.root / "pyproject.toml").write_text('[project]\ndependencies = ["numpy"]\n')
    (folder.root / "uv.lock").write_text('[[package]]\nname = "numpy"\n')
    assert lines(book("import numpy\nprint(numpy)"), folder)["Environment declared and pinned"].standing is Standing.DONE
