import ast

import pytest

from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._example import parse


def value_of_last(text: str) -> object:
    """What the last expression of the last cell always is."""
    reading = Reading(parse(text).notebook)
    cell = reading.cells[-1]
    expressions = list(cell.code.nodes(ast.Expr))
    return Constants(reading).value(cell, expressions[-1].value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# %%\nA = 'data'\n# %%\nA", "data"),
        ("# %%\nA = 'data'\nB: str = A + '/x'\n# %%\nf'{B}.csv'", "data/x.csv"),
        ("# %%\nfrom pathlib import Path\nA = Path('data')\n# %%\nA / 'x.csv'", "data/x.csv"),
        ("# %%\nimport os\nA = os.path.join('data', 'x')\n# %%\nA", "data/x"),
        ("# %%\nN = 3\n# %%\nN", 3),
    ],
)
def test_what_is_bound_once_is_folded_across_cells(text: str, expected: object) -> None:
    assert value_of_last(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# %%\nA = 'a'\n# %%\nA = 'b'\n# %%\nA",
        "# %%\nA = 'a'\nif x:\n    A = 'b'\n# %%\nA",
        "# %%\nfor A in 'ab':\n    pass\n# %%\nA",
        "# %%\nA = 'a'\nA += 'b'\n# %%\nA",
        "# %%\nA = input()\n# %%\nA",
        "# %%\nA = 'a'\n# %%\ndef f(A):\n    A",
        "# %%\nA = B\nB = A\n# %%\nA",
        "# %%\nA = 'a'\nf'{A:>3}'",
    ],
)
def test_what_may_differ_is_no_constant(text: str) -> None:
    assert value_of_last(text) is None
