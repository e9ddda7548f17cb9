"""A project that was made, as text and as JSON."""

import json
from dataclasses import replace

from jupyter_quality.refactor.project.filewise import Conflict
from jupyter_quality.refactor.project.report import ProjectReport, ReportedCell, ReportedTests, Untested
from jupyter_quality.refactor.project.update import Update
from jupyter_quality.report.made import as_json, text, updated_as_json, updated_text

CELLS = (
    ReportedCell("a", 1, ("p.data.load",), parameters=True),
    ReportedCell("b", 2, kept=True, reason="it reads \x1b[31m"),
    ReportedCell("c", 3, reason="it shows a result"),
)
TESTS = ReportedTests(1, 1, (Untested("load", "KeyError: 'x'"),))
REPORT = ProjectReport("n.ipynb", "p", "out", True, None, None, CELLS, ("data.load", "data.show"), TESTS, "")


def test_what_is_told_on_a_terminal() -> None:
    assert "".join(text(REPORT)).splitlines() == [
        "out: package p, 2 functions in 1 module",
        "Proven equal in two fresh kernels.",
        r"  cell 2 stays in the notebook: it reads \x1b[31m",
        "1 recorded test passes.",
        "  no test of load: KeyError: 'x'",
        "Run it:  cd out && pip install -e . -c requirements.txt && python -m p",
        'Test it: cd out && pip install -e ".[test]" -c requirements.txt && pytest',
    ]


def test_what_is_not_proven_is_said() -> None:
    lines = list(text(replace(REPORT, verified=False, unproven="cell 2 differs", failing="KeyError: 1")))
    assert lines[1:3] == ["Not proven equal: cell 2 differs\n", "The notebook itself ends with an error: KeyError: 1\n"]


def test_what_a_program_gets() -> None:
    told = json.loads(as_json(REPORT))
    assert told["cells"] == [
        {"id": "a", "number": 1, "moved_to": ["p.data.load"], "parameters": True},
        {"id": "b", "number": 2, "kept": True, "reason": "it reads \x1b[31m"},
        {"id": "c", "number": 3, "kept": False, "reason": "it shows a result"},
    ]
    assert told["tests"] == {"passed": 1, "failed": 1, "dropped": {"load": "KeyError: 'x'"}}


UPDATE = Update(
    replace(REPORT, verified=False, unproven="cell 2 differs"),
    {"src/p/data.py": b"", "old.py": None, ".jupyter_quality/base.json": b""},
    (Conflict("src/p/\x1b.py", "both changed the same lines, in 1 place"),),
    ("README.md",),
    {"load": "read"},
    (Untested("show", "AssertionError"),),
)


def test_what_is_told_of_an_update() -> None:
    assert "".join(updated_text(UPDATE)).splitlines() == [
        "out: package p, 2 files changed with the notebook",
        "  written: src/p/data.py",
        "  gone: old.py",
        "  your changes are kept: README.md",
        "  `load` is called `read`, as you named it",
        r"  conflict in src/p/\x1b.py: both changed the same lines, in 1 place",
        "Not proven equal: cell 2 differs",
        r"  cell 2 stays in the notebook: it reads \x1b[31m",
        "1 recorded test passes.",
        "  show does not give what it gave in the notebook: AssertionError",
    ]


def test_what_a_program_gets_of_an_update() -> None:
    told = json.loads(updated_as_json(UPDATE))
    assert (told["written"], told["removed"], told["edited"]) == (["src/p/data.py"], ["old.py"], ["README.md"])
    assert told["conflicts"] == [{"path": "src/p/\x1b.py", "reason": "both changed the same lines, in 1 place"}]
    assert (told["renamed"], told["failing"], told["verified"]) == ({"load": "read"}, {"show": "AssertionError"}, False)
