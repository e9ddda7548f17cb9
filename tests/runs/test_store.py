"""The log on disk."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_quality.runs import store as module
from jupyter_quality.runs.record import Run
from jupyter_quality.runs.store import RunStore
from jupyter_quality.runs.value import Value


def run(number: int, source: str = "x = 1") -> Run:
    value = Value("builtins.dict", "w", {"['a']": "p"})
    return Run(
        str(number), "k", "a", source, 1e10 + number, read={"y": "r"}, wrote={"x": value, "gone": None}, changed={"x": {"['a']": "p"}}
    )


def test_a_run_comes_back_as_it_was_and_once(tmp_path: Path):
    store = RunStore(tmp_path / "deep" / "runs.sqlite")
    assert store.runs("n") == []
    store.add("n", [run(1), run(1)])
    store.add("n", [run(1), run(2)])
    assert store.runs("n") == [run(1), run(2)]
    assert store.runs("other") == []


def test_old_runs_give_way(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_RUNS", 3)
    store = RunStore(tmp_path / "runs.sqlite")
    store.add("n", [run(number) for number in range(5)])
    assert [one.id for one in store.runs("n")] == ["2", "3", "4"]


def test_old_notebooks_give_way(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_NOTEBOOKS", 2)
    store = RunStore(tmp_path / "runs.sqlite")
    for number, notebook in enumerate("abc"):
        store.add(notebook, [run(number)])
    assert [bool(store.runs(notebook)) for notebook in "abc"] == [False, True, True]


def test_forgetting(tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    assert store.forget(None) == 0
    store.add("n", [run(1), run(2)])
    store.add("m", [run(3)])
    assert store.forget("n") == 2
    assert store.runs("n") == []
    assert store.forget(None) == 1


def test_a_renamed_notebook_keeps_its_runs(tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    source = run(1).source
    store.add("older", [replace(run(1), cell_id="a"), replace(run(2), cell_id="b")])
    store.add("before", [replace(run(3), cell_id="a"), replace(run(4), cell_id="b"), replace(run(5), cell_id="gone")])
    assert store.runs("after") == []
    for cells in ({"x": source, "y": source}, {"a": source, "x": source, "y": source}, {"a": "another", "b": "notebook"}):
        assert store.runs("after", cells) == []
    assert [one.id for one in store.runs("after", {"a": source, "b": source, "c": source})] == ["3", "4", "5"]
    assert store.forget("after") == 3
    assert store.runs("before") == []
    assert store.runs("after", {"a": source, "b": source}) == [replace(run(1), cell_id="a"), replace(run(2), cell_id="b")]


def test_the_stamp_follows_the_runs(tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    stamps = [store.stamp()]
    for change in (lambda: store.add("n", [run(1)]), lambda: store.add("n", [run(2)]), lambda: store.forget("n")):
        change()
        stamps.append(store.stamp())
    assert len(set(stamps)) == 4


def test_only_the_user_may_read_it(tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    store.add("n", [run(1)])
    assert store.path.stat().st_mode & 0o077 == 0


def test_a_damaged_file_is_said_to_be_one(tmp_path):
    (tmp_path / "runs.sqlite").write_text("no database, whatever its name says" * 100)
    with pytest.raises(sqlite3.Error):
        RunStore(tmp_path / "runs.sqlite").runs("n")
