"""Notebooks that are kept proven: a clean run after each save, where the user wants it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

Json = Any
Proofs = Callable[..., Awaitable[Json]]
Save = Callable[..., Awaitable[None]]


pytestmark = pytest.mark.usefixtures("data_dir")


@pytest.fixture
def proofs(jp_fetch: Callable[..., Any]) -> Proofs:
    """Ask how the clean run of n.ipynb is; with `keep` say whether it is to be kept proven."""

    async def proofs(keep: bool | None = None) -> Json:
        how = {"params": {"path": "n.ipynb"}}
        if keep is not None:
            how = {"method": "PUT", "body": json.dumps({"path": "n.ipynb", "keep": keep})}
        return json.loads((await jp_fetch("jupyter-quality", "api", "proofs", **how)).body)

    return proofs


@pytest.fixture
def save(jp_fetch: Callable[..., Any], notebook: Callable[..., Json]) -> Save:
    """Save n.ipynb as the browser does; each cell was run and shows what it is given with."""

    async def save(*cells: tuple[str, str]) -> None:
        content = notebook(*(source for source, _ in cells))
        for count, (cell, (_, shown)) in enumerate(zip(content["cells"], cells, strict=True), 1):
            cell["execution_count"] = count
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": shown}] if shown else []
        await jp_fetch("api", "contents", "n.ipynb", method="PUT", body=json.dumps({"type": "notebook", "content": content}))

    return save


async def settled(proofs: Proofs, **wanted: object) -> Json:
    """The answer once nothing runs and it is as wanted."""
    for _ in range(300):
        state = await proofs()
        if not state["running"] and all(state[key] == value for key, value in wanted.items()):
            return state
        await asyncio.sleep(0.1)
    raise AssertionError(f"it did not come to {wanted}: {state}")


def verdicts(state: Json) -> list[str]:
    return [cell["verdict"] for cell in state["proof"]["cells"]]


async def test_nothing_is_run_after_a_save_where_nobody_asked(save: Save, proofs: Proofs) -> None:
    await save(("print(1)", "1\n"))
    await asyncio.sleep(1)
    state = await proofs()
    assert (state["keeping"], state["running"], state["proof"]) == ("off", False, None)


async def test_a_clean_run_follows_the_wish_and_then_each_save_with_changes(save: Save, proofs: Proofs) -> None:
    await save(("print(1)", "1\n"))
    state = await proofs(keep=True)
    assert (state["keeping"], state["running"]) == ("on", True)
    state = await settled(proofs)
    assert verdicts(state) == ["same"]
    await save(("print(1)", "1\n"))
    await asyncio.sleep(0.5)
    assert (await settled(proofs))["proof"]["when"] == state["proof"]["when"]
    await save(("print(2)", "1\n"))
    await asyncio.sleep(0.2)
    assert verdicts(await settled(proofs, edited=False)) == ["differs"]
    await proofs(keep=False)
    await save(("print(3)", "3\n"))
    await asyncio.sleep(1)
    state = await proofs()
    assert (state["keeping"], state["running"], state["edited"]) == ("off", False, True)


async def test_a_newer_save_takes_the_place_of_an_older(save: Save, proofs: Proofs) -> None:
    await save(("print(1)", "1\n"))
    await proofs(keep=True)
    await settled(proofs)
    await save(("import time; time.sleep(20)", ""))
    await asyncio.sleep(0.3)
    assert (await proofs())["running"]
    await save(("print(2)", "2\n"))
    await asyncio.sleep(0.2)
    assert verdicts(await settled(proofs, edited=False)) == ["same"]


@pytest.mark.parametrize("settings", [{"kept_seconds": 3}])
async def test_a_long_run_pauses_it_until_one_by_hand_is_short(save: Save, proofs: Proofs, jp_fetch: Callable[..., Any]) -> None:
    await save(("print(1)", "1\n"))
    await proofs(keep=True)
    await settled(proofs)
    await save(("import time; time.sleep(60)", ""))
    state = await settled(proofs, keeping="paused")
    assert state["edited"]
    await save(("print(2)", "2\n"))
    await asyncio.sleep(0.5)
    assert (await settled(proofs))["edited"]
    await jp_fetch("jupyter-quality", "api", "proofs", method="POST", body=json.dumps({"path": "n.ipynb"}))
    assert verdicts(await settled(proofs, keeping="on")) == ["same"]


async def test_a_clean_run_settles_what_the_runs_leave_open(
    save: Save, proofs: Proofs, ask: Callable[..., Any], jp_fetch: Callable[..., Any]
) -> None:
    await save(("x = len('abc')", ""), ("print(x > 0)", "True\n"), ("print(x < 0)", "True\n"))
    known = {"kernel": "k", "at": 1.0, "end": "well"}
    x = {"kind": "builtins.int", "whole": "unknown:1"}
    runs = [
        {**known, "id": "1", "cell_id": "a", "source": "x = len('abc')", "wrote": {"x": x}, "output": ""},
        {**known, "id": "2", "cell_id": "b", "source": "print(x > 0)", "read": {"x": "unknown:1"}, "output": "o", "shows": True},
        {**known, "id": "3", "cell_id": "c", "source": "print(x < 0)", "read": {"x": "unknown:1"}, "output": "p", "shows": True},
    ]
    model = json.loads((await jp_fetch("api", "contents", "n.ipynb")).body)
    asked = {"path": "n.ipynb", "notebook": model["content"], "runs": runs}
    _, before = await ask("state", asked)
    assert [cell["state"] for cell in before["cells"]][1:] == ["unknown", "unknown"]
    await proofs(keep=True)
    await settled(proofs)
    _, after = await ask("state", asked)
    assert [cell["state"] for cell in after["cells"]][1:] == ["fresh", "stale"]
    assert after["cells"][2]["why"][0].startswith("a clean run gives something else")
    model["content"]["cells"][2]["execution_count"] = 9
    _, again = await ask("state", {**asked, "notebook": model["content"]})
    assert again["cells"][2]["state"] == "unknown"
