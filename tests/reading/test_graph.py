"""Who feeds whom."""

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.reading.graph import Edge
from jupyter_quality.reading.reading import Reading


def reading(*sources: str) -> Reading:
    return Reading(Notebook(None, tuple(Cell(f"c{n}", n, CellKind.CODE, source) for n, source in enumerate(sources, 1))))


def test_a_name_comes_from_the_last_cell_above_that_binds_it() -> None:
    edges = reading("x = 1", "x = 2", "print(x)").graph.edges
    assert Edge(1, 2, "x") in edges
    assert Edge(0, 2, "x") not in edges


def test_a_change_in_place_feeds_too() -> None:
    assert Edge(1, 2, "df") in reading("df = load()", "df['a'] = 1", "df.head()").graph.edges


def test_a_function_brings_the_names_it_uses_when_it_is_called() -> None:
    edges = reading("rate = 2", "def pay(x):\n    return x * rate", "rate = 3", "pay(1)").graph.edges
    assert Edge(2, 3, "rate") in edges


def test_a_name_that_the_cell_binds_first_is_its_own() -> None:
    assert reading("x = 1", "x = 2\nprint(x)").graph.edges == ()


def test_another_language_has_no_cells() -> None:
    assert Reading(Notebook(None, (Cell("a", 1, CellKind.CODE, "x <- 1"),), language="r")).cells == ()


def test_python_2_has_no_cells() -> None:
    two = Reading(Notebook(None, (Cell("a", 1, CellKind.CODE, 'print "hello"'),)))
    assert two.is_python_2
    assert two.cells == ()
