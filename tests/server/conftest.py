import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

Json = Any
"""What a test takes apart by its keys."""

Ask = Callable[..., Awaitable[tuple[int, Json]]]


@pytest.fixture
def settings() -> dict[str, object]:
    """The extension's settings in the server's configuration; tests override it."""
    return {}


@pytest.fixture
def server_settings() -> dict[str, object]:
    """The server's own settings; tests override it."""
    return {}


@pytest.fixture
def jp_server_config(settings: dict[str, object], server_settings: dict[str, object]) -> dict[str, Any]:
    server = {
        "jpserver_extensions": {"jupyter_quality": True},
        "allow_unauthenticated_access": False,
        "reraise_server_extension_failures": True,
        **server_settings,
    }
    return {"ServerApp": server, "QualityExtension": settings}


@pytest.fixture
def ask(jp_fetch: Callable[..., Any]) -> Ask:
    """Ask an endpoint, with a body by POST: the status and the answer."""

    async def ask(what: str, body: Json = None) -> tuple[int, Json]:
        how = {"method": "POST", "body": body if isinstance(body, str) else json.dumps(body)} if body is not None else {}
        response = await jp_fetch("jupyter-quality", "api", *what.split("/"), raise_error=False, **how)
        return response.code, json.loads(response.body)

    return ask


@pytest.fixture
def notebook() -> Callable[..., dict[str, Any]]:
    """A notebook of code cells with these sources and the ids a, b, c …"""

    def notebook(*sources: str, language: str = "python") -> dict[str, Any]:
        cells = [
            {"id": chr(97 + at), "cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
            for at, source in enumerate(sources)
        ]
        return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": language}}, "cells": cells}

    return notebook


@pytest.fixture
def stored(jp_root_dir: Any, notebook: Callable[..., dict[str, Any]]) -> Callable[..., None]:
    """Store a notebook under the server's root."""

    def stored(path: str, *sources: str) -> None:
        file = jp_root_dir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(notebook(*sources)))

    return stored


@pytest.fixture
def data_dir(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """An own Jupyter data directory, in which proofs are kept."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path_factory.mktemp("data")))


@pytest.fixture
def task(jp_fetch: Callable[..., Any]) -> Callable[..., Awaitable[tuple[int, Json]]]:
    """Start (POST, with a body), look at (GET) or cancel (DELETE) long work: the status and the answer."""

    async def task(method: str, what: str, path: str, **more: object) -> tuple[int, Json]:
        how = {"body": json.dumps({"path": path, **more})} if method == "POST" else {"params": {"path": path}}
        response = await jp_fetch("jupyter-quality", "api", *what.split("/"), method=method, raise_error=False, **how)
        return response.code, json.loads(response.body) if response.body else None

    return task


@pytest.fixture
def ended(task: Callable[..., Awaitable[tuple[int, Json]]]) -> Callable[[str, str], Awaitable[Json]]:
    """What long work came to."""

    async def ended(what: str, path: str) -> Json:
        for _ in range(600):
            _, state = await task("GET", what, path)
            if not state["running"]:
                return state
            await asyncio.sleep(0.1)
        raise AssertionError(f"{what} did not end")

    return ended


@pytest.fixture
def counted(task: Callable[..., Awaitable[tuple[int, Json]]]) -> Callable[[str, str], Awaitable[Json]]:
    """The state of long work as soon as its cells are counted."""

    async def counted(what: str, path: str) -> Json:
        for _ in range(600):
            _, state = await task("GET", what, path)
            if state["of"]:
                return state
            await asyncio.sleep(0.1)
        raise AssertionError(f"no cell of {what} ran")

    return counted
