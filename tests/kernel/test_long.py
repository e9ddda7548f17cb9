"""However long, deep or round a value is: a look ends when its time is over, makes no copy of it, and its cell is recorded."""

import array
import io
import tracemalloc
import types
from collections import Counter, deque
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from jupyter_quality.runs import fingerprint
from jupyter_quality.runs.fingerprint import Fingerprints, LateError

FOREVER = 1e9
TEXT = "long text " * 2000

MANY: dict[str, Callable[[], object]] = {
    "texts in a list": lambda: [f"{at} {TEXT}" for at in range(200)],
    "texts in a dict": lambda: {str(at): f"{at} {TEXT}" for at in range(200)},
    "texts in a set": lambda: {f"{at} {TEXT}" for at in range(200)},
    "texts in an array": lambda: np.array([f"{at} {TEXT}" for at in range(200)], dtype=object),
    "texts in a frame": lambda: pd.DataFrame({"a": [f"{at} {TEXT}" for at in range(200)]}),
    "texts of an error": lambda: ValueError(*(f"{at} {TEXT}" for at in range(200))),
    "attributes": lambda: types.SimpleNamespace(**{f"a{at}": f"{at} {TEXT}" for at in range(200)}),
    "numbers in a set": lambda: set(range(5000)),
    "numbers in a deque": lambda: deque(range(5000)),
    "long numbers": lambda: [(1 << 20_000) + at for at in range(200)],
    "counts": lambda: Counter(range(5000)),
    "lists in a list": lambda: [[[at]] for at in range(200)],
    "columns": lambda: pd.DataFrame(np.zeros((10, 500))),
    "columns of objects": lambda: pd.DataFrame({f"c{at}": [[at]] for at in range(500)}),
    "arrays": lambda: [np.zeros(10) for _ in range(200)],
    "frames": lambda: {f"k{at}": pd.DataFrame({"a": [1]}) for at in range(200)},
}


@pytest.mark.parametrize("make", MANY.values(), ids=MANY)
def test_a_look_at_many_things_sees_that_its_time_is_over(monkeypatch, make):
    value = make()
    clock = iter([0.0, 0.0])
    monkeypatch.setattr(fingerprint, "thread_time", lambda: next(clock, FOREVER))
    with pytest.raises(LateError):
        Fingerprints(FOREVER / 2).value(value)


class Text(str):
    __slots__ = ()


BIG = 20_000_000
LARGE: dict[str, Callable[[], object]] = {
    "text": lambda: "x" * BIG,
    "wide text": lambda: "é" * BIG,
    "text of a class": lambda: Text("é" * BIG),
    "bytes": lambda: bytes(BIG),
    "bytearray": lambda: bytearray(BIG),
    "memory": lambda: memoryview(bytes(BIG)),
    "array": lambda: array.array("d", bytes(BIG)),
    "file in memory": lambda: io.BytesIO(bytes(BIG)),
    "array by columns": lambda: np.zeros((1000, BIG // 8000), order="F"),
    "part of an array": lambda: np.zeros((100, 100, BIG // 40_000))[:, ::2, ::3],
    "objects of a part": lambda: np.zeros((100, BIG // 1600), dtype=object)[:, ::2],
    "column with gaps": lambda: pd.Series(np.arange(BIG // 8), dtype="Int64"),
    "dates": lambda: pd.Series(pd.date_range("2020", periods=BIG // 8, freq="s")),
    "dict behind a proxy": lambda: types.MappingProxyType(dict.fromkeys(range(300_000))),
    "dict behind a view": lambda: dict.fromkeys(range(300_000)).values(),
}


@pytest.mark.parametrize("is_brief", [False, True])
@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE)
def test_nothing_large_is_copied_to_be_looked_at(make, is_brief):
    value = make()
    tracemalloc.start()
    try:
        Fingerprints(FOREVER, brief=is_brief).value(value)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4 << 20


CHANGES: dict[str, tuple[Callable[[], object], Callable[..., object]]] = {
    "number": (lambda: [1 << 100_000], lambda value: value.__setitem__(0, value[0] + (1 << 50_000))),
    "bytearray": (lambda: bytearray(9), lambda value: value.__setitem__(5, 1)),
    "array": (lambda: array.array("d", [1, 2]), lambda value: value.__setitem__(1, 3)),
    "memory": (lambda: memoryview(bytearray(9)), lambda value: value.__setitem__(5, 1)),
    "file in memory": (lambda: io.BytesIO(b"ab"), lambda value: value.getbuffer().__setitem__(1, 1)),
    "place in a file": (lambda: io.StringIO("ab"), lambda value: value.read(1)),
    "end of a deque": (lambda: deque(range(5000)), lambda value: value.__setitem__(-1, 0)),
    "part of an array": (lambda: np.zeros((1000, 1000))[:, ::2], lambda value: value.__setitem__((0, 0), 1)),
    "column with gaps": (lambda: pd.Series(np.arange(400_000), dtype="Int64"), lambda value: value.__setitem__(0, None)),
}


@pytest.mark.parametrize(("make", "change"), CHANGES.values(), ids=CHANGES)
def test_what_such_a_value_holds_is_seen_all_the_same(make, change):
    value = make()
    before = Fingerprints(FOREVER).value(value)
    assert Fingerprints(FOREVER).value(value) == before
    change(value)
    assert Fingerprints(FOREVER).value(value) != before


@pytest.mark.parametrize(
    "source",
    [
        "odd = []\nfor _ in range(100_000):\n    odd = [odd]",
        "odd = {}\nfor _ in range(100_000):\n    odd = {'k': odd}",
        "class Node:\n    pass\nodd = Node()\nfor _ in range(100_000):\n    after = Node()\n    after.before = odd\n    odd = after",
        "odd = []\nodd.append(odd)",
        "odd = {}\nodd['k'] = (odd, [odd])",
        "class Node:\n    pass\nodd = Node()\nodd.me = [odd, odd.__dict__]",
        "def odd():\n    return odd\nodd.me = odd",
        "odd = 'x' * 10_000_000",
        "odd = bytes(10_000_000)",
        "odd = 1 << 10_000_000",
        "odd = -(1 << 10_000_000)",
    ],
)
def test_a_cell_is_fresh_that_makes_something_deep_round_or_huge(session, source):
    one = session(source, "n = 1", "other = odd", "n").run().run("b", "c", "d")
    assert [cell.state for cell in one.state.cells] == ["fresh"] * 4
    assert one.recorder.runs[-1].unseen == ()


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ("import numpy as np\nclass Odd(np.ndarray):\n    pass\nodd = np.zeros(3).view(Odd)", "odd[0] = 1"),
        ("import pandas as pd\nclass Odd(pd.DataFrame):\n    pass\nodd = Odd({'a': [0]})", "odd.loc[0, 'a'] = 1"),
        ("import pandas as pd\nclass Odd(pd.Series):\n    pass\nodd = Odd([0])", "odd[0] = 1"),
        ("class Odd(bytearray):\n    pass\nodd = Odd(b'a')", "odd[0] = 1"),
    ],
)
def test_what_a_notebook_s_class_inherits_is_seen(session, source, change):
    one = session(source, "print(odd)", change).run("a", "b")
    assert one.stale == []
    assert one.run("c", "b").stale == ["b"]


def test_what_cannot_be_seen_of_what_it_inherits_is_unknown(session):
    one = session("import array\nclass Odd(array.array):\n    pass\nodd = Odd('d', [1])", "print(odd[0])").run()
    assert [cell.state for cell in one.state.cells][-1] == "unknown"
