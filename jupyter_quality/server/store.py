"""Notebooks, their settings and what lies beside them, through the contents manager: never by opening a file."""

import base64
from asyncio import Lock
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

import msgspec
from jupyter_core.utils import ensure_async
from tornado.web import HTTPError

from jupyter_quality.notebook.folder import DiskFolder, Folder, UnknownFolder
from jupyter_quality.options import TABLE, is_excluded, settings_in
from jupyter_quality.server.allow import with_ignored
from jupyter_quality.server.refusal import Refusal

FOLDERS = 2000
"""Folders that one request may have looked into."""

_PROJECT = "pyproject.toml"
_PASSED_OVER = (".*", "node_modules", "__pycache__", "site-packages")

Model = dict[str, Any]
"""What a contents manager answers; its shape is Jupyter's."""


class Manager(Protocol):
    """What is asked of a contents manager, which may be asynchronous."""

    def get(self, path: str, content: bool = True, type: str | None = None) -> Model | Awaitable[Model]:  # noqa: A002 - its name
        """The model of a path."""

    def file_exists(self, path: str) -> bool | Awaitable[bool]:
        """Whether there is such a file."""

    def save(self, model: Model, path: str) -> Model | Awaitable[Model]:
        """Write a file."""


class Store:
    """What the contents manager keeps. Paths are the server's: relative to its root, parts apart by `/`.

    `root` is the root's folder where the contents manager keeps plain files on this machine, else None.
    """

    def __init__(self, manager: Manager, root: Path | None, max_bytes: int) -> None:
        self._manager = manager
        self._root = root
        self._max_bytes = max_bytes
        self._writing = Lock()

    async def notebook(self, path: str) -> bytes:
        """A notebook's bytes, as JSON or percent script. Raises Refusal where there is none, or it is too large."""
        model = await self._get(path, content=False)
        if model["type"] == "directory":
            raise Refusal(400, f"{path} is a folder: ask for a batch.")
        self.limit(model.get("size") or 0, path)
        content = await self._content(path)
        self.limit(len(content), path)
        return content

    def limit(self, size: int, path: str) -> None:
        """Raise Refusal where a notebook has more bytes than are checked."""
        if size > self._max_bytes:
            raise Refusal(413, f"{path} has {size / 2**20:.0f} MB; up to {self._max_bytes // 2**20} MB are checked (`max_megabytes`).")

    async def _content(self, path: str) -> bytes:
        """As a file, so that a broken notebook can be told about; as a notebook where it is stored as none or is another format."""
        if path.endswith((".ipynb", ".py")):
            try:
                return _bytes(await self._get(path, "file"))
            except Refusal as refusal:
                if refusal.status_code != 400:
                    raise
        return _bytes(await self._get(path, "notebook"))

    async def _get(self, path: str, kind: str | None = None, *, content: bool = True) -> Model:
        try:
            model = await ensure_async(self._manager.get(path, content=content, type=kind))
        except HTTPError as error:
            if error.status_code == 404:
                raise Refusal(404, f"There is no {path} here.") from None
            raise Refusal(error.status_code, f"{path} cannot be read.") from None
        return model

    async def settings(self, folder: str) -> tuple[str, dict[str, object]]:
        """The nearest pyproject.toml, at or above a folder, that has a table for us, and its settings. Raises OptionsError."""
        async for file, text in self._projects(folder):
            if TABLE in text:
                return file, settings_in(text, file)
        return "", {}

    async def _projects(self, folder: str) -> AsyncIterator[tuple[str, str]]:
        """Every pyproject.toml at or above a folder, nearest first: its path and text."""
        for place in _upwards(folder):
            file = f"{place}/{_PROJECT}".lstrip("/")
            if await ensure_async(self._manager.file_exists(file)):
                yield file, _bytes(await self._get(file, "file")).decode(errors="replace")

    async def allow(self, folder: str, rule: str) -> str:
        """Leave a rule out in the project of a folder; the path of the pyproject.toml that says so. Raises OptionsError.

        The nearest with a table for us is taken, else the nearest; where there is none, one is made at the server's root.
        """
        async with self._writing:
            projects = [project async for project in self._projects(folder)]
            ours = [project for project in projects if TABLE in project[1]]
            file, text = (ours or projects or [(_PROJECT, "")])[0]
            changed = with_ignored(text, rule, file)
            if changed != text:
                await ensure_async(self._manager.save({"type": "file", "format": "text", "content": changed}, file))
            return file

    async def notebooks(self, path: str, exclude: Sequence[str]) -> list[str]:
        """The notebooks in a folder and all below it, sorted within each; the path itself where it is no folder."""
        if path.endswith((".ipynb", ".py")) or (await self._get(path, content=False))["type"] != "directory":
            return [path]
        found, waiting, seen = [], [path], 0
        while waiting:
            if (seen := seen + 1) > FOLDERS:
                raise Refusal(413, f"There are more than {FOLDERS} folders in {path or 'the root folder'}: ask for one below it.")
            entries = (await self._get(waiting.pop(), "directory"))["content"]
            entries = sorted(
                (e for e in entries if not is_excluded(e["name"], _PASSED_OVER) and not is_excluded(e["path"], exclude)),
                key=itemgetter("name"),
            )
            found += [entry["path"] for entry in entries if entry["type"] == "notebook"]
            waiting += [entry["path"] for entry in reversed(entries) if entry["type"] == "directory"]
        return found

    def directory(self, path: str) -> Path | None:
        """The folder of a notebook where the contents manager keeps plain files on this machine, else None."""
        return None if self._root is None else (self._root / path).parent

    def key(self, path: str) -> str:
        """What runs of a notebook are kept under: its full path, as its kernel knows it, where it is a file on this machine."""
        return f"server:{path}" if self._root is None else str((self._root / path).resolve())

    def folder(self, path: str) -> Folder:
        """What lies beside a notebook, as far as that can be seen: on disk under the server's root."""
        directory = self.directory(path)
        return UnknownFolder() if directory is None else DiskFolder(directory, self._root)


def cleaned(path: str) -> str:
    """A path as the contents manager writes it. Raises Refusal for one that leads out of the root."""
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if ".." in parts or "\0" in path:
        raise Refusal(404, f"There is no {path} here.")
    return "/".join(parts)


def parent(path: str) -> str:
    """The folder that a path is in."""
    return path.rpartition("/")[0]


def _upwards(folder: str) -> Iterator[str]:
    """A folder and all above it, the root ("") last."""
    yield folder
    while folder:
        folder = parent(folder)
        yield folder


def _bytes(model: Model) -> bytes:
    """The content of a file or notebook as bytes."""
    content = model["content"]
    if not isinstance(content, str):
        return msgspec.json.encode(content)
    return base64.b64decode(content) if model["format"] == "base64" else content.encode(errors="replace")
