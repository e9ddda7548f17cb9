"""Code that stayed the same keeps its name, and code that changed keeps it where its cell does."""

from jupyter_quality.refactor.project.known import Known, KnownFunction

LOAD = KnownFunction("load", "data", "a", ("x = 1", "y = x"))
SHOW = KnownFunction("show", "plots", "b", ("print(y)",))


def test_the_same_code_is_known_wherever_it_stands() -> None:
    known = Known([LOAD, SHOW], [["x = 1", "y = x"]])
    assert known.take("new", LOAD.code) == LOAD
    assert known.take("new", LOAD.code) is None, "each is given once"


def test_of_two_alike_the_one_of_the_cell() -> None:
    other = KnownFunction("load_2", "data", "c", LOAD.code)
    assert Known([LOAD, other]).take("c", LOAD.code) == other


def test_changed_code_of_the_cell_is_known_unless_the_old_code_still_stands() -> None:
    assert Known([LOAD], [["x = 2", "y = x"]]).take("a", ("x = 2", "y = x")) == LOAD
    assert Known([LOAD], [["x = 2"], ["x = 1", "y = x"]]).take("a", ("x = 2",)) is None


def test_a_name_that_the_notebook_binds_is_not_given() -> None:
    known = Known([LOAD], bound={"load"})
    assert known.take("a", LOAD.code) is None
    assert known.home("load") == "data", "a function of the notebook keeps its module"
    assert known.home("show") is None


def test_code_that_grew_is_known() -> None:
    grown = ("x = 1", "y = x", "z = y")
    known = Known([LOAD, KnownFunction("more", "data", "a", ("w = 1",))], [[*grown, "v = 1"]])
    assert known.take("a", grown) == LOAD
