"""A notebook made into a project: what differs is put back, what is recorded is said, and the files around the package are right."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import jupyter_quality.refactor.project.project
from jupyter_quality.cli import main

CELLS = {
    "start": "import os\nimport sys\nlimit = 3",
    "sums": "numbers = [1, 2, 3, 4]\nkept = [n for n in numbers if n < limit]\ntotal = sum(kept) * 10\nprint(total)",
    "frame": "where = sys._getframe().f_code.co_name\nwho = where + '!'\nprint(who)",
    "key": "key = os.urandom(4).hex()\nlong = key * 2",
    "loop": "pairs = []\nfor n in kept:\n    pairs.append((n, n * 2))\nmost = max(pairs)",
    "error": "1 / 0",
    "names": "%whos",
    "tmp": "tmp = [1]\nresult = [*tmp, most]\ndel tmp\nresult",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    cells = [
        {"cell_type": "code", "id": key, "metadata": {"tags": ["raises-exception"]} if key == "error" else {}, "execution_count": None,
         "outputs": [], "source": source}
        for key, source in CELLS.items()
    ]  # fmt: skip
    (folder / "odd things.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    command = ["project", str(folder / "odd things.ipynb"), "-o", str(folder / "made"), "--quiet"]
    assert main(command) == 0
    return folder / "made"


@pytest.fixture(scope="module")
def report(project: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((project / ".jupyter_quality" / "report.json").read_text())
    return found


def slim(project: Path) -> dict[str, str]:
    cells = json.loads((project / "odd things.ipynb").read_text())["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells}


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=folder, env={"PYTHONPATH": "src"}, capture_output=True, text=True, check=False)


def test_it_is_proven_and_each_cell_that_would_differ_is_put_back_with_its_reason(report: dict[str, object]) -> None:
    assert report["verified"] is True
    cells = report["cells"]
    assert isinstance(cells, list)
    reasons = {cell["id"]: cell["reason"] for cell in cells if cell["kept"]}
    assert reasons == {"frame": "what is printed differs"}
    assert [cell["id"] for cell in cells] == list(CELLS)


def test_where_too_much_differs_all_stays_and_that_is_proven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jupyter_quality.refactor.project.project, "ROUNDS", 2)
    path = tmp_path / "odd.py"
    path.write_text("# %%\nimport sys\n" + "# %%\nname = sys._getframe().f_code.co_name\nprint(name)\n" * 2)
    assert main(["project", str(path), "-o", str(tmp_path / "made"), "--quiet"]) == 0
    told = json.loads((tmp_path / "made" / ".jupyter_quality" / "report.json").read_text())
    assert told["verified"] is True
    assert [cell["kept"] for cell in told["cells"]] == [False, True, True]
    assert not list(tmp_path.glob("made/src/*/steps.py"))


def test_cells_keep_their_ids_and_call_the_package(project: Path) -> None:
    found = slim(project)
    assert [key for key in found if key in CELLS] == list(CELLS)
    assert found["parameters"] == "limit = 3"
    assert found["frame"].startswith("# Stays in the notebook: what is printed differs.\nwhere = ")
    assert re.fullmatch(r"numbers, kept, total = \w+\(limit\)", found["sums"])
    assert re.fullmatch(r"pairs, most = \w+\(kept\)", found["loop"])
    assert re.fullmatch(r"result = \w+\(most\)\nresult", found["tmp"])
    assert (found["error"], found["names"]) == ("1 / 0", "%whos")


def test_what_does_not_give_the_same_again_has_no_test_and_that_is_said(project: Path, report: dict[str, object]) -> None:
    tests = report["tests"]
    assert isinstance(tests, dict)
    assert (tests["passed"], tests["failed"], len(tests["dropped"])) == (3, 1, 1)
    assert tests["dropped"][0]["function"] in slim(project)["key"]
    assert "result" in tests["dropped"][0]["reason"]


def test_its_tests_pass_and_fail_when_a_constant_changes(project: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(project, tmp_path / "copy")
    assert run("-m", "pytest", "-q", folder=folder).returncode == 0
    [module] = [path for path in folder.glob("src/*/*.py") if "n * 2" in path.read_text()]
    module.write_text(module.read_text().replace("n * 2", "n * 3"))
    failed = run("-m", "pytest", "-q", folder=folder)
    assert failed.returncode == 1
    assert "1 failed" in failed.stdout


def test_it_runs_as_a_program_with_other_parameters(project: Path) -> None:
    assert "30\n" in run("-m", "odd_things", folder=project).stdout
    assert "60\n" in run("-m", "odd_things", "--limit", "4", folder=project).stdout


def test_linters_find_nothing(project: Path) -> None:
    for tool in (["pyflakes", "src", "tests"], ["ruff", "check", "."]):
        done = run("-m", *tool, folder=project)
        assert done.returncode == 0, done.stdout


def test_the_files_around_the_package_are_what_their_tools_read(project: Path) -> None:
    told = tomllib.loads((project / "pyproject.toml").read_text())
    assert told["project"]["name"] == "odd-things"
    assert told["tool"]["setuptools"]["packages"]["find"]["where"] == ["src"]
    assert all("==" in line for line in [*told["project"]["dependencies"], *(project / "requirements.txt").read_text().split()])
    hook = yaml.safe_load((project / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"][0]
    assert hook["entry"] == "jupyter-quality check"
    steps = yaml.safe_load((project / ".github/workflows/tests.yml").read_text())["jobs"]["tests"]["steps"]
    assert [step["run"] for step in steps if "run" in step][-1] == "pytest"
    environment = yaml.safe_load((project / "environment.yml").read_text())
    assert environment["dependencies"][0].startswith("python=3.")
    readme = (project / "README.md").read_text()
    assert "python -m odd_things" in readme
    assert "&& pytest" in readme
