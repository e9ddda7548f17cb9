"""A recorded test holds what a function gives: it fails when a constant changes, in whatever way the function tells its result."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_quality.refactor.project.recorded import BESIDE

RECORD = """\
import sys
sys.path[:0] = [{place!r} + "/src", {place!r} + "/tests"]
from recording import record
from own import steps
record({{name: "own.steps" for name in {names!r}}}, {place!r} + "/tests/recorded")
{calls}
"""
CHECK = """\
import sys, json
sys.path[:0] = [{place!r} + "/src", {place!r} + "/tests"]
from recording import {how}
from own import steps
for name in {names!r}:
    try:
        {how}(getattr(steps, name))
        print(json.dumps(None))
    except Exception as error:
        print(json.dumps(f"{{type(error).__name__}}: {{error}}"))
"""

FOREIGN = "class H:\n    pass\nH.__module__ = 'elsewhere'\n"
"""A class that is none of the project's."""

# what is tried → a module, how it is called, and a constant of it with what it becomes
SEEN = {
    "a value": ("def f(a):\n    return a * 3\n", "steps.f(2)", ("3", "4")),
    "a float in its seventh place": ("def f(a):\n    return a * 1.00001\n", "steps.f(2.0)", ("1.00001", "1.00002")),
    "what is printed": ("def f(a):\n    print('n =', a)\n", "steps.f(2)", ("n =", "m =")),
    "an argument that changes": ("def f(a):\n    a.append(3)\n", "steps.f([1])", ("3", "4")),
    "a file that is written": ("def f(a):\n    open('out.csv', 'w').write(a)\n", "steps.f('x')", ("out.csv", "put.csv")),
    "the lines of a file": ("def f(a):\n    open('out.csv', 'w').write(a + 'y')\n", "steps.f('x')", ("'y'", "'z'")),
    "a counter": ("from collections import Counter\ndef f(a):\n    return Counter(a + 'x')\n", "steps.f('xy')", ("'x'", "'y'")),
    "a dict that makes its values": (
        "from collections import defaultdict\ndef f(a):\n    d = defaultdict(list)\n    d[a].append(1)\n    return d\n",
        "steps.f('k')",
        ("append(1)", "append(2)"),
    ),
    "a class of its own": (
        "class P:\n    def __init__(self, n):\n        self.n = n\ndef f(a):\n    return P(a + 1)\n",
        "steps.f(1)",
        ("a + 1", "a + 2"),
    ),
    "how a class is made": ("class f:\n    def __init__(self, n):\n        self.n = n + 1\n", "steps.f(1)", ("n + 1", "n + 2")),
    "an object of its own as an argument": (
        "class P:\n    def __init__(self, n):\n        self.n = n\ndef f(p):\n    return p.n + 1\n",
        "steps.f(steps.P(4))",
        ("p.n + 1", "p.n + 2"),
    ),
    "a closure": ("def f(a):\n    return lambda v: v + a + 1\n", "steps.f(2)", ("a + 1", "a + 2")),
    "a generator": ("def f(a):\n    return (v * 2 for v in a)\n", "steps.f([1])", ("v * 2", "v * 3")),
    "an iterator": ("def f(a):\n    return iter([a, 2])\n", "steps.f(1)", ("2]", "3]")),
    "bytes, ranges, fractions": (
        "from fractions import Fraction\ndef f(a):\n    return bytes(a), range(a), Fraction(a, 7)\n",
        "steps.f(3)",
        ("7", "8"),
    ),
    "a named tuple that each call names anew": (
        "from collections import namedtuple\ndef f(a):\n    P = namedtuple('P', 'x y')\n    return P(a, 2)\n",
        "steps.f(1)",
        ("a, 2", "a, 3"),
    ),
    "random numbers that go on": (
        "import random\ndef f(a):\n    return random.random() * a * 2\n",
        "import random; random.seed(5); random.random(); steps.f(3)",
        ("a * 2", "a * 3"),
    ),
    "many complex numbers": ("import numpy as np\ndef f(a):\n    return np.arange(a) * 1j\n", "steps.f(9000)", ("1j", "2j")),
    "a file of arrays": ("import numpy as np\ndef f(a):\n    np.savez('a.npz', n=np.arange(a) + 1)\n", "steps.f(3)", ("+ 1", "+ 2")),
    "the rest of what changes each time": ("import time\ndef f(a):\n    return a + 1, time.time_ns()\n", "steps.f(3)", ("a + 1", "a + 2")),
    "what stands beside random numbers without a seed": (
        "import numpy as np\ndef f(a):\n    r = np.random.default_rng()\n    r.integers(9)\n    return r, a + 1\n",
        "steps.f(3)",
        ("a + 1", "a + 2"),
    ),
    "the lines that are printed beside a clock": (
        "import time\ndef f(a):\n    print('n =', a)\n    print(time.time_ns())\n",
        "steps.f(3)",
        ("n =", "m ="),
    ),
    "what is done with a lambda": (
        "import math\ndef f(do, n):\n    return do(n) + 7\ndef g(k):\n    return f(lambda n: math.floor(n) * k, 2.5)\n",
        "steps.g(3)",
        ("+ 7", "+ 8"),
    ),
    "what is done with a function of a function": (
        "def f(do, n):\n    return do(n) + 7\ndef g(k):\n    def do(n):\n        return do(n - 1) * k if n else 1\n    return f(do, 2)\n",
        "steps.g(3)",
        ("+ 7", "+ 8"),
    ),
    "what is taken out of a generator": ("def f(a):\n    return [n + 1 for n in a]\n", "steps.f(n for n in (3, 4))", ("+ 1", "+ 2")),
    "what an earlier call made": (
        FOREIGN + "def g(n):\n    h = H()\n    h.n = n\n    return h\ndef f(h):\n    return h.n + 1\n",
        "steps.f(steps.g(3))",
        ("h.n + 1", "h.n + 2"),
    ),
    "what an earlier call left of its argument": (
        FOREIGN + "def g():\n    h = H()\n    h.n = 1\n    return h\ndef add(h):\n    h.n += 10\ndef f(h):\n    return h.n + 5\n",
        "h = steps.g(); steps.add(h); steps.f(h)",
        ("+ 5", "+ 6"),
    ),
}


