"""Clean runs in real kernels. Each costs a second, so each asks for much."""

import sys
import threading
from pathlib import Path

import pytest

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.proof.compare import compare
from jupyter_quality.proof.run import CleanRun, Progress, RunSettings, run_cleanly
from jupyter_quality.proof.seen import seen


def notebook(*sources: str, tags: tuple[str, ...] = (), **more: str) -> Notebook:
    cells = (Cell(chr(97 + at), at + 1, CellKind.CODE, source, tags=tags) for at, source in enumerate(sources))
    return Notebook("n.ipynb", tuple(cells), **more)  # type: ignore[arg-type]


def texts(run: CleanRun) -> list[str]:
    return ["".join(one.text for one in seen(cell.outputs)) for cell in run.cells]


def test_a_run_from_the_top(tmp_path: Path) -> None:
    (tmp_path / "data.txt").write_text("kept")
    heard: list[Progress] = []
    run = run_cleanly(
        notebook(
            "print(open('data.txt').read())\nopen('data.txt', 'w').write('changed')",
            "  ",
            "import json, os, pyflakes\nx = [1, 2.5]\nos.getcwd()",
            "print(*sorted(name for name in globals() if not name.startswith('_')))",
        ),
        tmp_path,
        RunSettings(variables=True),
        heard.append,
    )
    assert run.trouble is None
    assert [cell.id for cell in run.cells] == ["a", "c", "d"]
    assert texts(run)[0] == "kept\n7"
    assert texts(run)[1] == repr(str(tmp_path))
    assert texts(run)[2] == "In Out exit get_ipython json open os pyflakes quit x\n"
    assert (tmp_path / "data.txt").read_text() == "kept"
    assert run.environment.python == ".".join(map(str, sys.version_info[:3]))
    assert "pyflakes" in {package.name for package in run.environment.packages}
    assert run.cells[1].variables == {"x": ["list", 2, [["is", "1"], ["number", "2.5"]]]}
    assert [(one.done, one.of, one.cell.id if one.cell else None) for one in heard] == [(0, 3, "a"), (1, 3, "c"), (2, 3, "d"), (3, 3, None)]
    assert compare(run, run).is_same


def test_a_run_ends_with_a_cell_that_fails(tmp_path: Path) -> None:
    failing = notebook("x = 1", "x / 0", "print('not reached')")
    run = run_cleanly(failing, tmp_path)
    assert [cell.error for cell in run.cells] == [None, "ZeroDivisionError: division by zero"]
    run = run_cleanly(failing, tmp_path, RunSettings(keep_going=True))
    assert texts(run)[2] == "not reached\n"


def test_an_error_that_is_meant_ends_nothing(tmp_path: Path) -> None:
    tagged = run_cleanly(notebook("1 / 0", "print('on')", tags=("raises-exception",)), tmp_path)
    assert [cell.expected for cell in tagged.cells] == [True, False]
    assert texts(tagged)[1] == "on\n"


def test_what_a_library_writes_past_python_is_not_written_here(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run_cleanly(notebook("import os\nos.write(1, b'out')\nos.write(2, b'error')"), tmp_path, RunSettings())
    assert capfd.readouterr() == ("", "")


def test_links_do_not_lead_a_write_to_the_users_files(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "data.txt").write_text("kept")
    sources = ["print(open('../data.txt').read())", "open('../data.txt', 'w')", "import os; os.remove(os.path.realpath('../data.txt'))"]
    run = run_cleanly(notebook(*sources), tmp_path / "work", RunSettings(keep_going=True))
    assert texts(run)[0] == "kept\n"
    assert [(cell.error or "")[:57] for cell in run.cells[1:]] == ["PermissionError: A clean run leaves your files as they ar"] * 2
    assert (tmp_path / "data.txt").read_text() == "kept"


@pytest.mark.parametrize(
    ("source", "settings", "why"),
    [
        ("import time; time.sleep(60)", RunSettings(timeout=1), "TimeoutError: the cell took longer than 1 s"),
        ("import os; os._exit(1)", RunSettings(), "DeadKernelError: the kernel died"),
        ("import time; held = b'x' * 2**28; time.sleep(60)", RunSettings(megabytes=200), "MemoryError: the kernel used"),
    ],
)
def test_what_goes_too_far_is_stopped(tmp_path: Path, source: str, settings: RunSettings, why: str) -> None:
    run = run_cleanly(notebook("print(1)", source, "print(2)"), tmp_path, settings)
    assert len(run.cells) == 2
    assert (run.cells[1].error or "").startswith(why)


def test_a_run_that_is_cancelled(tmp_path: Path) -> None:
    cancelled = threading.Event()

    def hear(progress: Progress) -> None:
        if progress.done == 1:
            cancelled.set()

    run = run_cleanly(notebook("print(1)", "import time; time.sleep(60)"), tmp_path, heard=hear, cancelled=cancelled)
    assert run.trouble == "The run was cancelled."


def test_without_a_kernel_there_is_no_run(tmp_path: Path) -> None:
    assert run_cleanly(notebook("x"), tmp_path, RunSettings(kernel="no-such")).trouble == (
        "There is no kernel no-such; `jupyter kernelspec list` shows those that there are."
    )
    assert run_cleanly(notebook("x", language="fortran", kernel="fortran"), tmp_path).trouble == "No kernel for fortran is installed here."
    assert (run_cleanly(notebook("x"), tmp_path / "gone").trouble or "").startswith("The folder could not be copied")
    assert run_cleanly(Notebook(None, (), trouble="This file is empty."), tmp_path).trouble == "This file is empty."


def test_no_run_begins_within_another(tmp_path: Path) -> None:
    imports = "from pathlib import Path\nfrom jupyter_quality.notebook.document import Notebook"
    source = "from jupyter_quality.proof.run import run_cleanly\nprint(run_cleanly(Notebook(None, ()), Path()).trouble)"
    run = run_cleanly(notebook(imports, source), tmp_path)
    assert texts(run)[1] == "This is a clean run already, and none begins within another.\n"
