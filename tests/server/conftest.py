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
