"""What the findings gain from recorded runs, and the commands that tell of them."""

import json

from jupyter_quality.engine import check
from jupyter_quality.kernel import check as check_command
from jupyter_quality.kernel import forget, recording, state
from jupyter_quality.notebook.document import Cell, CellKind, Notebook


def notebook(one) -> Notebook:
    return Notebook(None, tuple(Cell(id_, at, CellKind.CODE, source, at) for at, (id_, source) in enumerate(one.cells.items(), 1)))


def test_runs_say_which_cells_are_stale_and_silence_what_counts_suggest(session):
    one = session("x = 1", "print(x)", "total = [1]", "total.append(2)").run()
    report = check(notebook(one), runs=one.runs)
    assert [finding.rule for finding in report.findings if finding.family == "state"] == []
    one.cells["a"] = "x = 2"
    one.run("a")
    found = [finding for finding in check(notebook(one), runs=one.runs).findings if finding.family == "state"]
    assert [(finding.rule, finding.place.cell_id) for finding in found if finding.place] == [("stale-result", "b")]
    assert "`x` was changed by cell 1 after this ran" in found[0].message


def test_the_commands_tell_keep_and_forget(session, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    one = session("x = 1", "print(x)").run()
    monkeypatch.setattr(one.shell, recording._MARK, one.recorder, raising=False)
    path = tmp_path / "n.ipynb"
    cells = [
        {"id": id_, "cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": 1}
        for id_, source in {"a": "x = 5", "b": "print(x)"}.items()
    ]
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))

    def told(command, *words: str) -> str:
        from argparse import ArgumentParser

        parser = ArgumentParser()
        command.add_arguments(parser)
        capsys.readouterr()
        command.run(one.shell, parser.parse_args([*words, "--notebook", str(path)]))
        return capsys.readouterr().out

    answer = json.loads(told(state, "--json"))
    assert [cell["state"] for cell in answer["cells"]] == ["stale", "stale"]
    assert answer["hidden_names"] == ["x"]
    assert answer["to_run"] == ["a", "b"]
    assert told(state).splitlines()[0] == "cell 1 is stale: it was edited since it ran"
    assert '"stale-result"' in told(check_command, "--json")
    assert told(forget) == "3 recorded runs were deleted.\n"
    assert [cell["state"] for cell in json.loads(told(state, "--json"))["cells"]] == ["never-run", "never-run"]
