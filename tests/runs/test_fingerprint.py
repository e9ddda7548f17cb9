"""Equal content has equal fingerprints, changed content another."""

import copy
import itertools
from collections import OrderedDict, deque
from time import thread_time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quality.runs.fingerprint import Fingerprints, LateError
from jupyter_quality.runs.value import ABSENT, Value

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner), max_leaves=20)


def fingerprint(value: object) -> Value:
    return Fingerprints(thread_time() + 5).value(value)


@given(VALUES)
def test_a_copy_is_the_same(value):
    assert fingerprint(copy.deepcopy(value)) == fingerprint(value)


@given(VALUES, VALUES)
def test_what_looks_different_is_different(one, other):
    assert (fingerprint(one).whole == fingerprint(other).whole) == (repr(one) == repr(other))


@given(st.lists(st.integers(), min_size=1, max_size=50), st.data())
def test_one_changed_item_of_an_array_tells(items, data):
    place = data.draw(st.integers(0, len(items) - 1))
    array = np.array(items, dtype=object)
    changed = array.copy()
    changed[place] += 1
    assert fingerprint(array).whole != fingerprint(changed).whole


COLUMNS = [
    pd.Series(pd.date_range("2024-01-01", periods=4)),
    pd.Series(pd.date_range("2024-01-01", periods=4, tz="UTC")),
    pd.Series(["a", "b", None, "d"], dtype="string"),
    pd.Series(list("abca"), dtype="category"),
    pd.Series([1, None, 3, 4], dtype="Int64"),
    pd.Series(pd.arrays.SparseArray([0.0, 0.0, 1.0, 2.0])),
    pd.Series(pd.interval_range(0, 4)),
    pd.Series(pd.period_range("2024-01", periods=4, freq="M")),
    pd.Series([{"a": 1}, [1], "x", None], dtype=object),
    pd.Series([1.5, np.nan, 2.5, 3.5]),
    pd.Series(pd.to_timedelta([1, 2, 3, 4], unit="s")),
]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: str(column.dtype))
def test_columns_of_every_kind(column):
    frame = pd.DataFrame({"a": column, "b": 1})
    assert fingerprint(frame) == fingerprint(frame.copy(deep=True))
    other = frame.assign(a=column.iloc[::-1].to_numpy() if column.dtype == object else column.iloc[::-1].array)
    changed = {part for part, one in fingerprint(frame).parts.items() if fingerprint(other).parts[part] != one}
    assert changed == {"['a']"}


def test_arrays_of_every_kind():
    masked = np.ma.masked_array([1, 2, 3], mask=[0, 1, 0])
    structured = np.array([(1, "a"), (2, "b")], dtype=[("n", "i4"), ("s", "U1")])
    for array in (masked, structured, np.arange(12).reshape(3, 4)[:, ::2], np.array(["2024-01-01"], dtype="M8[D]"), np.float32(3)):
        assert fingerprint(array) == fingerprint(copy.deepcopy(array))
    other = masked.copy()
    other[0] = np.ma.masked
    assert fingerprint(other) != fingerprint(masked)


def test_where_a_generator_or_iterator_stands_tells():
    makers = [
        lambda: iter([1, 2, 3]),
        lambda: (i for i in range(3)),
        lambda: itertools.count(5),
        lambda: iter({"a": 1, "b": 2}),
        lambda: iter("abc"),
    ]
    for make in makers:
        one, other = make(), make()
        assert fingerprint(one) == fingerprint(other)
        next(other)
        assert fingerprint(one) != fingerprint(other)


def test_functions_are_their_code_and_what_they_hold():
    def make(source: str, n: int) -> object:
        names: dict[str, object] = {"__name__": "__main__", "n": n}
        exec(source, names)
        return names["f"]

    plain = make("def f(v, w=1):\n    return v + w", 0)
    assert fingerprint(plain) == fingerprint(make("# moved\n\ndef f(v, w=1):\n    'documented'\n    return v + w", 0))
    assert fingerprint(plain) != fingerprint(make("def f(v, w=2):\n    return v + w", 0))
    assert fingerprint(plain) != fingerprint(make("def f(v, w=1):\n    return v - w", 0))
    nested = [make(f"def f():\n    def g():\n        return {text!r}\n    return g", 0) for text in ("a", "b")]
    assert fingerprint(nested[0]) != fingerprint(nested[1])


def test_circles_end_and_containers_of_other_classes_are_told_apart():
    circle: list[object] = []
    circle.append(circle)
    assert fingerprint(circle) == fingerprint(circle)
    kinds = [[1], (1,), deque([1]), {1}, frozenset({1})]
    assert len({fingerprint(value).whole for value in kinds}) == len(kinds)
    assert fingerprint({"a": 1}).whole != fingerprint(OrderedDict(a=1)).whole


def test_a_change_far_inside_a_long_array_tells_where_it_is_small_enough_to_be_taken_whole():
    array = np.zeros(100_000)
    before = fingerprint(array)
    array[77_777] = 1
    assert fingerprint(array) != before


def test_parts_follow_a_change():
    before = fingerprint({"a": 1, "b": [2]})
    after = fingerprint({"a": 1, "b": [2, 3], "c": 4})
    assert before.with_parts({part: after.parts[part] for part in ("['b']", "['c']")}) == after
    assert after.with_parts({"['c']": ABSENT, "['b']": before.parts["['b']"]}) == before


def test_out_of_time_is_said():
    with pytest.raises(LateError):
        Fingerprints(thread_time() - 1).value([[1]])


def _function(source: str, name: str = "f") -> Value:
    names: dict[str, object] = {}
    exec(source, names)
    return fingerprint(names[name])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def f(n):\n    total = n + 1\n    return total", "def f(n):\n    result = n + 1\n    return result"),
        ("def f(rows):\n    for row in rows:\n        print(row)", "def f(rows):\n    for line in rows:\n        print(line)"),
        ("f = lambda n: sorted(n, key=lambda a: -a)", "f = lambda n: sorted(n, key=lambda b: -b)"),
    ],
)
def test_how_a_function_calls_its_own_names_does_not_matter(one, other):
    assert _function(one) == _function(other)


def test_how_its_parameters_are_called_is_a_part_of_its_own():
    one, other = _function("def f(n, k=2):\n    return n * k"), _function("def f(count, k=2):\n    return count * k")
    assert one.whole != other.whole
    assert one.part("#code") == other.part("#code")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def f(n):\n    a = n\n    return locals()", "def f(n):\n    b = n\n    return locals()"),
        ("def f(n):\n    a = n\n    return f'{a=}'", "def f(n):\n    b = n\n    return f'{b=}'"),
        ("def f(d):\n    a = 1\n    return d.query('x > @a')", "def f(d):\n    b = 1\n    return d.query('x > @a')"),
        ("def f():\n    def g(n): return n\n    return g(n=1)", "def f():\n    def g(m): return m\n    return g(n=1)"),
        ("def f(n):\n    a, b = n\n    return a - b", "def f(n):\n    a, b = n\n    return b - a"),
        ("def f(n):\n    return n", "def f(n):\n    return g(n)"),
        ("def f(a, b):\n    return a - b", "def f(a, b):\n    return b - a"),
    ],
)
def test_what_a_function_does_matters(one, other):
    assert _function(one).part("#code") != _function(other).part("#code")


def test_a_function_of_an_installed_package_is_told_by_its_name():
    from sklearn.model_selection import train_test_split

    assert fingerprint(train_test_split).whole == "function:sklearn.model_selection._split.train_test_split"
