"""What is drawn is described: each change that a person would see changes the description, and the same drawing has the same one."""

from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from jupyter_quality.refactor.project.beside.recorded_drawings import described, drawn_with

# what is changed → how it is drawn, and a piece of that with what it becomes
SEEN = {
    "how see-through points are": ("plt.scatter([1, 2], [1, 2], alpha=0.5)", "0.5", "0.6"),
    "the colours of points": ("plt.scatter([1, 2], [1, 2], c=[1, 2])", "c=[1, 2]", "c=[1, 3]"),
    "the size of points": ("plt.scatter([1, 2], [1, 2], s=20)", "20", "21"),
    "an area": ("plt.fill_between([1, 2], 1, 2)", "1, 2)", "1, 3)"),
    "a bar": ("plt.bar(['p', 'q'], [1, 2])", "2]", "3]"),
    "the pattern of a bar": ("plt.bar(['p', 'q'], [1, 2], hatch='/')", "'/'", "'x'"),
    "a line": ("plt.plot([1, 2])", "2]", "3]"),
    "how thick a line is": ("plt.plot([1, 2], lw=2)", "lw=2", "lw=3"),
    "the colour of a line": ("plt.plot([1, 2], color='r')", "'r'", "'g'"),
    "how thick the edge of a mark is": ("plt.plot([1, 2], 'o', mew=2)", "mew=2", "mew=3"),
    "a heading of figures": ("plt.subplots(1, 2)\nplt.suptitle('n')", "'n'", "'m'"),
    "a title": ("plt.title('n')", "'n'", "'m'"),
    "what the left title says": ("plt.title('n', loc='left')", "'n'", "'m'"),
    "how axes are laid out": ("plt.subplot(2, 2, 3)", "3)", "4)"),
    "how large a figure is": ("plt.figure(figsize=(4, 3))", "4", "5"),
    "what ticks are called": ("plt.xticks([1, 2], ['p', 'q'])", "'q'", "'r'"),
    "how ticks are turned": ("plt.xticks([1, 2], ['p', 'q'], rotation=30)", "30", "31"),
    "where ticks are": ("plt.plot([1, 5])\nplt.yticks([1, 2])", "1, 2", "1, 3"),
    "where a text stands": ("plt.text(1, 1, 'n')", "1, 'n'", "2, 'n'"),
    "the legend": ("plt.plot([1], label='n')\nplt.legend()", "'n'", "'m'"),
    "the values of a picture": ("plt.imshow(np.eye(2) * 3)", "3", "4"),
    "the ends of colours": ("plt.imshow(np.eye(2), vmin=-1)", "-1", "-2"),
    "the colours of a picture": ("plt.imshow(np.eye(2), cmap='gray')", "'gray'", "'hot'"),
    "a grid": ("plt.plot([1])\nplt.grid(True)", "True", "False"),
    "a scale": ("plt.plot([1, 2])\nplt.yscale('log')", "'log'", "'symlog'"),
    "whether axes are shown": ("plt.plot([1])\nplt.axis('off')", "'off'", "'on'"),
    "a height in three dimensions": ("plt.figure().add_subplot(projection='3d').set_zlim(0, 5)", "5)", "6)"),
    "where three dimensions are seen from": ("plt.figure().add_subplot(projection='3d', elev=20)", "20", "21"),
}


@pytest.fixture(autouse=True)
def plain() -> Iterator[None]:
    plt.switch_backend("agg")
    with drawn_with({}):
        yield
    plt.close("all")


def drawn(code: str) -> list[object]:
    plt.close("all")
    exec(code, {"plt": plt, "np": np})
    found: list[object] = described(plt, encoded)
    return found


def encoded(value: object, most: int | None = None) -> object:
    del most
    return np.asarray(value).tolist() if value is not None else None


@pytest.mark.parametrize("what", SEEN)
def test_a_change_is_seen(what: str) -> None:
    code, old, new = SEEN[what]
    assert drawn(code) == drawn(code)
    assert drawn(code) != drawn(code.replace(old, new))


def test_settings_are_as_they_were_afterwards() -> None:
    mpl.rcParams["lines.linewidth"] = 3
    with drawn_with({"lines.linewidth": 5}):
        assert mpl.rcParams["lines.linewidth"] == 5
    assert mpl.rcParams["lines.linewidth"] == 3
