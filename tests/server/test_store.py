"""Contents managers of other kinds, and what lies beside a notebook."""

from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from jupyter_server.services.contents.filemanager import AsyncFileContentsManager, FileContentsManager
from jupyter_server.services.contents.manager import AsyncContentsManager, ContentsManager
from tornado.web import HTTPError

from jupyter_quality.notebook.folder import DiskFolder, UnknownFolder
from jupyter_quality.server.refusal import Refusal
from jupyter_quality.server.store import Store, cleaned

NAN = "import numpy as np\nmissing = 1 == np.nan"


def model(path: str, kind: str, content: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    how = {"notebook": "json", "directory": "json", "file": "text"}[kind]
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "type": kind,
        "content": content,
        "format": how if content is not None else None,
        "writable": True,
        "created": now,
        "last_modified": now,
        "mimetype": None,
    }


class Shelf:
    """Keeps everything in memory, notebooks as nothing but notebooks, and knows no sizes."""

    kept: ClassVar[dict[str, Any]]

    def _get(self, path: str, content: bool, kind: str | None) -> dict[str, Any]:
        path = path.strip("/")
        if any(name.startswith(f"{path}/".lstrip("/")) for name in self.kept) and path not in self.kept:
            start = f"{path}/".lstrip("/")
            names = {start + name.removeprefix(start).partition("/")[0] for name in self.kept if name.startswith(start)}
            return model(path, "directory", [self._get(name, False, None) for name in sorted(names)] if content else None)
        if path not in self.kept:
            raise HTTPError(404, "nothing at %s", path)
        own = "notebook" if isinstance(self.kept[path], dict) else "file"
        if kind not in {None, own}:
            raise HTTPError(400, "%s is no %s", path, kind)
        return model(path, own, self.kept[path] if content else None)

    def _save(self, saved: dict[str, Any], path: str) -> dict[str, Any]:
        self.kept[path.strip("/")] = saved["content"]
        return self._get(path, False, None)


class MemoryManager(Shelf, ContentsManager):
    kept: ClassVar[dict[str, Any]] = {}

    def get(self, path, content=True, **how):
        return self._get(path, content, how.get("type"))

    def save(self, model, path):
        return self._save(model, path)

    def file_exists(self, path):
        return path.strip("/") in self.kept

    def dir_exists(self, path):
        return True

    def is_hidden(self, path):
        return False


class AsyncMemoryManager(Shelf, AsyncContentsManager):
    kept: ClassVar[dict[str, Any]] = {}

    async def get(self, path, content=True, **how):
        return self._get(path, content, how.get("type"))

    async def save(self, model, path):
        return self._save(model, path)

    async def file_exists(self, path):
        return path.strip("/") in self.kept

    async def dir_exists(self, path):
        return True

    async def is_hidden(self, path):
        return False


@pytest.mark.parametrize(
    "server_settings", [{"contents_manager_class": MemoryManager}, {"contents_manager_class": AsyncMemoryManager}], ids=["sync", "async"]
)
async def test_a_contents_manager_without_files(ask, notebook, jp_serverapp):
    kept = jp_serverapp.contents_manager.kept
    kept.clear()
    kept["a/n.ipynb"] = notebook(NAN, "open('data.csv')")
    _, report = await ask("check", {"path": "a/n.ipynb"})
    assert "nan-comparison" in [finding["rule"] for finding in report["findings"]]
    _, answer = await ask("batch", {"paths": [""]})
    assert [report["path"] for report in answer["reports"]] == ["a/n.ipynb"]
    assert await ask("allow", {"path": "a/n.ipynb", "rule": "nan-comparison"}) == (201, {"file": "pyproject.toml"})
    assert kept["pyproject.toml"] == '[tool.jupyter_quality]\nignore = ["nan-comparison"]\n'
    _, report = await ask("check", {"path": "a/n.ipynb"})
    assert "nan-comparison" not in [finding["rule"] for finding in report["findings"]]
    assert (await ask("check", {"path": "a/none.ipynb"}))[0] == 404


def test_without_files_nothing_is_known_of_what_lies_beside():
    assert isinstance(Store(MemoryManager(), None, 1).folder("a/n.ipynb"), UnknownFolder)


class Large:
    """Holds a notebook of a gigabyte that nobody should load."""

    def get(self, path, content=True, **how):
        assert not content
        return {"type": "notebook", "size": 2**30}


async def test_what_is_too_large_is_not_even_loaded():
    with pytest.raises(Refusal, match=r"1024 MB; up to 64 MB"):
        await Store(Large(), None, 64 * 2**20).notebook("n.ipynb")


@pytest.mark.parametrize("kind", [FileContentsManager, AsyncFileContentsManager])
def test_files_beside_are_seen_up_to_the_root(kind, jp_root_dir):
    store = Store(kind(root_dir=str(jp_root_dir)), jp_root_dir, 1)
    (jp_root_dir / "a").mkdir()
    (jp_root_dir / "a" / "data.csv").write_text("x")
    (jp_root_dir.parent / "secret.csv").write_text("x")
    beside = store.folder("a/n.ipynb")
    assert isinstance(beside, DiskFolder)
    assert beside.exists("data.csv")
    assert beside.exists("../../secret.csv") is None
    assert beside.names(1) == {"a"}
    assert beside.names(2) is None


@pytest.mark.parametrize(
    ("path", "expected"), [("/a//b.ipynb", "a/b.ipynb"), ("./a/./b/", "a/b"), ("", ""), ("a..b/c.ipynb", "a..b/c.ipynb")]
)
def test_paths_are_written_in_one_way(path, expected):
    assert cleaned(path) == expected


@pytest.mark.parametrize("path", ["..", "../n.ipynb", "a/../b.ipynb", "/../x", "a\0b.ipynb"])
def test_no_path_leads_out_of_the_root(path):
    with pytest.raises(Refusal):
        cleaned(path)
