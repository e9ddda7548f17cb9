"""Which memory a cell could get at."""

from hypothesis import given
from hypothesis import strategies as st

from jupyter_quality.runs.touched import Touched

STRETCH = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair)))


@given(st.lists(STRETCH), STRETCH)
def test_a_stretch_is_touched_where_one_of_its_bytes_was_taken_in(taken, asked):
    touched = Touched()
    for start, end in taken:
        touched.add_memory(start, end)
    assert touched.has_memory(*asked) == any(start < asked[1] and asked[0] < end for start, end in taken)


def test_what_is_taken_in_after_a_question_counts_too():
    touched = Touched()
    touched.add_memory(0, 4)
    assert not touched.has_memory(8, 9)
    touched.add_memory(8, 9)
    assert touched.has_memory(8, 9)
    assert touched.has_memory(3, 8)
