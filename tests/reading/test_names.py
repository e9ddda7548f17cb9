"""What the symbol table says of a cell's names, and that the events of its tree say the same."""

import ast

import pytest

from jupyter_quality.reading.events import How, Kind, events_of
from jupyter_quality.reading.names import names_of

CELLS = [
    "import numpy as np\nfrom os import path, sep as s\nx = np.pi + y",
    "def f(a, b=default, *, c: Note = 1) -> Out:\n    global g\n    g = a + free\n    u = 1\n    return [i * u for i in a if i in known]",
    "class A(Base, metaclass=Meta):\n    attr = value\n    other = attr\n    def m(self):\n        return attr, self",
    "[x for x in xs if (last := x)]",
    "with open(p) as f, q as (a, b):\n    pass\nfor i, (j, *k) in rows:\n    total += i",
    "try:\n    a\nexcept (E, F) as e:\n    print(e)\nelse:\n    b = 1\nfinally:\n    del c",
    "lambda x, y=z: x + w",
    "match v:\n    case {'k': k, **rest}:\n        r = k\n    case [first, *others] if test:\n        pass",
    "df['a'] = df.b\nobj.attr.x = 1\nitems.append(3)",
    "x: int\ny: list = []",
    "async def main():\n    async with c as d:\n        await d\nawait main()",
    "def outer():\n    n = 1\n    def inner():\n        nonlocal n\n        n += m\n    return inner",
    "{k: v for k, v in d.items()}\nk = 3",
    "del gone",
    "f'{a!r:>{width}}'",
]


@pytest.mark.parametrize("source", CELLS)
def test_the_tree_says_the_same(source: str) -> None:
    names = names_of(source)
    events = events_of(ast.parse(source))
    augmented = {e.name for e in events if e.how is How.AUGMENTED}
    assert {e.name for e in events if e.kind is Kind.USE} - augmented == names.used - augmented
    assert {e.name for e in events if e.kind in {Kind.BIND, Kind.DELETE}} - {"x"} == names.bound - {"x"}
    assert {e.name for e in events if e.kind is Kind.USE and not e.deferred} - augmented == names.eager - augmented


def test_a_comprehension_binds_nothing() -> None:
    names = names_of("squares = [n * k for n in range(3)]")
    assert names.bound == {"squares"}
    assert names.used == {"range", "k"}


def test_a_functions_names_are_used_later() -> None:
    names = names_of("def f():\n    return later\nnow")
    assert names.eager == {"now"}
    assert names.used == {"now", "later"}


def test_a_global_statement_binds() -> None:
    assert "g" in names_of("def f():\n    global g\n    g = 1").bound


def test_imports_are_told_from_other_bindings() -> None:
    names = names_of("import os\ndef f():\n    import sys\nx = 1")
    assert names.imported == {"os", "sys"}
    assert names.bound == {"os", "f", "x"}