class Made:
    """A package of one module, recorded in a process of its own."""

    def __init__(self, place: Path, source: str, calls: str) -> None:
        self.place = place
        self.module = place / "src" / "own" / "steps.py"
        (place / "tests" / "recorded").mkdir(parents=True)
        self.module.parent.mkdir(parents=True)
        self.module.with_name("__init__.py").touch()
        self.module.write_text(source)
        for name, text in BESIDE.items():
            (place / name).write_text(text)
        names = [name for name in ("g", "add", "f") if f"def {name}(" in source or f"class {name}:" in source]
        self.said = self.run(RECORD.format(place=str(place), names=names, calls=calls))

    def run(self, code: str) -> str:
        done = subprocess.run([sys.executable, "-B", "-c", code], cwd=self.place, capture_output=True, text=True, check=True)
        return done.stdout

    def checked(self, how: str = "check") -> str | None:
        told: str | None = json.loads(self.run(CHECK.format(place=str(self.place), names=["f"], how=how)))
        return told


@pytest.mark.parametrize("what", SEEN)
def test_a_change_is_seen(what: str, tmp_path: Path) -> None:
    source, calls, (old, new) = SEEN[what]
    made = Made(tmp_path, source, calls)
    assert made.checked("settle") is None
    assert made.checked() is None
    made.module.write_text(source.replace(old, new, 1) if source.count(old) == 1 else new.join(source.rsplit(old, 1)))
    assert (made.checked() or "").startswith("AssertionError: f")


def test_a_call_prints_what_it_prints_while_it_is_recorded(tmp_path: Path) -> None:
    assert Made(tmp_path, "def f(a):\n    print(a)\n", "steps.f(2)").said == "2\n"


def test_calls_that_are_alike_are_recorded_once(tmp_path: Path) -> None:
    source = "def f(a, b=1):\n    return 'few' if a < 3 else 'many'\n"
    made = Made(tmp_path, source, "for n in (1, 1, 1, 1, 1, 2, 5):\n    steps.f(n)\nsteps.f(5, b=2)")
    calls = json.loads((tmp_path / "tests/recorded/steps.f.json").read_text())
    assert [(call["arguments"], call["keywords"]) for call in calls] == [([1], {}), ([2], {}), ([5], {}), ([5], {"b": 2})]
    made.module.write_text(source.replace("many", "more"))
    assert made.checked() is not None


def test_a_test_leaves_files_as_they_were(tmp_path: Path) -> None:
    made = Made(tmp_path, "def f(a):\n    open('kept.txt', 'w').write(a)\n    open('new.txt', 'w').write(a)\n", "steps.f('x')")
    (tmp_path / "kept.txt").write_text("mine")
    (tmp_path / "new.txt").unlink()
    assert made.checked() is None
    assert (tmp_path / "kept.txt").read_text() == "mine"
    assert not (tmp_path / "new.txt").exists()


