"""After a run no more is looked at than could have changed, and nothing that changed is missed for that."""

from time import thread_time

import numpy as np
import pandas as pd
import pytest

from jupyter_quality.kernel.held import Held
from jupyter_quality.runs.fingerprint import Fingerprints

FOREVER = 1e9
MANY = 100_000


def looked_at(names: dict[str, object]) -> Held:
    held = Held()
    held.look_for_moved(names, FOREVER)
    return held


def seen(held: Held, names: dict[str, object], **near: frozenset[str] | None) -> set[str]:
    """The names whose fingerprints change with a look."""
    before = held.moment().values
    held.look(names, near, FOREVER, FOREVER)
    return {name for name in before if held.values[name] != before[name]}


@pytest.fixture
def wholes(monkeypatch) -> list[str]:
    """What is looked at whole of arrays: their lengths."""
    from jupyter_quality.runs import arrays

    found: list[str] = []
    content = arrays._content
    monkeypatch.setattr(arrays, "_content", lambda array, blocks: (found.append(str(array.shape)), content(array, blocks))[1])
    return found


def test_what_is_far_from_a_run_is_not_looked_at_whole(wholes):
    names: dict[str, object] = {"far": np.zeros(MANY), "near": np.zeros(MANY + 1), "frame": pd.DataFrame(np.zeros((MANY, 3)))}
    held = looked_at(names)
    wholes.clear()
    assert seen(held, names, near=None) == set()
    assert wholes == [f"({MANY + 1},)"]


def test_of_a_frame_only_the_near_parts_are_looked_at_whole(wholes):
    frame = pd.DataFrame({name: np.zeros(MANY) for name in "abcd"})
    held = looked_at({"df": frame})
    wholes.clear()
    frame.loc[MANY // 3, "b"] = 1.0
    assert seen(held, {"df": frame}, df=frozenset({"['b']"})) == {"df"}
    assert len(wholes) == 1
    assert held.values["df"] == Fingerprints(FOREVER).value(frame)


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.insert(1, "new", 1),
        lambda frame: frame.pop("c"),
        lambda frame: frame.__setitem__("b", frame["b"].copy()),
        lambda frame: frame.__setitem__("b", frame["b"] + 1),
        lambda frame: frame.__setitem__("b", frame["b"].astype("float32")),
        lambda frame: frame.isetitem(0, frame["a"].to_numpy()[::-1].copy()),
        lambda frame: frame.__setattr__("index", frame["a"]),
        lambda frame: frame.__setattr__("columns", list("ABC")),
    ],
)
def test_a_frame_that_was_thought_far_is_seen_to_change(change):
    frame = pd.DataFrame({name: np.arange(MANY, dtype=float) for name in "abc"})
    held = looked_at({"df": frame})
    change(frame)
    seen(held, {"df": frame})
    assert held.values["df"] == Fingerprints(FOREVER).value(frame)


def test_one_item_that_is_changed_through_a_view_or_another_name_is_seen():
    array = np.zeros(MANY)
    items = [[0] for _ in range(3000)]
    names: dict[str, object] = {"array": array, "view": array[5::3], "items": items, "other": items, "one": items[0]}
    held = looked_at(names)
    names["view"][77] = 1  # type: ignore[index]
    assert seen(held, names, view=None) == {"array", "view"}
    items[5] = [1]
    assert seen(held, names, other=None) == {"items", "other"}
    items[0].append(2)
    assert seen(held, names, one=None) == {"items", "other", "one"}


def test_another_object_under_the_same_name_is_looked_at_whole():
    one, other = np.zeros(MANY), np.zeros(MANY)
    held = looked_at({"array": one})
    other[MANY // 3 + 1] = 1
    assert seen(held, {"array": other}) == {"array"}


def test_what_there_is_no_time_for_is_looked_at_next():
    names: dict[str, object] = {f"list{at}": [{"a": at} for _ in range(300)] for at in range(5)}
    held = looked_at(names)
    for at in range(5):
        names[f"list{at}"].append(1)  # type: ignore[attr-defined]
    held.look(names, {"list3": None}, FOREVER, thread_time() - 1)
    assert held.unseen.keys() == names.keys() - {"list3"}
    held.look_on(names, FOREVER, FOREVER)
    assert not held.unseen
    assert {name: value.whole for name, value in held.values.items()} == {
        name: Fingerprints(FOREVER).value(value).whole for name, value in names.items()
    }


def test_what_cannot_be_looked_at_is_unknown_and_stays_the_same_unknown():
    names = {"late": [[0]]}
    held = Held()
    held.look_for_moved(names, thread_time() - 1)
    unknown = held.values["late"]
    assert unknown.whole.startswith("unknown:")
    held.look(names, {}, thread_time() - 1, FOREVER)
    assert held.values["late"] is unknown
