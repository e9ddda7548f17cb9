"""A cell as a function is the same, run for real, or it is refused; it is never another."""

import ast
import contextlib
import io
from types import FunctionType, ModuleType

import pytest

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.extract import Extraction, Refusal, extract
from jupyter_quality.refactor.flowing import Flowing

SAME, REFUSED = "same", "refused"

# name → cells, the number of the cell that becomes a function (from 1), what must come of it
CASES: dict[str, tuple[list[str], int, str]] = {
    "rebind used later": (["x = 1", "x = x + 1\ny = x", "print(x, y)"], 2, SAME),
    "augmented assignment": (["x = [1]\nz = x", "x += [2]", "print(x, z)"], 2, SAME),
    "in-place mutation": (["d = {'a': 1}", "d['b'] = 2\nd.update(c=3)", "print(d)"], 2, SAME),
    "conditional rebinding": (["x = 1\nc = False", "if c:\n    x = 2", "print(x)"], 2, SAME),
    "conditional new name": (["c = True", "if c:\n    x = 2", "print(x)"], 2, REFUSED),
    "loop variable leaking": (["n = [1, 2]", "for i in n:\n    pass", "print(i)"], 2, REFUSED),
    "loop over a range leaks": (["a = 0", "for i in range(3):\n    a += i", "print(i, a)"], 2, SAME),
    "del": (["x = 1", "y = x\ndel x", "print('x' in globals())"], 2, REFUSED),
    "closure over a name rebound later": (["k = 2", "f = lambda v: v * k", "k = 10\nprint(f(3))"], 2, REFUSED),
    "call of a function that reads a rebound global": (
        ["y = 1\ndef f():\n    return y", "y = 5\nr = f()", "print(r)"],
        2,
        REFUSED,
    ),
    "call of a function that writes a global": (
        ["n = 0\ndef f():\n    global n\n    n += 1", "f()\nm = n", "print(n, m)"],
        2,
        REFUSED,
    ),
    "import inside": (["x = 4", "import math\nr = math.sqrt(x)", "print(r)"], 2, SAME),
    "def inside": (["k = 2", "def f(v):\n    return v * k\nr = f(3)", "print(f(4), r)"], 2, SAME),
    "last expression displayed": (["x = 2", "y = x * 3\ny", "print(y)"], 2, SAME),
    "walrus": (["w = 2", "v = (u := w * 2) + 1", "print(u, v)"], 2, SAME),
    "try and except with as": (["x = 0", "try:\n    r = 1 / x\nexcept ZeroDivisionError as e:\n    r = str(e)", "print(r)"], 2, SAME),
    "star unpacking": (["t = (1, 2, 3)", "a, *b = t", "print(a, b)"], 2, SAME),
    # further ones
    "nested unpacking": (["p = (1, (2, 3))", "x, (y, z) = p", "print(x + y + z)"], 2, SAME),
    "the name of an error bound before": (["e = 1\nx = 0", "try:\n    r = 1 / x\nexcept ZeroDivisionError as e:\n    r = 0"], 2, REFUSED),
    "both branches bind": (["c = 1", "if c:\n    m = 'a'\nelse:\n    m = 'b'", "print(m)"], 2, SAME),
    "one branch binds": (["c = 1", "if c:\n    m = 'a'\nelse:\n    q = 'b'", "print(m)"], 2, REFUSED),
    "while may not run": (["n = 0", "while n > 0:\n    last = n\n    n -= 1", "print(n)"], 2, SAME),
    "while may not bind": (["n = 2", "while n > 0:\n    last = n\n    n -= 1", "print(last)"], 2, REFUSED),
    "with binds": (["import io", "with io.StringIO('a') as s:\n    t = s.read()", "print(t)"], 2, SAME),
    "suppress may not bind": (["import contextlib", "with contextlib.suppress(ValueError):\n    t = int('1')", "print(t)"], 2, REFUSED),
    "comprehension keeps its names": (["i = 9\nn = [1, 2]", "s = [i * 2 for i in n]", "print(i, s)"], 2, SAME),
    "walrus in a comprehension": (["n = [1, 2]", "s = [last := i for i in n]", "print(last)"], 2, REFUSED),
    "lambda used at once": (["k = 2\nn = [3, 1]", "m = sorted(n, key=lambda v: v * k)", "k = 5\nprint(m)"], 2, SAME),
    "lazy generator over a rebound name": (["k = 2", "g = (v * k for v in [1, 2])", "k = 5\nprint(list(g))"], 2, REFUSED),
    "generator consumed at once": (["k = 2", "s = sum(v * k for v in [1, 2])", "k = 5\nprint(s)"], 2, SAME),
    "default argument fixed": (["k = 2", "f = lambda v, k=k: v * k", "k = 5\nprint(f(2))"], 2, SAME),
    "recursion": (["n = 5", "def f(v):\n    return 1 if v < 2 else v * f(v - 1)\nr = f(n)", "print(r)"], 2, SAME),
    "a function defined twice": (["n = 1", "def f():\n    return 1\nr = f()", "def f():\n    return 2\nprint(f(), r)"], 2, SAME),
    "mutual functions of one cell": (
        ["n = 4", "def a(v):\n    return v == 0 or b(v - 1)\ndef b(v):\n    return v != 0 and a(v - 1)\nr = a(n)", "print(r, a(3))"],
        2,
        SAME,
    ),
    "reads what is only set later": (["pass", "def f():\n    return late", "late = 3\nprint(f())"], 2, REFUSED),
    "alias of a list": (["a = [1]\nb = a", "a.append(2)\nc = a", "print(a is b, c is b)"], 2, SAME),
    "rebinding keeps the other name": (["a = [1]\nb = a", "a = a + [2]", "print(a, b)"], 2, SAME),
    "swap": (["a = 1\nb = 2", "a, b = b, a", "print(a, b)"], 2, SAME),
    "chained targets": (["x = [0]", "y = z = x", "z.append(1)\nprint(x, y)"], 2, SAME),
    "item of an attribute": (["class C:\n    pass\no = C()\no.d = {}", "o.d['k'] = 1\no.n = 2", "print(o.d, o.n)"], 2, SAME),
    "globals read by name": (["x = 1", "y = globals()['x']", "print(y)"], 2, REFUSED),
    "locals": (["x = 1", "y = 'x' in locals()", "print(y)"], 2, REFUSED),
    "exec": (["x = 1", "exec('x = 2')", "print(x)"], 2, REFUSED),
    "eval": (["x = 1", "y = eval('x + 1')", "print(y)"], 2, REFUSED),
    "name of the module": (["x = 1", "y = __name__", "print(x)"], 2, REFUSED),
    "a builtin shadowed before": (["sum = lambda v: 7", "r = sum([1])", "print(r)"], 2, SAME),
    "a builtin shadowed later": (["n = [1]", "r = sum(n)", "sum = 3\nprint(r, sum)"], 2, SAME),
    "a builtin read and then shadowed": (["n = [1]", "total = max(n)\nmax = total", "print(max)"], 2, REFUSED),
    "a builtin shadowed on some path": (["c = 0\nif c:\n    len = id", "r = len([1])", "print(r)"], 2, REFUSED),
    "an import shadowed": (["import math", "math = 3\nr = math", "print(r)"], 2, SAME),
    "an import on some path": (["try:\n    import json\nexcept ImportError:\n    json = None", "r = json.dumps(1)", "print(r)"], 2, SAME),
    "text of several lines": (
        ["n = 1", "t = '''a\n  b\nc'''\nif n:\n    u = f'''{n}\n x'''\nelse:\n    u = ''", "print(repr(t), repr(u))"],
        2,
        SAME,
    ),
    "statements on one line": (["a = [0]", "b = a; b.append(1); c = len(a)", "print(b, c)"], 2, SAME),
    "comments are kept": (["a = 1", "# why\nb = a  # because\n# end", "print(b)"], 2, SAME),
    "decorated function": (["k = 3", "import functools\n@functools.lru_cache\ndef f(v):\n    return v + k\nr = f(1)", "print(r)"], 2, SAME),
    "nonlocal within": (
        [
            "pass",
            "def make():\n    t = 0\n    def add(v):\n        nonlocal t\n        t += v\n        return t\n    return add\nacc = make()",
            "acc(1)\nprint(acc(2))",
        ],
        2,
        SAME,
    ),
    "match": (["v = (1, 2)", "match v:\n    case (a, b):\n        r = a + b\n    case _:\n        r = 0", "print(r)"], 2, REFUSED),
    "break before the binding": (["pass", "for i in [1, 2]:\n    break\n    q = 1\nr = i", "print(r)"], 2, SAME),
    "else of a loop": (["n = []", "for i in n:\n    pass\nelse:\n    q = 1", "print(q)"], 2, REFUSED),
    "finally": (["x = 1", "try:\n    y = x\nfinally:\n    z = 2", "print(y, z)"], 2, SAME),
    "handler that raises": (["x = '3'", "try:\n    y = int(x)\nexcept ValueError:\n    raise", "print(y)"], 2, SAME),
    "handler that passes": (["x = '3'", "try:\n    y = int(x)\nexcept ValueError:\n    pass", "print(y)"], 2, REFUSED),
    "deleted item": (["d = {'a': 1, 'b': 2}", "del d['a']\nn = len(d)", "print(d, n)"], 2, SAME),
    "annotated": (["x = 1", "y: int = x + 1\nz: str", "print(y)"], 2, SAME),
    "bool operator binds": (["x = 0", "x and (y := 1)", "print(x)"], 2, SAME),
    "bool operator may not bind": (["x = 1", "x and (y := 1)", "print(y)"], 2, REFUSED),
    "class counts itself": (["k = 1", "class P:\n    n = 0\n    def __init__(self):\n        P.n += 1\np = P()", "print(P.n)"], 2, SAME),
    "closure in a container": (
        ["y = 1\nfs = [lambda: y]", "y = 2\nr = fs[0]()", "print(r)"],
        2,
        REFUSED,
    ),
    "method that reads a global": (
        ["y = 1\nclass C:\n    def get(self):\n        return y\no = C()", "y = 2\nr = o.get()", "print(r)"],
        2,
        REFUSED,
    ),
    "throw-away name": (["t = (1, 2)", "_, b = t", "print(b)"], 2, SAME),
    "read before a loop that binds it": (["a = 1\nn = [5]", "b = a\nfor a in n:\n    pass", "print(a, b)"], 2, SAME),
    "unbound on the way in": (["c = 0\nif c:\n    q = 1", "if c:\n    r = q\nelse:\n    r = 0", "print(r)"], 2, REFUSED),
}


