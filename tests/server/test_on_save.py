"""The word after a save."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from jupyter_quality.server import on_save
from jupyter_quality.server.checker import Checker
from jupyter_quality.server.on_save import CHECKED

NAN = "import numpy as np\nmissing = 1 == np.nan"


@pytest.fixture
def heard(jp_serverapp: Any, monkeypatch: pytest.MonkeyPatch) -> "asyncio.Queue[dict[str, Any]]":
    """The events that are emitted from now on, as the browser gets them."""
    monkeypatch.setattr(on_save, "PAUSE", 0)
    queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def listener(logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        queue.put_nowait(data)

    jp_serverapp.event_logger.add_listener(schema_id=CHECKED, listener=listener)
    return queue


@pytest.fixture
def save(jp_fetch: Callable[..., Any], notebook: Callable[..., Any]) -> Callable[..., Awaitable[int]]:
    async def save(path: str, *sources: str) -> int:
        content = json.dumps({"type": "notebook", "format": "json", "content": notebook(*sources)})
        return (await jp_fetch("api", "contents", path, method="PUT", body=content, raise_error=False)).code

    return save


async def next_of(heard: "asyncio.Queue[dict[str, Any]]") -> dict[str, Any]:
    return await asyncio.wait_for(heard.get(), 20)


async def test_a_save_is_followed_by_an_event(heard, save):
    await save("n.ipynb", NAN, "undefined_name")
    event = await next_of(heard)
    assert event["path"] == "n.ipynb"
    assert event["wrong"] == 2
    assert {"fragile", "style", "digest"} < set(event)


async def test_a_save_that_changes_nothing_is_not_told_again(heard, save):
    await save("n.ipynb", NAN)
    first = await next_of(heard)
    await save("n.ipynb", NAN)
    await save("m.ipynb", NAN)
    assert (await next_of(heard))["path"] == "m.ipynb"
    await save("n.ipynb", "print(1)")
    later = await next_of(heard)
    assert (later["path"], later["wrong"]) == ("n.ipynb", 0)
    assert later["digest"] != first["digest"]


async def test_saves_close_together_are_read_and_told_once(heard, stored, jp_serverapp, monkeypatch, caplog):
    read, content = [], Checker.content

    async def counted(self: Checker, path: str) -> bytes:
        read.append(path)
        return await content(self, path)

    monkeypatch.setattr(Checker, "content", counted)
    stored("n.ipynb", NAN)
    for path in ("n.ipynb", "n.ipynb", "/n.ipynb"):
        jp_serverapp.contents_manager.emit({"action": "save", "path": path})
    assert (await next_of(heard))["path"] == "n.ipynb"
    assert read == ["n.ipynb"]
    assert "Exception in callback" not in caplog.text


async def test_only_saves_of_notebooks_count(heard, stored, jp_root_dir, jp_serverapp):
    stored("n.ipynb", NAN)
    stored("m.ipynb", NAN)
    (jp_root_dir / "text.md").write_text("x")
    jp_serverapp.contents_manager.emit({"action": "get", "path": "n.ipynb"})
    jp_serverapp.contents_manager.emit({"action": "save", "path": "text.md"})
    jp_serverapp.contents_manager.emit({"action": "save", "path": "gone.ipynb"})
    jp_serverapp.contents_manager.emit({"action": "save", "path": "m.ipynb"})
    assert (await next_of(heard))["path"] == "m.ipynb"
    assert heard.empty()


async def test_nothing_is_told_where_nothing_could_be_checked(heard, save, jp_root_dir):
    (jp_root_dir / "pyproject.toml").write_text("[tool.jupyter_quality")
    await save("n.ipynb", NAN)
    (jp_root_dir / "a").mkdir()
    (jp_root_dir / "a" / "pyproject.toml").write_text("[tool.jupyter_quality]")
    await save("a/m.ipynb", NAN)
    assert (await next_of(heard))["path"] == "a/m.ipynb"


async def test_a_check_that_fails_breaks_no_save(heard, save, monkeypatch, caplog):
    async def fails(self: Checker, path: str) -> bytes:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(Checker, "content", fails)
        assert await save("n.ipynb", NAN) == 201
        while "could not be checked" not in caplog.text:
            await asyncio.sleep(0.01)
    assert await save("n.ipynb", NAN, NAN) == 200
    assert (await next_of(heard))["path"] == "n.ipynb"