def test_a_file_that_the_notebook_made_is_there_again_for_the_call_that_reads_it(tmp_path: Path) -> None:
    source = "import os\ndef g():\n    os.mkdir('made')\n    open('made/x.txt', 'w').write('1')\n"
    made = Made(tmp_path, source + "def f():\n    return open('made/x.txt').read()\n", "steps.g(); steps.f()")
    (tmp_path / "made/x.txt").unlink()
    (tmp_path / "made").rmdir()
    assert made.checked() is None
    assert not (tmp_path / "made").exists()


def test_a_function_that_calls_another_reads_its_files_too(tmp_path: Path) -> None:
    source = (
        "def add():\n    open('x.txt', 'w').write('7')\ndef g():\n    return int(open('x.txt').read())\ndef f(n):\n    return g() + n\n"
    )
    made = Made(tmp_path, source, "steps.add(); steps.f(1)")
    (tmp_path / "x.txt").unlink()
    assert made.checked() is None


def test_an_object_that_cannot_be_looked_at_ends_nothing(tmp_path: Path) -> None:
    source = (
        "class Odd(dict):\n    __len__ = None\n    def keys(self):\n        raise RuntimeError\ndef f(a):\n    print(a)\n    return Odd()\n"
    )
    made = Made(
        tmp_path, f"{source}class Own:\n    @property\n    def __dict__(self):\n        raise RuntimeError\n", "steps.f(steps.Own())"
    )
    assert made.said.startswith("<own.steps.Own object")


def test_what_an_earlier_call_reads_lazily_is_there_again(tmp_path: Path) -> None:
    source = "import numpy as np\ndef add():\n    np.savez('x.npz', n=[5])\ndef g():\n    return np.load('x.npz')\n"
    made = Made(tmp_path, source + "def f(held):\n    return held['n']\n", "steps.add(); steps.f(steps.g())")
    (tmp_path / "x.npz").unlink()
    assert made.checked() is None
    assert not (tmp_path / "x.npz").exists()


def test_a_recording_holds_in_another_folder(tmp_path: Path) -> None:
    source = "import os\ndef f():\n    print('in', os.getcwd())\n    return os.path.join(os.getcwd(), 'x')\n"
    made = Made(tmp_path / "one", source, "steps.f()")
    made.place = (tmp_path / "one").rename(tmp_path / "other")
    assert made.checked() is None


@pytest.mark.parametrize(
    "body",
    [
        "    import time\n    print(time.strftime('%a, %d %b %Y %X'))\n    return a\n",
        "    print(object())\n    return a\n",
    ],
)
def test_clocks_and_addresses_are_no_difference(body: str, tmp_path: Path) -> None:
    assert Made(tmp_path, f"def f(a):\n{body}", "steps.f(1)").checked() is None


def test_drawings_are_made_with_the_settings_that_were_set(tmp_path: Path) -> None:
    source = "import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt\ndef f(n):\n    plt.plot([1, n])\n"
    settings = "steps.plt.rc('figure', figsize=(16, 8)); steps.plt.rc('lines', linewidth=4)"
    cycle = "steps.plt.rc('axes', prop_cycle=steps.plt.cycler('color', ['r', 'g']))"
    made = Made(tmp_path, source, f"{settings}; {cycle}; steps.f(3)")
    assert made.checked() is None
    made.module.write_text(source.replace("[1, n]", "[2, n]"))
    assert made.checked() is not None


def test_tables_are_printed_alike_whatever_was_set(tmp_path: Path) -> None:
    source = "import numpy as np\nimport pandas as pd\ndef f(n):\n    print(pd.DataFrame([[1 / 3] * n]), np.arange(3) / 7)\n"
    made = Made(tmp_path, source, "steps.pd.set_option('display.max_columns', 3); steps.np.set_printoptions(precision=2); steps.f(9)")
    assert made.checked() is None


@pytest.mark.parametrize("body", ["    import os\n    return os.urandom(4)\n", "    import time\n    return time.time_ns()\n"])
def test_what_is_not_given_again_fails(body: str, tmp_path: Path) -> None:
    assert (Made(tmp_path, f"def f():\n{body}", "steps.f()").checked("settle") or "").startswith("AssertionError: f: result")


def test_what_objects_of_libraries_do_not_hold_again_is_left_out(tmp_path: Path) -> None:
    source = FOREIGN + "import os\ndef f(a):\n    h = H()\n    h.n, h.key = a, os.urandom(4)\n    return h\n"
    made = Made(tmp_path, source, "steps.f(3)")
    assert made.checked("settle") is None
    assert made.checked() is None
    made.module.write_text(source.replace("= a, os", "= a + 1, os"))
    assert made.checked() is not None


def test_values_that_hold_themselves_end(tmp_path: Path) -> None:
    made = Made(tmp_path, "def f(a):\n    a.append(a)\n    return a\n", "steps.f([1])")
    assert made.checked() is None
