"""What is recorded of a run later belongs to that run."""

from jupyter_quality.runs.later import put_together
from jupyter_quality.runs.record import Run, from_plain, to_plain
from jupyter_quality.runs.value import Value

RUN = Run("1", "k", "a", "b.append(2)", 1.0, read={"b": "old"}, wrote={"b": Value("list", "new")})
LATER = Run("2", "k", None, "", 3.0, read={"c": "old", "b": "other"}, wrote={"c": Value("list", "new")}, changed={"c": {}}, of="1")
NEXT = Run("3", "k", "b", "c", 2.0)


def test_it_is_put_together_in_whatever_order_it_arrives():
    for runs in ([RUN, NEXT, LATER], [LATER, NEXT, RUN], [LATER, RUN, LATER, NEXT]):
        one, other = put_together(runs)
        assert (one.id, one.cell_id, one.at, other) == ("1", "a", 1.0, NEXT)
        assert (one.read, one.wrote.keys(), one.changed) == ({"b": "old", "c": "old"}, {"b", "c"}, {"c": {}})


def test_without_its_run_it_is_left_out():
    assert put_together([LATER, NEXT]) == [NEXT]


def test_it_crosses_as_json():
    assert from_plain(to_plain(LATER)) == LATER
