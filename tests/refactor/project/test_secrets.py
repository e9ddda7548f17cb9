"""A password or token reaches no file of a project but the cell of the notebook in which it must stay."""

import json
import os
import subprocess
import sys
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook, writes

from jupyter_quality.cli import main
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.folder import DiskFolder
from jupyter_quality.refactor.project.secrets import without_secrets

TOKEN, OTHER, ADDRESS = "q8Zr2Lw5Yt7Kp3Xv9Bn1", "mK3vP9xQ2wL7nR4tZz55", "mysql://root:hunter22@db:3306/shop"


def notebook(*sources: str) -> Notebook:
    return Notebook("n.ipynb", tuple(Cell(f"c{number}", number, CellKind.CODE, source) for number, source in enumerate(sources, 1)))


def test_a_literal_is_read_from_the_environment(tmp_path: Path) -> None:
    found = without_secrets(notebook(f"api_token = '{TOKEN}'\nengine = create_engine('{ADDRESS}')", "n = 1"), DiskFolder(tmp_path))
    assert [cell.source for cell in found.notebook.cells] == [
        'import os\napi_token = os.environ["API_TOKEN"]\nengine = create_engine(os.environ["DATABASE_URL"])',
        "n = 1",
    ]
    assert found.environment == {"API_TOKEN": TOKEN, "DATABASE_URL": ADDRESS}
    assert not found.left


def test_secrets_of_one_name_that_differ_get_two_variables(tmp_path: Path) -> None:
    cells = f"import os\napi_token = '{TOKEN}'", f"api_token = '{OTHER}'", f"api_token = '{TOKEN}'"
    found = without_secrets(notebook(*cells), DiskFolder(tmp_path))
    assert found.environment == {"API_TOKEN": TOKEN, "API_TOKEN_2": OTHER}
    assert ["API_TOKEN_2" in cell.source for cell in found.notebook.cells] == [False, True, False]


def test_what_is_no_plain_literal_is_said_to_be_left(tmp_path: Path) -> None:
    found = without_secrets(notebook("n = 1", f"# api_token = '{TOKEN}'\nm = 2"), DiskFolder(tmp_path))
    assert (found.left, found.texts) == ({"c2"}, {TOKEN})


def test_a_project_holds_no_secret(tmp_path: Path) -> None:
    cells = (
        f"api_token = '{TOKEN}'\nn = 3",
        "def signed(token, number):\n    return f'{token[:2]}-{number}'",
        "made = signed(api_token, n)\nmade_twice = made * 2\nprint(made_twice)",
        f"# api_key = '{OTHER}'\nm = n + 1\nk = m * 2",
    )
    path = tmp_path / "work" / "shop.ipynb"
    path.parent.mkdir()
    path.write_text(writes(new_notebook(cells=[new_code_cell(source, id=f"c{i}") for i, source in enumerate(cells)])))
    made = tmp_path / "made"
    assert main(["project", str(path), "-o", str(made), "--quiet"]) == 0
    texts = {file.relative_to(made).as_posix(): file.read_text() for file in made.rglob("*") if file.is_file()}
    assert not [name for name, text in texts.items() if TOKEN in text]
    assert {name for name, text in texts.items() if OTHER in text} == {"shop.ipynb", ".jupyter_quality/base.json"}
    told = json.loads(texts[".jupyter_quality/report.json"])
    assert told["verified"] is True
    assert {cell["id"]: cell["reason"] for cell in told["cells"] if cell["kept"]} == {"c3": "a secret stands in it in plain text"}
    assert "a secret would stand in its recording" in {one["reason"] for one in told["tests"]["dropped"]}

    def program(**more: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": "src", **more}
        return subprocess.run([sys.executable, "-m", "shop"], cwd=made, env=environment, capture_output=True, text=True, check=False)

    assert "KeyError: 'API_TOKEN'" in program().stderr
    assert program(API_TOKEN="other").stdout == "ot-3ot-3\n"
