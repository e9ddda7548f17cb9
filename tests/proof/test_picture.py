"""What the eye takes for the same picture, and what not."""

import io
from base64 import b64encode

import pytest

from jupyter_quality.proof.picture import drawing_difference, picture_difference
from tests.proof.test_png import png

SIZE = 100


def grey(*changed: tuple[int, int]) -> str:
    """A square of 100 pixels, of which some have another level."""
    rows = [bytearray([200] * SIZE) for _ in range(SIZE)]
    for pixel, level in changed:
        rows[pixel // SIZE][pixel % SIZE] = level
    return b64encode(png(SIZE, SIZE, 0, b"".join(b"\0" + row for row in rows))).decode()


def test_faint_levels_and_single_pixels_are_no_difference() -> None:
    assert picture_difference(grey(), grey(*((pixel, 215) for pixel in range(5000)))) is None
    assert picture_difference(grey(), grey((7, 0), (300, 0))) is None


def test_a_marker_is_a_difference() -> None:
    assert picture_difference(grey(), grey(*((pixel, 0) for pixel in range(500, 516)))) == "the picture differs"


def test_another_size_is_said() -> None:
    small = b64encode(png(1, 1, 0, b"\0\0")).decode()
    assert picture_difference(small, grey()) == "the picture has another size: 1 × 1, a clean run gives 100 × 100"


def test_other_forms_are_compared_by_their_bytes() -> None:
    assert picture_difference("AAAA", "AAAA") is None
    assert picture_difference("AAAA", "BBBB") == "the picture differs"
    assert picture_difference("not base64!", grey()) == "the picture differs"


@pytest.fixture
def drawn():
    pyplot = pytest.importorskip("matplotlib.pyplot")

    def draw(*values: float) -> str:
        figure, axes = pyplot.subplots()
        axes.plot(values)
        file = io.StringIO()
        figure.savefig(file, format="svg")
        pyplot.close(figure)
        return file.getvalue()

    return draw


def test_a_drawing_made_twice_is_the_same(drawn) -> None:
    one, other = drawn(1, 3, 2), drawn(1, 3, 2)
    assert one != other  # names and a date in it
    assert drawing_difference(one, other) is None


def test_another_line_is_another_drawing(drawn) -> None:
    assert drawing_difference(drawn(1, 3, 2), drawn(1, 3, 2.1)) == "the drawing differs"
