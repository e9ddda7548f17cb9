"""The state rules with recorded runs: each finding under the rule of its cause, and nothing that the runs refute."""

from jupyter_quality.engine import check
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.edit import InsertCell
from jupyter_quality.rules._finding import Finding
from tests.kernel.conftest import Session


def state_findings(one: Session) -> list[Finding]:
    cells = (Cell(id_, at, CellKind.CODE, source, at) for at, (id_, source) in enumerate(one.cells.items(), 1))
    report = check(Notebook(None, tuple(cells)), runs=one.runs)
    return [finding for finding in report.findings if finding.family in {"state", "names"} and finding.rule != "unused-variable"]


def told(one: Session) -> list[tuple[str, str]]:
    return [(finding.rule, finding.place.cell_id if finding.place else "") for finding in state_findings(one)]


def test_a_clean_notebook_is_silent_however_often_its_cells_were_run(session):
    one = session("total = 0", "total += 1", "print(total)").run().run()
    assert told(one) == []


def test_an_older_value_that_is_shown(session):
    one = session("x = 1", "print(x)").run()
    one.cells["a"] = "x = 2"
    assert told(one.run("a")) == [("stale-result", "b")]


def test_an_older_value_that_something_was_made_of(session):
    one = session("x = 1", "y = x + 1", "print('z')").run()
    one.cells["a"] = "x = 2"
    assert told(one.run("a")) == [("out-of-order-run", "b")]


def test_an_edit_that_was_not_run(session):
    one = session("x = 1", "print(x)").run()
    one.cells["b"] = "print(x + 1)"
    assert told(one) == [("edited-since-run", "b")]


def test_a_second_run_that_gave_another_result(session):
    one = session("x = 1", "x += 1", "print(x)").run().run("b")
    assert ("run-twice", "b") in told(one)
    assert ("stale-result", "c") not in told(session("x = 1", "x = 2", "print(x)").run().run("b"))


def test_a_cell_that_was_left_out(session):
    one = session("x = 1", "x = 5", "print('z')", "").run("a", "c")
    assert told(one) == [("never-run", "b")]
    assert state_findings(one)[0].message == "cell 2 was not run, though cells below it were"
    assert told(session("x = 1", "print(x)").run("a")) == []


def test_our_own_commands_are_no_cells_that_were_left_out(session):
    one = session("%load_ext jupyter_quality", "x = 1", "%quality check", "print(x)").run("b", "d")
    assert told(one) == []


def test_what_a_deleted_cell_made_is_put_back_from_the_runs(session):
    one = session("rates = {'a': 1}", "print('z')", "print(rates)").run()
    del one.cells["a"]
    found = state_findings(one)
    assert [(finding.rule, finding.place.cell_id if finding.place else "") for finding in found] == [
        ("stale-result", "c"),
        ("deleted-definition", "c"),
    ]
    assert found[0].message.endswith("`rates` does not exist at this point of a clean run: the cell that made it was deleted")
    assert found[1].fix is not None
    assert found[1].fix.edits == (InsertCell("c", CellKind.CODE, "rates = {'a': 1}"),)
    one.restart()
    assert told(one)[1] == ("deleted-definition", "c")
