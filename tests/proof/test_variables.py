"""Summaries of values, made by the probe here and compared."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quality.proof import probe
from jupyter_quality.proof.variables import holds_same

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")


def summaries(folder: Path, **values: object) -> dict[str, Any]:
    file = folder / "variables.json"
    probe.variables(str(file), values, {}, 5.0)
    found: dict[str, Any] = json.loads(file.read_text())
    return found


class Model:
    def __init__(self, **held: object) -> None:
        self.__dict__.update(held)

    def __repr__(self) -> str:
        raise AssertionError("a method of the user's was called")

    __eq__ = __hash__ = __iter__ = __len__ = __getattr__ = __repr__  # type: ignore[assignment]


def looping() -> list[object]:
    items: list[object] = [1]
    items.append(items)
    return items


SAME = {
    "close": (1.0, 1.0 + 1e-12),
    "nan": (float("nan"), float("nan")),
    "array": (np.array([0.1, 0.2]), np.array([0.1, 0.2 + 1e-13])),
    "order": ({1, "a", 2.5}, {2.5, 1, "a"}),
    "frame": (pd.DataFrame({"a": [1.0], "b": ["x"]}), pd.DataFrame({"a": [1.0 + 1e-14], "b": ["x"]})),
    "model": (Model(coef=np.ones(3)), Model(coef=np.ones(3))),
    "loop": (looping(), looping()),
    "dates": (pd.Series(pd.date_range("2024", periods=3)), pd.Series(pd.date_range("2024", periods=3))),
}
OTHER = {
    "int": (1, 2),
    "int and float": (1, 1.0),
    "text": ("a" * 300, "a" * 299 + "b"),
    "bool": (True, 1),
    "array": (np.array([0.1, 0.2]), np.array([0.2, 0.1])),
    "shape": (np.zeros((2, 3)), np.zeros((3, 2))),
    "missing": (np.array([1.0, np.nan]), np.array([1.0, 2.0])),
    "column": (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]})),
    "index": (pd.Series([1, 2]), pd.Series([1, 2], index=[1, 2])),
    "category": (pd.Series(["a", "b"], dtype="category"), pd.Series(["b", "a"], dtype="category")),
    "order": ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    "model": (Model(coef=np.ones(3)), Model(coef=np.zeros(3))),
    "long": (list(range(5000)), [*range(4999), 7]),
    "long floats": ([float(i) for i in range(5000)], [float(i) for i in range(4999)] + [7.0]),
    "complex": (np.array([1 + 2j]), np.array([1 - 2j])),
    "dtype": (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1.0]})),
    "bytes": (b"a", b"b"),
    "class": (Model(), [1]),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_value(tmp_path: Path, name: str) -> None:
    found = summaries(tmp_path, one=SAME[name][0], other=SAME[name][1])
    assert found["one"] is not None
    assert holds_same(found["one"], found["other"])


@pytest.mark.parametrize("name", OTHER)
def test_another_value(tmp_path: Path, name: str) -> None:
    found = summaries(tmp_path, one=OTHER[name][0], other=OTHER[name][1])
    assert not holds_same(found["one"], found["other"])
    assert not holds_same(found["other"], found["one"])


def test_functions_modules_and_hidden_names_are_left_out(tmp_path: Path) -> None:
    assert summaries(tmp_path, f=summaries, m=json, C=Model, _x=1, x=1).keys() == {"x"}


def test_what_can_only_be_named_is_not_held_to_differ(tmp_path: Path) -> None:
    found = summaries(tmp_path, one=threading.Lock(), other=threading.Lock())
    assert holds_same(found["one"], found["other"])


def test_beyond_the_deadline_nothing_is_known(tmp_path: Path) -> None:
    file = tmp_path / "v.json"
    probe.variables(str(file), {"x": 1}, {}, -1.0)
    assert json.loads(file.read_text()) == {"x": None}
    assert holds_same(None, ["is", "1"])


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.complex_numbers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner) | st.frozensets(st.integers()),
)


@given(values)
def test_any_value_is_itself(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    found = summaries(tmp_path_factory.getbasetemp(), one=value, other=value)
    assert holds_same(found["one"], found["other"])
