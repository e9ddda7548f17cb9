"""pyflakes, asked only where it could speak, says what it says of the whole cell."""

import pytest

from jupyter_quality.reading.code import Code
from jupyter_quality.rules.names._pyflakes import DECIDED_BY_US, _Checker, messages

SPEAKING = [
    'x = 1\nif x is "a":\n    pass',
    'if "a" is x:\n    pass',
    "print('%s of %s' % (1,))",
    "print('%s' %\n      (1, 2))",
    "print('{} of {}'.format(\n    1))",
    "print('{0} of {2}'.format(1, 2))",
    "print('{0}'.format(1, 2))",
    "print(f'done')",
    'print(fr"done")',
    "assert (x > 0,\n        'no rows')",
    "if (a, b):\n    pass",
    "ages = {\n    'Ann': 31,\n    'Ann': 32,\n}",
    "def f():\n    x = 1",
    "def f():\n    a = b = 1\n    return a",
    "def f():\n    try:\n        g()\n    except ValueError as error:\n        pass",
    "total = 0\ndef add(x):\n    total += x\n    return total",
    "def f():\n    x: int",
    "def f(a: 'List[') -> int:\n    return a",
    "def f():\n    global g\n    return g",
    "def f():\n    '''a: b\n    c = 1'''\n    c = 2",
    "yield 1",
    "if x:\n    return",
]
QUIET = [
    "x = 1  # is 5 of 'a'",
    "print('The answer is five')",
    "print('%s of %s' % (1, 2))",
    "print('%.2f%%' % (100 * share))",
    "print('{0}: {1:.2f}'.format(\n    name,\n    value))",
    "print('%s-labels' % kind, 3)",
    "'''Words: 'quoted' is 'this' %s''' + tail",
    "def f():\n    for i, (a, b) in rows:\n        print(a)\n    c, d = g()\n    return c",
    "plt.plot(x, y, 'k:', label='a')",
    "assert (a > 0) and (b > 0)",
    "if (a > 0) and f(b, c):\n    pass",
]


def of_a_cell(code: Code, said: object) -> list[tuple[str, int, int]]:
    decided = DECIDED_BY_US - {"UnusedVariable"}
    assert isinstance(said, tuple | list)
    return [(type(one).__name__, one.lineno, one.col) for one in said if type(one).__name__ not in decided]


@pytest.mark.parametrize("source", SPEAKING)
def test_nothing_is_missed(source: str) -> None:
    code = Code(source)
    whole = of_a_cell(code, _Checker(code.tree, filename="<cell>", withDoctest=False).messages)
    assert whole and of_a_cell(code, messages(code)) == whole


@pytest.mark.parametrize("source", QUIET)
def test_a_cell_without_a_sign_is_not_even_parsed(source: str) -> None:
    code = Code(source)
    assert messages(code) == () and "tree" not in vars(code)
