"""A project as a whole, made of what users have: odd names, files beside, an error at the end; and what cannot become one."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from jupyter_quality.cli import main
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.refactor.project.project import ProjectMaker, package_for

STEPS = "# Count the rows\nrows = list(csv.DictReader(open('data/x.csv')))\ncount = len(rows)\nmore = f(count)\nprint(more)"


def write(path: Path, *sources: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = new_markdown_cell("![picture](attachment:one.png)", attachments={"one.png": {"image/png": "iVBORw0KGgo="}})
    cells = [new_code_cell(source, metadata={"collapsed": True}) for source in sources]
    nbformat.write(new_notebook(cells=[picture, *cells]), path)
    return path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A notebook with an odd name, which reads a file and a module beside it, and ends with an error."""
    folder = tmp_path / "my work"
    path = write(folder / "the – 数据 of today.ipynb", "import csv\nfrom helper import f", STEPS, "gone = rows[9]\nlast = gone")
    (folder / "data").mkdir()
    (folder / "data/x.csv").write_text("a\n1\n")
    (folder / "helper.py").write_text("def f(x):\n    return x + 1\n")
    return path


def test_a_notebook_with_an_odd_name_that_reads_files_and_ends_with_an_error(
    odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a project"
    assert main(["project", str(odd), "-o", str(target), "--quiet"]) == 0
    told = capsys.readouterr().out
    assert "The notebook itself ends with an error: IndexError" in told
    assert f"cd '{target}' && " in told
    assert {"data/x.csv", "helper.py", "src/today/__init__.py", odd.name} <= files(target)
    assert {path.name for path in tmp_path.iterdir()} == {"my work", "a project"}, "nothing is left beside"
    slim = nbformat.read(target / odd.name, 4)
    nbformat.validate(slim)
    assert slim.cells[0].attachments == {"one.png": {"image/png": "iVBORw0KGgo="}}
    assert slim.cells[-1].metadata == {"collapsed": True}
    environment = {**os.environ, "PYTHONPATH": "src"}

    def ran(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=target, env=environment, capture_output=True, text=True, check=False)

    assert "1 passed" in ran(str(Path(sys.executable).with_name("pytest")), "-q").stdout
    program = ran(sys.executable, "-m", "today")
    assert (program.stdout, "IndexError" in program.stderr) == ("2\n", True), "the program ends as the notebook does"


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("class.ipynb", "class_project"),
        ("json.ipynb", "json_project"),
        ("helper.ipynb", "helper_project"),
        ("Recording.ipynb", "recording_project"),
        ("tests.ipynb", "tests_project"),
        ("1st-try (copy).ipynb", "st_try_copy"),
        ("Ünï çödé.ipynb", "uni_code"),
        ("数据.ipynb", "project"),
        ("SalesReport.py", "sales_report"),
    ],
)
def test_a_package_never_hides_a_module(tmp_path: Path, name: str, package: str) -> None:
    data = write(tmp_path / "n.ipynb", "from helper import f\nf(1)").read_bytes()
    assert package_for(read_notebook(data, name)) == package


@pytest.mark.parametrize(
    ("arguments", "trouble"),
    [
        (["gone.ipynb", "-o", "new"], "gone.ipynb: there is no such file"),
        (["folder", "-o", "new"], "folder: this is a folder; give a notebook"),
        (["n.ipynb", "-o", "n.ipynb"], "is a file, where a folder would have to be"),
        (["n.ipynb", "-o", "n.ipynb/new"], "is a file, where a folder would have to be"),
        (["n.ipynb", "-o", "folder"], "is not empty"),
        (["n.ipynb", "-o", "new", "--package", "class"], "class cannot be a package's name"),
        (["n.ipynb", "-o", "new", "--package", "my-package"], "my-package cannot be a package's name"),
        (["n.ipynb", "-o", "new", "--package", "../up"], "cannot be a package's name"),
        (["n.ipynb", "-o", "new", "--package", "json"], "Python has a module json of its own"),
        (["n.ipynb", "-o", "new", "--package", "helper"], "The notebook imports a module helper"),
        (["old.ipynb", "-o", "new"], "says that it is written in Python 2"),
        (["words.ipynb", "-o", "new"], "This notebook has no Python cells"),
        (["n.ipynb", "-o", "new", "--update"], "holds no project that can be updated"),
    ],
)
def test_what_cannot_be_made_is_told_in_a_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], trouble: str
) -> None:
    write(tmp_path / "n.ipynb", "from helper import f\nf(1)")
    write(tmp_path / "words.ipynb")
    old = new_notebook(cells=[new_code_cell("x = 1")], metadata={"language_info": {"name": "python", "version": "2.7.1"}})
    nbformat.write(old, tmp_path / "old.ipynb")
    write(tmp_path / "folder/other.ipynb")
    before = files(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["project", *arguments]) == 2
    told = capsys.readouterr().err
    assert trouble in told
    assert told.count("\n") == 1
    assert files(tmp_path) == before


def test_a_folder_that_may_not_be_written_is_told_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "n.ipynb", "x = 1")
    monkeypatch.setattr(os, "access", lambda place, _: Path(place) != tmp_path)  # root may write everywhere
    assert main(["project", str(path), "-o", str(tmp_path / "locked/new")]) == 2
    assert "cannot be written into" in capsys.readouterr().err


def test_an_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "n.ipynb", "# Add\na = 1\nb = a + 1\nc = b + 1")
    before = files(tmp_path)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(ProjectMaker, "make", interrupted)
        assert main(["project", str(path), "-o", str(tmp_path / "new"), "--quiet"]) == 130
    assert files(tmp_path) == before
    with monkeypatch.context() as context:
        context.setattr("jupyter_quality.refactor.writing.is_free", interrupted)
        assert main(["project", str(path), "-o", str(tmp_path / "new"), "--quiet"]) == 130
    assert files(tmp_path) == before
    assert "Interrupted" in capsys.readouterr().err
