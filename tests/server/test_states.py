"""The state of cells, as the browser asks for it."""

import pytest

RUN = {"id": "1", "kernel": "k", "cell_id": "a", "source": "x = 1", "at": 1.0, "end": "well", "output": ""}


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))


def run(number: str, cell: str, source: str, **more):
    return {**RUN, "id": number, "cell_id": cell, "source": source, "at": 1e10 + float(number), **more}


async def test_sent_runs_are_kept_for_the_next_time(ask, notebook):
    x = {"kind": "builtins.int", "whole": "int:1"}
    runs = [run("1", "a", "x = 1", wrote={"x": x}), run("2", "b", "print(x)", read={"x": "int:1"}, output="o", shows=True)]
    status, state = await ask("state", {"path": "n.ipynb", "notebook": notebook("x = 1", "print(x)"), "runs": runs})
    assert status == 200
    assert [cell["state"] for cell in state["cells"]] == ["fresh", "fresh"]
    _, state = await ask("state", {"path": "n.ipynb", "notebook": notebook("pass", "print(x)")})
    assert [cell["state"] for cell in state["cells"]] == ["stale", "stale"]
    assert state["cells"][1]["why"] == ["`x` does not exist at this point of a clean run"]
    assert state["hidden_names"][0]["name"] == "x"
    assert state["to_run"] == ["a", "b"]
    assert (await ask("forget", {"path": "n.ipynb"}))[1] == {"runs": 2}
    _, state = await ask("state", {"path": "n.ipynb", "notebook": notebook("x = 1", "print(x)")})
    assert [cell["state"] for cell in state["cells"]] == ["never-run", "never-run"]


async def test_a_check_knows_the_runs_and_so_does_that_of_a_renamed_notebook(ask, notebook):
    x = {"kind": "builtins.int", "whole": "int:1"}
    runs = [run("1", "a", "x = 1", wrote={"x": x}), run("2", "b", "print(x)", read={"x": "int:1"}, output="o", shows=True)]
    await ask("state", {"path": "n.ipynb", "notebook": notebook("x = 1", "print(x)"), "runs": runs})
    edited = notebook("x = 2", "print(x)")
    for cell in edited["cells"]:
        cell["execution_count"] = 1
    for path in ("n.ipynb", "renamed.ipynb"):
        _, report = await ask("check", {"path": path, "notebook": edited})
        found = {(finding["rule"], finding["place"]["cell_id"]) for finding in report["findings"] if finding["family"] == "state"}
        assert found == {("edited-since-run", "a"), ("stale-result", "b")}


async def test_what_is_no_run_is_refused(ask, notebook):
    for bad in ({}, {**RUN, "wrote": []}, {**RUN, "at": "soon"}, {**RUN, "end": "badly"}):
        status, answer = await ask("state", {"path": "n.ipynb", "notebook": notebook("x = 1"), "runs": [bad]})
        assert status == 400
        assert answer["message"].startswith("A run is not understood")


async def test_the_recorder_is_python(ask):
    _, answer = await ask("recorder")
    compile(answer["code"], "<recorder>", "exec")
