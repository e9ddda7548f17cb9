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
    "the name of an error bound later": (
        ["x = 0", "try:\n    r = 1 / x\nexcept ZeroDivisionError as e:\n    r = str(e)", "e = r\nprint(e)"],
        2,
        SAME,
    ),
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
    # names that pass, are deleted, or are looked at by their text
    "a loop variable that nothing reads": (["n = [1, 2]", "t = 0\nfor i in n:\n    t += i", "print(t)"], 2, SAME),
    "a loop variable that the next cell reads": (["n = [1, 2]", "t = 0\nfor i in n:\n    t += i", "print(t, i)"], 2, REFUSED),
    "two loops with one variable": (
        ["n = [1, 2]\nfor i in n:\n    pass", "t = 0\nfor i in n:\n    t += i", "for i in n:\n    t -= i\nprint(t)"],
        2,
        SAME,
    ),
    "a loop variable that a magic's word names": (["n = [1]", "for i in n:\n    q = i\nt = 1", "s = '{i}'\nprint(t)"], 2, SAME),
    "a loop variable that a lambda keeps": (
        ["n = [1, 2]", "fs = []\nfor i in n:\n    fs.append(lambda: i)", "print([f() for f in fs])"],
        2,
        SAME,
    ),
    "a loop variable bound before": (["i = 9\nn = []", "t = 0\nfor i in n:\n    t += i", "print(i, t)"], 2, SAME),
    "a name of a loop's body read later": (["n = [1, 2]", "for i in n:\n    last = i * 2", "print(last)"], 2, REFUSED),
    "a handle that nothing reads": (["import io", "with io.StringIO('a') as s:\n    t = s.read()", "print(t)"], 2, SAME),
    "a handle that is read later": (["import io", "with io.StringIO('a') as s:\n    t = s.read()", "print(t, s.closed)"], 2, SAME),
    "its own name deleted": (["x = 4", "tmp = x * 2\ny = tmp + 1\ndel tmp", "print(y)"], 2, SAME),
    "its own name deleted and read later": (["x = 4", "tmp = x * 2\ny = tmp + 1\ndel tmp", "tmp = 3\nprint(y, tmp)"], 2, REFUSED),
    "the notebook's name deleted": (["x = 4\ntmp = 1", "tmp = x * 2\ny = tmp + 1\ndel tmp", "print(y)"], 2, REFUSED),
    "a name deleted on some path": (["c = 1", "tmp = 2\nif c:\n    del tmp\ny = 1", "print(y)"], 2, SAME),
    "an item and a name deleted": (["d = {'a': 1}", "e = dict(d)\ndel e['a'], d", "print(e)"], 2, REFUSED),
    "a function that looks at names": (
        ["a = 1\ndef show(name):\n    return eval(name)", "a = 2\nr = show('a')", "print(r)"],
        2,
        REFUSED,
    ),
    "a class that looks at names": (
        [
            "class Show:\n    def __init__(self, *names):\n        self.found = [globals()[n] for n in names]",
            "a = 2\nr = Show('a').found",
            "print(r)",
        ],
        2,
        REFUSED,
    ),
    "a caller of what looks at names": (
        ["def show(name):\n    return eval(name)\ndef twice(name):\n    return show(name) * 2", "a = 2\nr = twice('a')", "print(r)"],
        2,
        REFUSED,
    ),
    "locals of a function of its own": (["x = 3", "def f(v):\n    return sorted(locals())\nr = f(x)", "print(r)"], 2, SAME),
    # bindings in odd places
    "an import of a part": (["x = 4", "import os.path\nr = os.path.join('a', 'b')", "print(r)"], 2, SAME),
    "an import with another name": (["x = 4", "import math as m\nr = m.floor(x / 3)", "print(r)"], 2, SAME),
    "a walrus in a condition": (["n = [1, 2]", "if (k := len(n)) > 1:\n    r = k\nelse:\n    r = 0", "print(k, r)"], 2, SAME),
    "a walrus in a while": (["n = [1, 2]", "while (k := len(n)) > 0:\n    n.pop()", "print(k, n)"], 2, SAME),
    "a target that is an item of what is bound": (["d = {}", "k = 'a'\nd[k] = k = 'b'", "print(d, k)"], 2, SAME),
    "a star in the middle": (["t = [1, 2, 3, 4]", "a, *b, c = t", "print(a, b, c)"], 2, SAME),
    "a loop over pairs": (
        ["d = {'a': 1}", "t = []\nfor k, (v, w) in {'a': (1, 2)}.items():\n    t.append((k, v, w))", "print(t)"],
        2,
        SAME,
    ),
    "a loop that sets an item": (["d = {}", "for d['k'] in [1, 2]:\n    pass", "print(d)"], 2, SAME),
    "a loop's else binds": (["n = [1]", "for i in n:\n    pass\nelse:\n    r = 1", "print(r)"], 2, REFUSED),
    "nested loops": (["n = [[1], [2, 3]]", "t = 0\nfor row in n:\n    for cell in row:\n        t += cell", "print(t)"], 2, SAME),
    "continue before the binding": (["n = [1, 2]", "for i in [1, 2]:\n    if i:\n        continue\n    r = i\nt = 1", "print(t)"], 2, SAME),
    "return of a generator of its own": (["x = 2", "def g(v):\n    yield v\n    yield v * 2\nr = list(g(x))", "print(r)"], 2, SAME),
    "a dict comprehension over a name that it hides": (
        ["k = 'z'\nn = ['a', 'b']", "d = {k: i for i, k in enumerate(n)}", "print(d, k)"],
        2,
        SAME,
    ),
    "a comprehension's first part reads the name it binds": (["x = [1, 2]", "r = [x for x in x]", "print(r, x)"], 2, SAME),
    "a condition on an outer name": (["lo = 1\nn = [1, 2]", "r = [v for v in n if v > lo]", "lo = 5\nprint(r)"], 2, SAME),
    "chained comparison": (["a = 1\nb = 2", "r = a < b < 3", "print(r)"], 2, SAME),
    "a conditional expression": (["a = 0", "r = 'x' if a else 'y'", "print(r)"], 2, SAME),
    "assert": (["a = 1", "assert a, 'no'\nb = a", "print(b)"], 2, SAME),
    "an f-string that reads": (["a = 1.5", "s = f'{a:>{5}.1f}|{a!r}'", "print(s)"], 2, SAME),
    "a lambda's default reads what is set": (["n = 2", "k = n * 2\nf = lambda v, k=k: v + k", "print(f(1), k)"], 2, SAME),
    "a lambda over its own name": (["n = 3", "fact = lambda v: 1 if v < 2 else v * fact(v - 1)\nr = fact(n)", "print(r)"], 2, SAME),
    "a lambda over a name that the cell sets again": (["n = 3", "k = 1\nf = lambda v: v + k\nk = 10\nr = f(n)", "print(r)"], 2, SAME),
    "a lambda over a name that a later cell sets again": (
        ["n = 3", "k = 1\nf = lambda v: v + k\nr = f(n)", "k = 10\nprint(f(n))"],
        2,
        REFUSED,
    ),
    "a lambda called before its name is set again": (["b = 2", "f = lambda n: n + b\nb = f(1)", "print(b, f(1))"], 2, SAME),
    "a lambda called before a name that may be set": (["c = 1\nif c:\n    b = 2", "f = lambda n: n + b\nb = f(1)", "print(b)"], 2, REFUSED),
    "a method taken from an object": (["a = []", "push = a.append\npush(1)\npush(2)", "print(a)"], 2, SAME),
    "a class with a class variable read": (["n = 2", "class C:\n    k = n\n    j = k + 1\nr = C.j", "print(r)"], 2, SAME),
    "a decorator of its own": (
        ["n = 2", "def twice(f):\n    return lambda v: f(f(v))\n@twice\ndef add(v):\n    return v + n\nr = add(1)", "print(r, add(0))"],
        2,
        SAME,
    ),
    "an error that leaves its name": (
        ["x = 'a'", "try:\n    n = int(x)\nexcept ValueError as err:\n    n = -1\n    why = str(err)", "print(n)"],
        2,
        SAME,
    ),
    "an error's name kept under another": (
        ["x = 'a'", "kept = None\ntry:\n    int(x)\nexcept ValueError as err:\n    kept = err", "print(kept)"],
        2,
        SAME,
    ),
    "finally deletes": (["x = 1", "try:\n    t = x\n    y = t\nfinally:\n    del t", "print(y)"], 2, SAME),
    "two withs in one": (
        ["import io", "with io.StringIO('a') as s, io.StringIO('b') as u:\n    t = s.read() + u.read()", "print(t)"],
        2,
        SAME,
    ),
    "a name set in a match": (["v = {'a': 1}", "r = 0\nmatch v:\n    case {'a': n, **rest}:\n        r = n", "print(r)"], 2, SAME),
    "a name of a match read later": (["v = [1, 2]", "match v:\n    case [first, *_]:\n        pass", "print(first)"], 2, REFUSED),
    "an annotation without a value": (["x = 1", "y: int\nz = x", "print(z)"], 2, SAME),
    "augmented item": (["d = {'a': 1}", "d['a'] += 1\nd['a'] **= 3", "print(d)"], 2, SAME),
    "augmented text": (["s = 'a'", "s += 'b'\ns *= 2", "print(s)"], 2, SAME),
    "augmented on some path": (["s = 1\nc = 0", "if c:\n    s += 1\nt = s", "print(s, t)"], 2, SAME),
    "a name that only a string has": (["a = 1", "b = 'a'\nc = len(b)", "print(c)"], 2, SAME),
    "a builtin set in its own loop": (["n = [3]", "for id in n:\n    t = id\nr = 1", "print(r)"], 2, SAME),
    "names that are builtins of the notebook": (["list = [1, 2]", "n = len(list)", "print(n, list)"], 2, SAME),
    "setting what another name holds": (["a = {'x': [1]}\nb = a['x']", "b += [2]\nc = b", "print(a, c is a['x'])"], 2, SAME),
    "rebinding through a slice": (["a = [1, 2]\nb = a", "a[:] = [3]", "print(b)"], 2, SAME),
    "an iterator half consumed": (["it = iter([1, 2, 3])", "x = next(it)", "print(x, list(it))"], 2, SAME),
    "unbound on the way in": (["c = 0\nif c:\n    q = 1", "if c:\n    r = q\nelse:\n    r = 0", "print(r)"], 2, REFUSED),
}


def test_there_are_as_many_cases_as_promised() -> None:
    assert len(CASES) >= 112


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
