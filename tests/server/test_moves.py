"""Moves that are asked for by HTTP: suggested, named, proven."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("data_dir")

Ask = Callable[..., Awaitable[tuple[int, Any]]]
Ended = Callable[[str, str], Awaitable[Any]]
STEPS = """\
kept = [row for row in rows if row > 1]
kept = [row * 2 for row in kept]
kept.sort()
best = kept[0]
total = sum(kept)
print(total)"""
CELLS = ("rows = [3, 1, 2]", STEPS, "print(total, best)")
ID = "extract-b-1"


async def test_what_would_pay(ask: Ask, notebook: Callable[..., Any], stored: Callable[..., None]) -> None:
    stored("n.ipynb", *CELLS)
    for body in ({"path": "n.ipynb"}, {"path": "n.ipynb", "notebook": notebook(*CELLS)}):
        status, advice = await ask("refactor", body)
        assert status == 200
        [one] = advice["suggestions"]
        assert (one["id"], one["kind"], one["names"][1:]) == (ID, "extract", ["rows"])
        assert [edit["type"] for edit in one["edits"]] == ["InsertCell", "ReplaceText"]
        assert (advice["package"], len(advice["checklist"])) == ("n", 7)


async def test_names_of_one_s_own(ask: Ask, notebook: Callable[..., Any]) -> None:
    _, advice = await ask("refactor", {"path": "n.ipynb", "notebook": notebook(*CELLS)})
    function = advice["suggestions"][0]["names"][0]
    body = {"path": "n.ipynb", "notebook": notebook(*CELLS), "names": {ID: {function: "sum_up", "rows": "numbers"}, "gone": {"a": "b"}}}
    _, advice = await ask("refactor", body)
    define, call = advice["suggestions"][0]["edits"]
    assert define["source"].startswith("def sum_up(numbers):")
    assert call["text"].endswith(" = sum_up(rows)")
    body["names"] = {ID: {function: "total"}}
    assert await ask("refactor", body) == (400, {"message": "`total` is taken: it means something else already."})


async def test_lines_that_the_user_chose(task: Ask, ask: Ask, ended: Ended, notebook: Callable[..., Any]) -> None:
    asked = {"notebook": notebook(*CELLS), "selection": {"cell_id": "b", "line": 2, "end_line": 3}}
    _, advice = await ask("refactor", {"path": "n.ipynb", **asked})
    [one] = advice["suggestions"]
    assert (one["id"], advice["checklist"]) == ("selection-b-2-3", [])
    assert (await task("POST", "refactor/proofs", "n.ipynb", suggestion=one["id"], **asked))[0] == 202
    assert (await ended("refactor/proofs", "n.ipynb"))["same"]


async def test_other_languages_and_broken_notebooks(ask: Ask, notebook: Callable[..., Any], jp_root_dir: Any) -> None:
    _, advice = await ask("refactor", {"path": "r.ipynb", "notebook": notebook("x <- 1", language="R")})
    assert (advice["suggestions"], advice["checklist"], advice["trouble"]) == ([], [], "This notebook has no Python cells.")
    (jp_root_dir / "broken.ipynb").write_text("{")
    assert "not valid JSON" in (await ask("refactor", {"path": "broken.ipynb"}))[1]["trouble"]
    assert (await ask("refactor", {"path": "gone.ipynb"}))[0] == 404


@pytest.mark.parametrize("settings", [{"max_cells": 2}])
async def test_long_notebooks_are_refused(ask: Ask, notebook: Callable[..., Any]) -> None:
    status, answer = await ask("refactor", {"path": "n.ipynb", "notebook": notebook(*CELLS)})
    assert (status, "max_cells" in answer["message"]) == (413, True)


async def test_a_move_is_proven(task: Ask, ended: Ended, stored: Callable[..., None]) -> None:
    stored("a/n.ipynb", *CELLS)
    assert (await task("GET", "refactor/proofs", "a/n.ipynb"))[1]["suggestion"] is None
    status, state = await task("POST", "refactor/proofs", "a/n.ipynb", suggestion=ID, names={"rows": "numbers"})
    assert (status, state["running"], state["suggestion"]) == (202, True, ID)
    state = await ended("refactor/proofs", "a/n.ipynb")
    assert (state["same"], state["reason"], state["trouble"], state["suggestion"]) == (True, None, None, ID)


async def test_a_proof_that_is_cancelled(task: Ask, ended: Ended, counted: Ended, notebook: Callable[..., Any]) -> None:
    cells = ("import time; time.sleep(60); rows = [3, 1, 2]", *CELLS[1:])
    await task("POST", "refactor/proofs", "n.ipynb", suggestion=ID, notebook=notebook(*cells))
    state = await counted("refactor/proofs", "n.ipynb")
    assert (state["suggestion"], state["doing"], state["of"]) == (ID, "running the cells as they are", 3)
    assert (await task("DELETE", "refactor/proofs", "n.ipynb"))[0] == 204
    assert (await ended("refactor/proofs", "n.ipynb"))["trouble"] == "The run was cancelled."


async def test_a_move_that_is_suggested_no_more(task: Ask, stored: Callable[..., None]) -> None:
    stored("n.ipynb", "x = 1")
    status, answer = await task("POST", "refactor/proofs", "n.ipynb", suggestion=ID)
    assert (status, answer) == (404, {"message": "This move is suggested no more: the notebook has changed."})
