"""Limits, batches and settings."""

import asyncio
import threading

import pytest

from jupyter_quality.server import checker
from jupyter_quality.server.jobs import Jobs

NAN = "import numpy as np\nmissing = 1 == np.nan"
FOUND, NOTHING = ["nan-comparison"], []


def about_nan(report):
    return [finding["rule"] for finding in report["findings"] if finding["rule"] == "nan-comparison"]


@pytest.mark.parametrize("settings", [{"max_cells": 2}])
async def test_too_many_cells(ask, notebook, stored):
    assert (await ask("check", {"path": "n.ipynb", "notebook": notebook("a", "b")}))[0] == 200
    status, answer = await ask("check", {"path": "n.ipynb", "notebook": notebook("a", "b", "c")})
    assert (status, answer["message"]) == (413, "n.ipynb has 3 cells; up to 2 are checked (`max_cells`).")
    stored("n.ipynb", "a", "b", "c")
    assert (await ask("check", {"path": "n.ipynb"}))[0] == 413


@pytest.mark.parametrize("settings", [{"max_megabytes": 1}])
async def test_too_many_bytes(ask, notebook, stored):
    large = "x" * 2**20
    status, answer = await ask("check", {"path": "n.ipynb", "notebook": notebook(large)})
    assert (status, answer["message"]) == (413, "n.ipynb has 1 MB; up to 1 MB are checked (`max_megabytes`).")
    stored("n.ipynb", large)
    assert (await ask("check", {"path": "n.ipynb"}))[0] == 413


@pytest.mark.parametrize("settings", [{"max_notebooks": 2}])
async def test_too_many_notebooks(ask, stored):
    for name in ("a", "b", "c"):
        stored(f"{name}.ipynb", "x = 1")
    _, answer = await ask("batch", {"paths": [""]})
    assert [report["path"] for report in answer["reports"]] == ["a.ipynb", "b.ipynb"]
    assert answer["left_off"] == 1
    status, answer = await ask("batch", {"paths": ["a.ipynb", "b.ipynb", "c.ipynb"]})
    assert status == 413
    assert "max_notebooks" in answer["message"]


async def test_a_batch_goes_into_folders(ask, stored):
    for path in ("z.ipynb", "a/b/n.ipynb", "a/m.ipynb", "a/.hidden/n.ipynb", "a/.ipynb_checkpoints/n.ipynb", "a/node_modules/n.ipynb"):
        stored(path, NAN)
    _, answer = await ask("batch", {"paths": ["a", "z.ipynb", "/a/m.ipynb"]})
    assert [report["path"] for report in answer["reports"]] == ["a/m.ipynb", "a/b/n.ipynb", "z.ipynb"]
    assert [about_nan(report) for report in answer["reports"]] == [FOUND] * 3
    assert answer["left_off"] == 0


async def test_a_batch_tells_what_cannot_be_checked_and_goes_on(ask, stored, jp_root_dir):
    stored("n.ipynb", NAN)
    (jp_root_dir / "broken.ipynb").write_text("{")
    _, answer = await ask("batch", {"paths": ["missing.ipynb", "no/folder", "broken.ipynb", "n.ipynb"]})
    missing, folder, broken, whole = answer["reports"]
    assert missing["trouble"] == "There is no missing.ipynb here."
    assert folder["trouble"] == "There is no no/folder here."
    assert broken["trouble"] is not None and len(broken["findings"]) == 1
    assert about_nan(whole) == FOUND


async def test_a_batch_does_not_leave_the_root(ask):
    status, _ = await ask("batch", {"paths": ["../"]})
    assert status == 404


async def test_a_batch_passes_over_what_the_project_excludes(ask, stored, jp_root_dir):
    for path in ("old/n.ipynb", "new/n.ipynb", "new/draft.ipynb"):
        stored(path, NAN)
    (jp_root_dir / "pyproject.toml").write_text('[tool.jupyter_quality]\nexclude = ["old", "draft*"]\n')
    _, answer = await ask("batch", {"paths": [""]})
    assert [report["path"] for report in answer["reports"]] == ["new/n.ipynb"]


@pytest.mark.parametrize("settings", [{"ignore": ["nan-comparison"]}])
async def test_the_servers_settings_hold_until_a_project_says_otherwise(ask, stored, jp_root_dir):
    stored("n.ipynb", NAN)
    assert about_nan((await ask("check", {"path": "n.ipynb"}))[1]) == NOTHING
    (jp_root_dir / "pyproject.toml").write_text("[tool.jupyter_quality]\nignore = []\n")
    assert about_nan((await ask("check", {"path": "n.ipynb"}))[1]) == FOUND


