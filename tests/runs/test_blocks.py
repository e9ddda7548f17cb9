"""A glance at a frame tells of each column whether it is in the same place and likely holds the same."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from jupyter_quality.runs.fingerprint import Fingerprints
from jupyter_quality.runs.touched import Touched

FOREVER = 1e9
LONG = 10_000


def glance(frame: pd.DataFrame, touched: Touched | None = None) -> dict[str, str]:
    return dict(Fingerprints(FOREVER, brief=True, touched=touched).value(frame).parts)


def others(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {part for part in before.keys() | after.keys() if before.get(part) != after.get(part)}


MAKERS: dict[str, Callable[[], pd.DataFrame]] = {
    "columns apart": lambda: pd.DataFrame({name: np.zeros(LONG) for name in "abc"}),
    "columns together": lambda: pd.DataFrame(np.zeros((LONG, 3)), columns=list("abc")),
    "rows together": lambda: pd.DataFrame(np.zeros((LONG, 3), order="C"), columns=list("abc"), copy=False),
    "from the end": lambda: pd.DataFrame(np.zeros((3, LONG)).T[::-1], columns=list("abc"), copy=False),
    "every third": lambda: pd.DataFrame(np.zeros((3, 3 * LONG)).T[::3], columns=list("abc"), copy=False),
    "columns backwards": lambda: pd.DataFrame(np.zeros((LONG, 3)), columns=list("abc")).iloc[:, ::-1],
    "short": lambda: pd.DataFrame(np.zeros((5, 3)), columns=list("abc")),
    "empty": lambda: pd.DataFrame(np.zeros((0, 3)), columns=list("abc")),
    "mixed": lambda: pd.DataFrame(
        {"a": np.zeros(LONG), "b": [[0]] * LONG, "c": 1, "d": pd.NaT, "e": "text", "f": pd.Categorical(["k"] * LONG)}
    ),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_the_same_frame_looks_the_same_and_another_like_it_does_not(make):
    frame = make()
    assert others(glance(frame), glance(frame)) == set()
    other = make()
    if len(frame):
        assert others(glance(frame), glance(other)) >= {f"[{name!r}]" for name in frame.columns}


@pytest.mark.parametrize("name", ["a", "b", "c"])
@pytest.mark.parametrize("kind", [kind for kind in MAKERS if kind not in {"empty", "mixed"}])
def test_a_change_where_it_looks_is_seen_in_that_column_alone(kind, name):
    frame = MAKERS[kind]()
    before = glance(frame)
    table = frame._mgr.blocks[list("abc").index(name) if len(frame._mgr.blocks) > 1 else 0].values  # type: ignore[attr-defined]
    row = 0 if len(table) == 1 else list(frame.columns).index(name)
    table.flags.writeable = True
    table[row, 0] = 7
    assert frame[name].iloc[0] == 7
    assert others(before, glance(frame)) == {f"[{name!r}]"}


@pytest.mark.parametrize("kind", ["columns together", "from the end", "every third"])
def test_only_the_column_whose_memory_the_cell_could_get_at_is_none_that_stayed(kind):
    frame = MAKERS[kind]()
    near = Fingerprints(FOREVER)
    near.value(frame["b"].to_numpy())
    assert others(glance(frame, near.touched), glance(frame, near.touched)) == {"['b']"}


def test_columns_of_one_name_are_told_apart():
    frame = pd.DataFrame(np.arange(3 * LONG, dtype=float).reshape(LONG, 3), columns=["a", "a", "a#1"])
    assert len(glance(frame)) == 2 + 3
