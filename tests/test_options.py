"""The one place of settings."""

import pytest

from jupyter_quality.options import OptionsError, is_excluded, settings_in


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("old/n.ipynb", "old"),
        ("old/n.ipynb", "old/"),
        ("a/old/n.ipynb", "old"),
        ("a/b/n.ipynb", "a/b"),
        ("a/b/n.ipynb", "a/*"),
        ("a/draft-1.ipynb", "draft*"),
        ("a/draft-1.ipynb", "*.ipynb"),
        ("/a/n.ipynb", "a"),
    ],
)
def test_a_pattern_excludes_a_name_or_a_folder_on_the_way(path, pattern):
    assert is_excluded(path, ["nothing", pattern])


@pytest.mark.parametrize(
    ("path", "pattern"), [("older/n.ipynb", "old"), ("b/a/n.ipynb", "b/n.ipynb"), ("a/b/n.ipynb", "b/*"), ("a/N.ipynb", "n.*")]
)
def test_a_pattern_excludes_nothing_else(path, pattern):
    assert not is_excluded(path, [pattern])


def test_settings_of_a_pyproject():
    assert settings_in("[tool.jupyter_quality]\nlong-cell = 9\nignore = ['a']\n[tool.other]\nx = 1\n", "f") == {
        "long_cell": 9,
        "ignore": ["a"],
    }
    assert settings_in("[project]\n", "f") == {}


@pytest.mark.parametrize("text", ["[tool", "tool = 3\n", "[[tool.jupyter_quality]]\n"])
def test_a_file_that_cannot_be_used_is_named(text):
    with pytest.raises(OptionsError, match=r"a/pyproject\.toml"):
        settings_in(text, "a/pyproject.toml")
