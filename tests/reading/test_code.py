"""Places of a tree's nodes in the source, in characters from 1, whatever stands before them."""

import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quality.reading.code import read_codes


def span_text(source: str, kind: type[ast.expr] = ast.Call) -> str:
    code = read_codes([source])[0]
    return code.text(next(iter(code.nodes(kind))))


@pytest.mark.parametrize(
    "source",
    ["x = call(1)", "é = 'ü'; call(1)", "%time call(1)", "    %time call(1)", ">>> call(1)", "x = 1\nif x:\n    y = %timeit -n 3 call(1)"],
)
def test_the_text_of_a_node(source: str) -> None:
    assert span_text(source) == "call(1)"


def test_a_node_over_several_lines() -> None:
    assert span_text("x = call(\n    1,\n)") == "call(\n    1,\n)"


@given(st.text(alphabet="aé漢🙂 ", max_size=10))
def test_text_before_a_node_moves_it_by_characters(before: str) -> None:
    assert span_text(f"('{before}', call(1))") == "call(1)"


def test_a_cell_that_does_not_parse_says_where() -> None:
    problem = read_codes(["x = 1\ny = = 2"])[0].problem
    assert problem is not None
    assert problem.span.line == 2


@pytest.mark.parametrize("source", ["\0", "(" * 500, "x" * 10_000, "-" * 100_000 + "1"])
def test_monstrous_cells_are_read_without_an_error(source: str) -> None:
    read_codes([source])


def test_whether_a_pattern_is_found_hangs_on_its_flags_too() -> None:
    code = read_codes(["x = SELECT"])[0]
    assert [code.holds(re.compile("select", flags)) for flags in (0, re.IGNORECASE, 0)] == [False, True, False]
