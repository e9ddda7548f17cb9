"""What the cells of a notebook say together."""

import re

from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.reading.reading import Reading


def reading(text: str) -> Reading:
    return Reading(read_notebook(text.encode(), "checked.py"))


def test_a_pattern_is_looked_for_in_each_code_cell() -> None:
    cells = reading("# %%\nx = 1\n# %% [markdown]\n# seed(3)\n# %%\nnp.random.seed(0)")
    assert cells.holds(re.compile(r"seed\(0"))
    assert not cells.holds(re.compile(r"seed\(3"))
