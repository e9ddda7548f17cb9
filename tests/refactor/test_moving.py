"""Functions and classes moved to a module give the same, run for real; what needs the notebook stays, with its reason."""

import sys
from pathlib import Path

import pytest

from jupyter_quality.engine import advise
from jupyter_quality.notebook.apply import applied
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.folder import DiskFolder, UnknownFolder
from jupyter_quality.refactor.advice import Advice
from jupyter_quality.refactor.suggestion import Kind, Suggestion
from tests.refactor.running import printed

AREA = 'def area(radius):\n    """Of a circle."""\n    square = radius ** 2\n    # as it was taught\n    return math.pi * square'
TEXT = "def text(value):\n    rounded = round(value, 2)\n    return f'{rounded} m'"


CIRCLE = """\
class Circle:
    size = 1

    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return known(self.radius)

print(Circle(2).area())"""


def notebook(*sources: str) -> Notebook:
    return Notebook("n.ipynb", tuple(Cell(f"c{i}", i, CellKind.CODE, source) for i, source in enumerate(sources, 1)))


def moved(advice: Advice) -> Suggestion | None:
    return next((one for one in advice.suggestions if one.kind is Kind.MODULE), None)


SAME = {
    "two functions in one cell, one above the other": ("import math", f"{AREA}\n\n\n{TEXT}\n", "print(text(area(2)))"),
    "a statement between them": (
        "import math",
        f"{AREA}\nprint(area(1))\n\n{TEXT}\nprint(text(2))",
    ),
    "one needs the other, in another cell": ("import math", AREA, "def half(radius):\n    return area(radius) / 2\nprint(half(3))"),
    "a class and a decorator": (
        "import functools\nimport math",
        f"{AREA}\n@functools.lru_cache\ndef known(radius):\n    return area(radius)",
        CIRCLE,
    ),
    "names from a module and under another name": (
        "from math import pi as PI, sqrt\nimport os.path",
        "def side(area):\n    found = sqrt(area)\n    print(os.sep)\n    found *= 2\n    found += 1\n    return found * PI",
        "print(side(4))",
    ),
    "a comment above and blanks of white space between": (
        "import math",
        f"# circles\n{AREA}\n    \n{TEXT}\n  \n\n# the end",
        "print(text(area(2)))",
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_applied_it_gives_the_same(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = notebook(*SAME[case])
    one = moved(advise(book))
    assert one is not None
    [file] = one.files
    (tmp_path / file.path).write_text(file.text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, file.path.removesuffix(".py"), raising=False)
    after = applied(book, one.edits)
    assert printed(after) == printed(book)
    assert not any("def " in cell.source for cell in after.cells)
    monkeypatch.delitem(sys.modules, file.path.removesuffix(".py"), raising=False)


def test_the_module_and_what_is_left() -> None:
    one = moved(advise(notebook("import math", f"{AREA}\n\n\n{TEXT}\nprint(text(area(2)))", "print(area(1))")))
    assert one is not None
    assert one.title == "Move `area` and `text` of cell 2 to `helpers.py`"
    assert one.files[0].text == f'"""Helpers, from n.ipynb."""\n\nimport math\n\n\n{AREA}\n\n\n{TEXT}\n'
    book = applied(notebook("import math", f"{AREA}\n\n\n{TEXT}\nprint(text(area(2)))"), one.edits)
    assert book.cells[1].source == "from helpers import area, text\nprint(text(area(2)))"


STAYS = {
    "reads a variable": ("limit = 3", "def capped(x):\n    a = x + 1\n    b = a\n    c = b\n    d = c\n    return min(d, limit)"),
    "sets one": ("count = 0", "def up(x):\n    global count\n    count += x\n    a = count\n    b = a\n    c = b\n    return c"),
    "is defined twice": ("def f(x):\n    a = x\n    b = a\n    c = b\n    d = c\n    return d", "def f(x):\n    return 1"),
    "has a variable as default": ("n = 1", "def f(x=n):\n    a = x\n    b = a\n    c = b\n    d = c\n    return d"),
    "asks for its own module": ("def f():\n    a = 1\n    b = a\n    c = b\n    d = c\n    print(d)\n    return __name__",),
    "reads through another function": (
        "n = 1",
        "def f(x):\n    return x + n\ndef g(x):\n    a = x\n    b = a\n    c = b\n    d = c\n    return f(d)",
    ),
    "the folder is another one then": (f"import math, os\nos.chdir('..')\n{AREA}\n{TEXT}",),
    "the folder is changed by a magic": (f"%cd ..\nimport math\n{AREA}\n{TEXT}",),
    "its tests are looked for in the notebook": (f"import doctest, math\n{AREA}\n{TEXT}", "doctest.testmod()"),
    "is short": ("def f(x):\n    return x + 1",),
}


@pytest.mark.parametrize("case", STAYS)
def test_what_needs_the_notebook_stays(case: str) -> None:
    assert moved(advise(notebook(*STAYS[case]))) is None


def test_what_stays_says_why() -> None:
    assert [one.reason for one in advise(notebook(*STAYS["reads a variable"])).unmoved] == [
        "`capped` cannot move to a module: it uses `limit` of the notebook"
    ]
    assert [one.reason for one in advise(notebook(*STAYS["sets one"])).unmoved] == [
        "`up` cannot move to a module: it sets `count` of the notebook"
    ]


def test_no_module_is_called_as_another(tmp_path: Path) -> None:
    book = notebook("import math", f"{AREA}\n{TEXT}", "print(area(1))")
    (tmp_path / "helpers.py").write_text("mine")
    one = moved(advise(book, folder=DiskFolder(tmp_path)))
    assert one is not None
    assert (one.names, one.files[0].path) == (("n_helpers",), "n_helpers.py")


def test_a_future_import_goes_along() -> None:
    one = moved(advise(notebook("from __future__ import annotations\nimport math", f"{AREA}\n{TEXT}", "print(area(1))")))
    assert one is not None
    assert one.files[0].text.splitlines()[2:5] == ["from __future__ import annotations", "", "import math"]


def test_one_function_is_said_in_the_singular() -> None:
    steps = "\n".join(f"    radius = radius + {number}" for number in range(6))
    long = f"def area(radius):\n{steps}\n    return math.pi * radius"
    move = moved(advise(notebook("import math", long, "print(area(2))"), folder=UnknownFolder()))
    assert move is not None
    assert move.reason.startswith("It needs nothing of this notebook but its imports: in a module it can be tested")
