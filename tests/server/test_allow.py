"""A rule left out in the project of a notebook."""

import tomllib

import pytest

from jupyter_quality.options import OptionsError
from jupyter_quality.server.allow import with_ignored


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[tool.jupyter_quality]\nignore = ["r"]\n'),
        ("[project]\nname = 'x'  # kept\n", "[project]\nname = 'x'  # kept\n\n[tool.jupyter_quality]\nignore = [\"r\"]\n"),
        ("[tool.ruff]\nfix = true\n", '[tool.ruff]\nfix = true\n\n[tool.jupyter_quality]\nignore = ["r"]\n'),
        ("[tool.jupyter_quality]\nlong-cell = 9\n", '[tool.jupyter_quality]\nlong-cell = 9\nignore = ["r"]\n'),
        ("[tool.jupyter_quality]\nignore = ['a']  # why\n", "[tool.jupyter_quality]\nignore = ['a', \"r\"]  # why\n"),
        (
            '[tool.jupyter_quality]\nignore = [\n    "a",  # first\n    "b",\n]\n\n[tool.z]\n',
            '[tool.jupyter_quality]\nignore = [\n    "a",  # first\n    "b",\n    "r",\n]\n\n[tool.z]\n',
        ),
        ("[tool.jupyter_quality]\nignore = ['r']\n", "[tool.jupyter_quality]\nignore = ['r']\n"),
        ("[tool]\njupyter_quality = {ignore = ['a']}\n", "[tool]\njupyter_quality = {ignore = ['a', \"r\"]}\n"),
        ("tool.jupyter_quality.ignore = ['a']\n", "tool.jupyter_quality.ignore = ['a', \"r\"]\n"),
        ("a = 1\r\n[tool.jupyter_quality]\r\nignore = ['a']\r\n", "a = 1\r\n[tool.jupyter_quality]\r\nignore = ['a', \"r\"]\r\n"),
    ],
)
def test_the_rest_of_the_file_stays_as_written(before, after):
    assert with_ignored(before, "r", "pyproject.toml") == after


@pytest.mark.parametrize(
    "before",
    [
        "[project]\nname = 'x'\n[tool.ruff]\nfix = true\n[project.urls]\na = 'b'\n",
        "[tool.jupyter_quality.deeper]\nx = 1\n",
        "[tool.a]\nx = 1\n[other]\ny = 2\n[tool.b]\nz = 3\n",
        "[tool.a]\nx = 1\n[other]\ny = 2\n[tool.jupyter_quality]\nlong-cell = 3\n",
        "[tool.a]\nx = 1\n[other]\ny = 2\n[tool.jupyter_quality]\nignore = ['a']\n[[array]]\nz = 1\n",
    ],
)
def test_nothing_is_lost_from_a_file_in_any_order(before):
    after = tomllib.loads(with_ignored(before, "r", "pyproject.toml"))
    expected = tomllib.loads(before)
    table = expected.setdefault("tool", {}).setdefault("jupyter_quality", {})
    table["ignore"] = [*table.get("ignore", []), "r"]
    assert after == expected


@pytest.mark.parametrize("text", ["[tool", "[tool.jupyter_quality]\nignore = 'a'\n", "tool = 3\n", "[tool]\njupyter_quality = 1\n"])
def test_an_unusable_file_is_told_and_left_alone(text):
    with pytest.raises(OptionsError, match=r"a/pyproject\.toml"):
        with_ignored(text, "r", "a/pyproject.toml")


async def test_the_nearest_project_allows_it(ask, stored, jp_root_dir):
    stored("a/b/n.ipynb", "import numpy as np\nx = 1 == np.nan")
    (jp_root_dir / "pyproject.toml").write_text("[tool.jupyter_quality]\n")
    (jp_root_dir / "a" / "pyproject.toml").write_text("[tool.jupyter_quality]\n")
    (jp_root_dir / "a" / "b" / "pyproject.toml").write_text("[project]\n")
    assert await ask("allow", {"path": "a/b/n.ipynb", "rule": "nan-comparison"}) == (201, {"file": "a/pyproject.toml"})
    assert "nan-comparison" in (jp_root_dir / "a" / "pyproject.toml").read_text()
    _, report = await ask("check", {"path": "a/b/n.ipynb"})
    assert "nan-comparison" not in [finding["rule"] for finding in report["findings"]]


async def test_a_project_without_our_table_gets_one(ask, jp_root_dir):
    (jp_root_dir / "a").mkdir()
    (jp_root_dir / "a" / "pyproject.toml").write_text("[project]\n")
    assert await ask("allow", {"path": "a/n.ipynb", "rule": "nan-comparison"}) == (201, {"file": "a/pyproject.toml"})
    assert not (jp_root_dir / "pyproject.toml").exists()


async def test_without_a_project_one_is_made_at_the_root(ask, jp_root_dir):
    assert await ask("allow", {"path": "a/b/n.ipynb", "rule": "nan-comparison"}) == (201, {"file": "pyproject.toml"})
    assert await ask("allow", {"path": "a/b/n.ipynb", "rule": "unused-allowance"}) == (201, {"file": "pyproject.toml"})
    written = tomllib.loads((jp_root_dir / "pyproject.toml").read_text())
    assert written == {"tool": {"jupyter_quality": {"ignore": ["nan-comparison", "unused-allowance"]}}}


async def test_what_cannot_be_allowed_is_said_and_nothing_written(ask, jp_root_dir):
    assert (await ask("allow", {"path": "n.ipynb", "rule": "no-such"}))[0] == 404
    assert (await ask("allow", {"path": "../n.ipynb", "rule": "nan-comparison"}))[0] == 404
    assert not (jp_root_dir / "pyproject.toml").exists()
    (jp_root_dir / "pyproject.toml").write_text("[tool.jupyter_quality")
    status, answer = await ask("allow", {"path": "n.ipynb", "rule": "nan-comparison"})
    assert status == 400
    assert answer["message"].startswith("pyproject.toml cannot be read")
    assert (jp_root_dir / "pyproject.toml").read_text() == "[tool.jupyter_quality"
