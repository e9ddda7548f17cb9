"""Cells and runs compared."""

from datetime import UTC, datetime, timedelta

import pytest

from jupyter_quality.proof.compare import Verdict, compare, difference
from jupyter_quality.proof.run import CellRun, CleanRun
from jupyter_quality.proof.seen import Output, Seen, seen

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def printed(text: str) -> Output:
    return {"output_type": "stream", "name": "stdout", "text": text}


def shown(**data: object) -> Output:
    return {"output_type": "display_data", "data": {name.replace("__", "/"): value for name, value in data.items()}}  # type: ignore[dict-item]


def error(name: str, value: str) -> Output:
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": []}


def things(*outputs: Output) -> tuple[Seen, ...]:
    return seen(outputs)


def run(*cells: tuple[str, str], variables: dict[str, object] | None = None) -> CleanRun:
    """A run of cells that print."""
    found = tuple(CellRun(name, at, (printed(text),), 0.1, variables=variables) for at, (name, text) in enumerate(cells, 1))  # type: ignore[arg-type]
    return CleanRun(found, START, START + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (things(printed("a\n"), shown(text__plain="1"), printed("b\n")), things(printed("a\nb\n"), shown(text__plain="1"))),
        (things(error("KeyError", "'x' at 0x7f00deadbeef")), things(error("KeyError", "'x' at 0x7f00deadb00f"))),
        (things(shown(text__plain="1.5", text__html="<b>1.5</b>")), things(shown(text__plain="1.5"))),
        (things(shown(application__json={"a": [0.1, "x"]})), things(shown(application__json={"a": [0.1 + 1e-12, "x"]}))),
        ((), things(printed("  \n"))),
    ],
)
def test_no_difference(one: tuple[Seen, ...], other: tuple[Seen, ...]) -> None:
    assert difference(one, other) is None
    assert difference(other, one) is None


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (things(printed("a\nb")), things(printed("a\nc")), "what is printed differs from line 2 on"),
        (things(printed("a")), (), "what is printed is shown and a clean run gives none"),
        ((), things(printed("a")), "what is printed is not shown"),
        (things(shown(text__plain="a")), (), "a text is shown and a clean run gives none"),
        ((), things(shown(image__png="AAAA")), "a picture is given and none is shown"),
        (things(shown(image__png="AAAA")), things(shown(image__png="BBBB")), "the picture differs"),
        (things(shown(image__png="AAAA")), things(shown(text__plain="a")), "the output is of another kind"),
        (things(error("KeyError", "'x'")), things(error("KeyError", "'y'")), "the error differs"),
        (things(shown(application__json=[1])), things(shown(application__json=[2])), "the data differ"),
        (
            things(shown(text__plain="same"), shown(text__html="<td>1</td>")),
            things(shown(text__plain="same"), shown(text__html="<td>2</td>")),
            "the table differs (output 2)",
        ),
    ],
)
def test_a_difference_is_told_without_values(one: tuple[Seen, ...], other: tuple[Seen, ...], words: str) -> None:
    assert difference(one, other) == words


def test_runs_are_compared_cell_by_cell() -> None:
    comparison = compare(run(("a", "1"), ("b", "2"), ("c", "3")), run(("a", "1"), ("b", "5")))
    assert [cell.verdict for cell in comparison.cells] == [Verdict.SAME, Verdict.DIFFERS, Verdict.UNREACHED]
    assert not comparison.is_same
    assert comparison.first_difference == comparison.cells[1]


def test_cells_may_have_other_ids_in_the_other_run() -> None:
    comparison = compare(run(("a", "1"), ("b", "2")), run(("x", "1"), ("y", "9")), {"a": "x"})
    assert [(cell.id, cell.other_id) for cell in comparison.cells] == [("a", "x")]
    assert comparison.is_same


def test_a_cell_that_fails_only_there_fails() -> None:
    failing = CleanRun((CellRun("a", 1, (error("KeyError", "'x'"),), 0.1, error="KeyError: 'x'"),), START, START)
    (cell,) = compare(run(("a", "1")), failing).cells
    assert (cell.verdict, cell.reason) == (Verdict.FAILS, "KeyError: 'x'")


def test_what_two_runs_of_the_same_do_not_give_alike_is_held_against_nobody() -> None:
    one, other, again = (
        run(("a", text), ("b", "sure"), variables={"seed": ["is", text], "n": ["is", "3"]}) for text in ("0.1", "0.2", "0.3")
    )
    comparison = compare(one, other, again=again)
    assert [cell.verdict for cell in comparison.cells] == [Verdict.NONDETERMINISTIC, Verdict.SAME]
    assert [(one.name, one.verdict) for one in comparison.variables] == [("seed", Verdict.NONDETERMINISTIC)]
    assert comparison.is_same
    assert not compare(one, other).is_same


def test_variables_are_compared_by_name() -> None:
    one = run(("a", "1"), variables={"x": ["is", "1"], "y": ["is", "2"], "helper": ["is", "3"], "unseen": None})
    other = run(("a", "1"), variables={"x": ["is", "1"], "y": ["is", "5"], "unseen": ["is", "4"]})
    comparison = compare(one, other)
    assert [(found.name, found.cell_id, found.verdict) for found in comparison.variables] == [("y", "a", Verdict.DIFFERS)]
    assert comparison.missing == ("helper",)
    assert not comparison.is_same