async def test_the_nearest_project_with_our_table_decides(ask, stored, jp_root_dir):
    stored("a/b/n.ipynb", NAN)
    (jp_root_dir / "pyproject.toml").write_text("[tool.jupyter_quality]\nselect = ['structure']\n")
    (jp_root_dir / "a" / "b" / "pyproject.toml").write_text("[project]\nname = 'b'\n")
    assert about_nan((await ask("check", {"path": "a/b/n.ipynb"}))[1]) == NOTHING
    (jp_root_dir / "a" / "pyproject.toml").write_text("[tool.jupyter_quality]\nselect = ['api']\n")
    assert about_nan((await ask("check", {"path": "a/b/n.ipynb"}))[1]) == FOUND


async def test_a_project_above_the_root_is_not_seen(ask, stored, jp_root_dir):
    stored("n.ipynb", NAN)
    (jp_root_dir.parent / "pyproject.toml").write_text("[tool.jupyter_quality]\nignore = ['api']\n")
    assert about_nan((await ask("check", {"path": "n.ipynb"}))[1]) == FOUND


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("[tool.jupyter_quality]\nlong-cel = 3\n", "a/pyproject.toml: there is no setting `long_cel`"),
        ("[tool.jupyter_quality]\nlong-cell = 'x'\n", "a/pyproject.toml: `long_cell`"),
        ("[tool.jupyter_quality]\nignore = [\n", "a/pyproject.toml cannot be read"),
        ("[[tool.jupyter_quality]]\n", "a/pyproject.toml: [tool.jupyter_quality] is no table"),
    ],
)
async def test_unusable_settings_are_told_plainly(ask, stored, notebook, jp_root_dir, text, trouble):
    stored("a/n.ipynb", NAN)
    (jp_root_dir / "a" / "pyproject.toml").write_text(text)
    for body in ({"path": "a/n.ipynb"}, {"path": "a/n.ipynb", "notebook": notebook(NAN)}):
        status, report = await ask("check", body)
        assert status == 200
        assert report["trouble"].startswith(trouble)
        assert report["findings"] == []
    _, answer = await ask("batch", {"paths": ["a"]})
    assert answer["reports"][0]["trouble"].startswith(trouble)


async def test_a_new_setting_shows_at_once(ask, stored, jp_root_dir):
    stored("n.ipynb", NAN)
    assert about_nan((await ask("check", {"path": "n.ipynb"}))[1]) == FOUND
    (jp_root_dir / "pyproject.toml").write_text("[tool.jupyter_quality]\nignore = ['api']\n")
    assert about_nan((await ask("check", {"path": "n.ipynb"}))[1]) == NOTHING


async def test_checks_run_off_the_event_loop(ask, notebook, monkeypatch):
    ran_in, engine_check = [], checker.check

    def check(*args):
        ran_in.append(threading.current_thread())
        return engine_check(*args)

    monkeypatch.setattr(checker, "check", check)
    await ask("check", {"path": "n.ipynb", "notebook": notebook("x = 1")})
    assert ran_in and ran_in[0] is not threading.current_thread()


async def test_a_notebook_that_is_stored_anew_while_it_waits_is_told_as_it_is_now(ask, notebook, stored, monkeypatch):
    go, waiting, engine_check, report = threading.Event(), [], checker.check, Jobs.report

    def check(notebook, *rest):
        if notebook.path == "slow.ipynb":
            go.wait(20)
        return engine_check(notebook, *rest)

    async def noted(self, lane, *rest):
        waiting.append(lane)
        return await report(self, lane, *rest)

    async def asked(path, count):
        task = asyncio.ensure_future(ask("check", {"path": path}))
        while len(waiting) < count:
            await asyncio.sleep(0.001)
        return task

    monkeypatch.setattr(checker, "check", check)
    monkeypatch.setattr(Jobs, "report", noted)
    stored("slow.ipynb", "x = 1")
    stored("n.ipynb", NAN)
    tasks = [await asked("slow.ipynb", 1), await asked("n.ipynb", 2)]
    stored("n.ipynb", "print(1)")
    tasks.append(await asked("n.ipynb", 3))
    go.set()
    _, older, newer = await asyncio.gather(*tasks)
    assert older == newer
    assert about_nan(older[1]) == NOTHING