def test_there_are_as_many_cases_as_promised() -> None:
    assert len(CASES) >= 56


@pytest.mark.parametrize("name", CASES)
def test_same_or_refused(name: str) -> None:
    cells, number, expected = CASES[name]
    flowing = Flowing(Reading(Notebook(None, tuple(Cell(f"c{i}", i, CellKind.CODE, text) for i, text in enumerate(cells, 1)))))
    step = flowing.steps[number - 1]
    chunks = step.chunks
    shows = isinstance(chunks[-1].statement, ast.Expr)
    bound = flowing.around(number - 1, 0, len(chunks))
    stable = bound.stable
    local = {
        chunk.statement for chunk in chunks if isinstance(chunk.statement, ast.Import | ast.ImportFrom | ast.ClassDef | ast.FunctionDef)
    }
    moved = [chunk for chunk in chunks if not (chunk.statement in local and flow_names(chunk.statement) <= stable)]
    first = chunks.index(moved[0])
    found = extract(moved, flowing.around(number - 1, first, len(chunks)), returns_value=shows)
    if expected == REFUSED:
        assert isinstance(found, Refusal), f"not refused: {found.call('f')}\n{found.body()}"
        return
    assert isinstance(found, Extraction), found
    before = run(cells)
    own = "\n".join(chunk.text for chunk in chunks[:first] if isinstance(chunk.statement, ast.Import | ast.ImportFrom))
    after = run([*cells[: number - 1], own + "\n" + found.call("extracted"), *cells[number:]], found, flowing)
    assert after.keys() - before.keys() == set()
    assert {name: after[name] for name in after} == {name: before[name] for name in after}
    assert before.keys() - after.keys() <= {*found.dropped}


def flow_names(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
    return {statement.name} if isinstance(statement, ast.FunctionDef | ast.ClassDef) else set()


def run(cells: list[str], extraction: Extraction | None = None, flowing: Flowing | None = None) -> dict[str, str]:
    """What the cells leave: each variable's representation and what was printed."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    if extraction is not None and flowing is not None:
        module: dict[str, object] = {"__name__": "module"}
        for line in flowing.imports.values():
            exec(line.line, module)
        for name, chunk in flowing.definitions.items():
            exec(chunk.text, module)
            namespace[name] = module[name]
        exec(f"def extracted({', '.join(extraction.parameters)}):\n{extraction.body()}", module)
        namespace["extracted"] = module["extracted"]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for cell in cells:
            exec(compile(cell, "<cell>", "exec"), namespace)
    kept = {name: value for name, value in namespace.items() if not name.startswith("__") and name not in {"extracted", "_"}}
    return {name: shown(value) for name, value in kept.items()} | {"printed": printed.getvalue()}


def shown(value: object) -> str:
    if isinstance(value, ModuleType | FunctionType | type) or " object at 0x" in repr(value) or " at 0x" in repr(value):
        return type(value).__name__
    return repr(value)
