from collections.abc import Iterable
from pathlib import Path

import pytest

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.folder import DiskFolder, UnknownFolder
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.reproducibility import _installed
from jupyter_quality.rules.reproducibility.missing_input_file import MissingInputFile
from jupyter_quality.rules.reproducibility.no_environment import NoEnvironment
from jupyter_quality.rules.reproducibility.undeclared_import import UndeclaredImport

NOTEBOOK = Notebook("a.ipynb", (Cell("a", 1, CellKind.CODE, "import pandas as pd\nimport seaborn"),))


def found(rule: Rule, folder: Path) -> list[Finding]:
    return list(rule.find(Reading(NOTEBOOK, DiskFolder(folder))))


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """A notebook's folder two levels below the top of a project, below a folder that has requirements of its own."""
    (tmp_path / "requirements.txt").write_text("seaborn\npandas\n")
    (tmp_path / "project" / ".git").mkdir(parents=True)
    (tmp_path / "project" / "notebooks" / "sales").mkdir(parents=True)
    (tmp_path / "project" / "notebooks" / "sales" / "a.ipynb").touch()
    return tmp_path / "project" / "notebooks" / "sales"


def test_files_above_the_top_of_the_project_do_not_count(deep: Path) -> None:
    assert len(found(NoEnvironment(), deep)) == 1


def test_a_file_at_the_top_of_the_project_counts(deep: Path) -> None:
    (deep.parents[1] / "pyproject.toml").write_text('[project]\ndependencies = ["pandas"]\n')
    assert found(NoEnvironment(), deep) == []
    (finding,) = found(UndeclaredImport(), deep)
    assert "`seaborn`" in finding.message and "pyproject.toml" in finding.message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements-dev.txt", "Seaborn >= 0.13 ; python_version > '3'\n"),
        ("environment.yaml", "dependencies:\n- conda-forge::seaborn=0.13\n"),
        ("Pipfile.lock", '{"default": {"seaborn": {"version": "==0.13"}}}'),
        ("uv.lock", '[[package]]\nname = "seaborn"\n'),
        ("setup.cfg", "[options]\ninstall_requires =\n    seaborn>=0.13\n"),
        ("pyproject.toml", '[dependency-groups]\ndev = ["seaborn", {include-group = "x"}]\n'),
        ("pixi.toml", '[dependencies]\nseaborn = "*"\n'),
    ],
)
def test_every_kind_of_environment_file_is_read(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert [finding.message.split("`")[1] for finding in found(UndeclaredImport(), tmp_path)] in ([], ["pandas"])


@pytest.mark.parametrize("text", ["[project\n", "\0", "project = 1\n[tool]\npoetry = 3"])
def test_a_broken_environment_file_declares_nothing_and_stops_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert found(UndeclaredImport(), tmp_path) == []


def test_the_fix_names_the_versions_that_are_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.ipynb").touch()
    monkeypatch.setattr(_installed, "version_of", {"pandas": "2.2.3", "seaborn": "0.13.2"}.get)
    (finding,) = found(NoEnvironment(), tmp_path)
    assert finding.place is None
    assert finding.fix is not None and finding.fix.title == "Write requirements.txt: pandas==2.2.3, seaborn==0.13.2"


@pytest.mark.parametrize(("more", "says"), [("import scipy", "and 1 more package it"), ("import scipy, sklearn", "and 2 more packages it")])
def test_the_packages_that_are_not_named_are_counted(tmp_path: Path, more: str, says: str) -> None:
    (tmp_path / "a.ipynb").touch()
    notebook = Notebook("a.ipynb", (Cell("a", 1, CellKind.CODE, f"import pandas, seaborn, numpy\n{more}"),))
    (finding,) = NoEnvironment().find(Reading(notebook, DiskFolder(tmp_path)))
    assert says in finding.message


def test_a_file_of_other_letters_is_named(tmp_path: Path) -> None:
    (tmp_path / "Sales.CSV").touch()
    notebook = Notebook("a.ipynb", (Cell("a", 1, CellKind.CODE, "import pandas as pd\npd.read_csv('sales.csv')"),))
    (finding,) = MissingInputFile().find(Reading(notebook, DiskFolder(tmp_path)))
    assert finding.message.endswith("`Sales.CSV` lies there")


@pytest.mark.parametrize("rule", [NoEnvironment(), UndeclaredImport(), MissingInputFile()])
def test_nothing_is_said_where_the_folder_is_unknown(rule: Rule) -> None:
    source = "import pandas as pd\npd.read_csv('sales.csv')"
    cells: Iterable[Cell] = (Cell("a", 1, CellKind.CODE, source),)
    assert list(rule.find(Reading(Notebook("a.ipynb", tuple(cells)), UnknownFolder()))) == []
