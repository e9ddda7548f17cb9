"""A project follows its notebook, and what was written in it by hand stays."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_quality.cli import main
from jupyter_quality.refactor.project.base import BASE_IN

SCRIPT = """\
# %% [markdown]
# ## Fields

# %%
import math
import json
import random

# %%
# Measure the fields
sides = json.load(open("sides.json"))
areas = [side**2 for side in sides]
total = sum(areas)

# %%
total

# %% [markdown]
# ## Fences

# %%
# Plan the fences
fences = [4 * side for side in sides]
longest = max(fences)
posts = math.ceil(longest / 3)
print(posts)

# %%
# Draw a number
drawn = random.random()
twice = drawn * 2
"""

Outcome = tuple[int, dict[str, object]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "fields.py").write_text(SCRIPT)
    (folder / "sides.json").write_text("[3, 5]")
    assert main(["project", str(folder / "fields.py"), "-o", str(folder / "project"), "--quiet"]) == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "work")


@pytest.fixture
def update(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    def run(*more: str) -> Outcome:
        capsys.readouterr()
        code = main(["project", str(folder / "fields.py"), "-o", str(folder / "project"), "--update", "--quiet", *more])
        told = capsys.readouterr()
        return code, {"text": told.out, "trouble": told.err}

    return run


def swap(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_where_nothing_changed_nothing_is_written(folder: Path, update: Callable[..., Outcome]) -> None:
    before = content(folder)
    code, told = update()
    assert code == 0, told
    assert content(folder) == before


def test_both_sides_changes_are_kept(folder: Path, update: Callable[..., Outcome]) -> None:
    project = folder / "project"
    swap(project / "src/fields/fields.py", '"""Measure fields: a step of the notebook."""', '"""The area of each field, and of all."""')
    swap(project / "src/fields/fields.py", "def measure_fields", "def measure")
    for path in ("src/fields/__main__.py", "fields.ipynb"):
        swap(project / path, "measure_fields", "measure")
    (project / "src/fields/mine.py").write_text("MINE = 1\n")
    (project / "environment.yml").unlink()
    swap(folder / "fields.py", "## Fields", "## All fields")
    swap(folder / "fields.py", "# Plan the fences", "# Plan each fence")
    swap(folder / "fields.py", "/ 3", "/ 2")
    swap(
        folder / "fields.py", "total\n\n# %% [m", "total\n\n# %%\nsmallest = min(areas)\nshare = smallest / total\nprint(share)\n\n# %% [m"
    )
    code, told = update("--output-format", "json")
    report = json.loads(str(told["text"]))
    assert code == 0, told
    assert report["verified"] is True
    assert report["renamed"] == {"measure_fields": "measure"}
    assert report["edited"] == ["src/fields/fields.py"]
    assert report["tests"]["passed"] == len(report["functions"]) == 4
    names = {name.rpartition(".")[2] for name in report["functions"]}
    assert {"measure", "plan_fences"} < names, "code that stayed, and code of the same cell, keep their names"
    text = (project / "src/fields/fields.py").read_text()
    assert '"""The area of each field, and of all."""' in text
    assert "math.ceil(longest / 2)" in (project / "src/fields/fences.py").read_text()
    assert (project / "src/fields/mine.py").read_text() == "MINE = 1\n"
    assert not (project / "environment.yml").exists()
    assert "test_measure()" in (project / "tests/test_fields.py").read_text()
    slim = json.loads((project / "fields.ipynb").read_text())
    assert any("measure()" in "".join(cell["source"]) for cell in slim["cells"])


def test_a_conflict_is_shown_and_listed_and_must_be_settled(folder: Path, update: Callable[..., Outcome]) -> None:
    module = folder / "project/src/fields/fences.py"
    swap(module, "4 * side", "4 * side + 1")
    swap(folder / "fields.py", "4 * side", "2 * (side + side)")
    code, told = update()
    assert code == 1
    assert "conflict in src/fields/fences.py" in str(told["text"])
    assert "Not proven" in str(told["text"])
    assert re.search(r"<<<<<<< yours\n.*4 \* side \+ 1.*\n=======\n.*2 \* \(side \+ side\).*\n>>>>>>> the notebook's\n", module.read_text())
    before = content(folder)
    assert update()[0] == 2
    assert content(folder) == before
    module.write_text(re.sub(r"<<<<<<< yours\n(.*\n)=======\n.*\n>>>>>>> the notebook's\n", r"\1", module.read_text()))
    code, told = update()
    assert code == 1
    assert "conflict in" not in str(told["text"])
    assert re.search(r"Not proven equal: cell \d+ differs", str(told["text"])), told
    assert "plan_fences does not give what it gave" in str(told["text"])


def test_what_was_deleted_stays_so_unless_it_changed(folder: Path, update: Callable[..., Outcome]) -> None:
    (folder / "project/README.md").unlink()
    (folder / "project/src/fields/fences.py").unlink()
    swap(folder / "fields.py", "/ 3", "/ 2")
    code, told = update()
    assert code == 1
    assert "conflict in src/fields/fences.py: you deleted it" in str(told["text"])
    assert (folder / "project/src/fields/fences.py").exists()
    assert not (folder / "project/README.md").exists()
    assert "Proven equal" in str(told["text"])


def test_data_follow_unless_they_were_changed(folder: Path, update: Callable[..., Outcome]) -> None:
    (folder / "sides.json").write_text("[3, 5, 7]")
    assert update()[0] == 0
    assert (folder / "project/sides.json").read_text() == "[3, 5, 7]"
    (folder / "project/sides.json").write_text("[9]")
    (folder / "sides.json").write_text("[3]")
    code, told = update()
    assert code == 1
    assert "conflict in sides.json: both changed it: yours is kept" in str(told["text"])
    assert (folder / "project/sides.json").read_text() == "[9]"


def test_what_cannot_be_updated_is_left_alone(folder: Path, update: Callable[..., Outcome]) -> None:
    project = str(folder / "project")
    before = content(folder)
    assert main(["project", str(folder / "project/fields.ipynb"), "-o", project, "--update"]) == 2
    assert update("--package", "other")[0] == 2
    assert content(folder) == before
    (folder / "project" / BASE_IN).write_text('{"texts": 1}')
    code, told = update()
    assert (code, told["text"]) == (2, "")
    assert "cannot be read" in str(told["trouble"])
    (folder / "project" / BASE_IN).unlink()
    assert "holds no project that can be updated" in str(update()[1]["trouble"])


def test_a_path_that_leads_out_of_the_project_is_refused(folder: Path, update: Callable[..., Outcome]) -> None:
    base = json.loads((folder / "project" / BASE_IN).read_text())
    base["texts"]["../out.txt"] = ""
    (folder / "project" / BASE_IN).write_text(json.dumps(base))
    (folder / "out.txt").write_text("")
    assert update()[0] == 2
    assert (folder / "out.txt").exists()


def test_a_file_that_changes_meanwhile_stops_the_update(
    folder: Path, update: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jupyter_quality.refactor.project.update import ProjectUpdater

    swap(folder / "fields.py", "/ 3", "/ 2")
    real = ProjectUpdater.write

    def late(self: ProjectUpdater, *args: object) -> None:
        (folder / "project/README.md").write_text("mine, just now")
        before.update(content(folder))
        real(self, *args)  # type: ignore[arg-type]

    before: dict[str, bytes] = {}
    monkeypatch.setattr(ProjectUpdater, "write", late)
    code, told = update()
    assert code == 2
    assert "README.md has changed" in str(told["trouble"])
    assert content(folder) == before
