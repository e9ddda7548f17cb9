"""A JupyterLab server of our own and a browser to drive it."""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError

from playwright.sync_api import Browser, Locator, Page, Playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
"""The browser to drive; Playwright's own where it is not there."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 120
ANNOUNCEMENTS = "@jupyterlab/apputils-extension:announcements"


@dataclass(frozen=True)
class Lab:
    """A running server: its address, its token, the folder it serves, and where Jupyter's data and kernels are."""

    url: str
    token: str
    root: Path
    data: Path

    def address(self, notebook: str, *, app: str = "lab/tree") -> str:
        """Where a notebook opens, in a fresh workspace."""
        return f"{self.url}/{app}/{notebook}?token={self.token}&reset"

    def write(self, name: str, cells: list[dict[str, Any]], **metadata: Any) -> Path:
        """Write a notebook of code and markdown cells for a Python kernel."""
        spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}, "language_info": {"name": "python"}}
        path = self.root / name
        path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": spec | metadata, "cells": cells}))
        return path


def code(cell_id: str, source: str, **more: Any) -> dict[str, Any]:
    """Give a code cell that was not run."""
    return {"id": cell_id, "cell_type": "code", "source": source, "metadata": {}, "execution_count": None, "outputs": []} | more


def markdown(cell_id: str, source: str) -> dict[str, Any]:
    """Give a markdown cell."""
    return {"id": cell_id, "cell_type": "markdown", "source": source, "metadata": {}}


@contextmanager
def running(root: Path, *options: str, app: str = "jupyterlab") -> Iterator[Lab]:
    """Run a server over a folder until the block ends; `app` is the module that is started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root.mkdir(parents=True, exist_ok=True)
    config = root.parent / f"config-{port}"
    (config / "labconfig").mkdir(parents=True)
    (config / "labconfig" / "page_config.json").write_text(json.dumps({"disabledExtensions": {ANNOUNCEMENTS: True}}))
    lab = Lab(f"http://127.0.0.1:{port}", secrets.token_hex(8), root, config / "data")
    command = [
        *(sys.executable, "-m", app, "--no-browser", "--allow-root", f"--port={port}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={lab.token}", f"--ServerApp.root_dir={root}"),
        *("--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", *options),
    ]
    folders = {"JUPYTER_CONFIG_DIR": config, "JUPYTER_DATA_DIR": lab.data, "IPYTHONDIR": config / "ipython"}
    environment = os.environ | {name: str(folder) for name, folder in folders.items()}
    with (config / "server.log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, env=environment) as server:
        try:
            _wait(lab, server, config / "server.log")
            yield lab
        finally:
            server.terminate()


def _wait(lab: Lab, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_SECONDS * 5):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{lab.url}/api/status?token={lab.token}").close()
        except (URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    msg = f"the server did not start:\n{log.read_text()[-4000:]}"
    raise RuntimeError(msg)


def launched(playwright: Playwright) -> Browser:
    """Start Chromium without a window."""
    return playwright.chromium.launch(executable_path=CHROMIUM if Path(CHROMIUM).exists() else None, args=FLAGS)


def wait_until_idle(page: Page) -> None:
    """Wait until the notebook is drawn and its kernel has started."""
    page.locator(".jp-NotebookPanel:visible .jp-CodeCell .cm-content").first.wait_for(timeout=90_000)
    page.locator("#jp-main-statusbar", has_text="| Idle").wait_for(timeout=90_000)


def show_panel(page: Page) -> Locator:
    """Show the panel through its tab in the right sidebar."""
    page.get_by_role("tab", name="Notebook quality").click()
    panel = page.locator("#jupyter-quality-panel")
    panel.wait_for()
    return panel


def open_with_panel(page: Page, lab: Lab, notebook: str) -> Locator:
    """Open a notebook and the panel beside it."""
    page.goto(lab.address(notebook))
    wait_until_idle(page)
    return show_panel(page)


def row(panel: Locator, rule: str) -> Locator:
    """Find the rows of one rule, those that fade away left out."""
    return panel.locator(f'.jp-quality-row[data-rule="{rule}"]:not(.jp-mod-gone)')


def editor(page: Page, cell: int) -> Locator:
    """Find the editor of a cell; cells count from 1."""
    return page.locator(".jp-Notebook:visible .jp-Cell").nth(cell - 1).locator(".cm-content")


def run_all(page: Page) -> None:
    """Run all cells of the notebook and wait until the kernel is done."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()
    last = page.locator(".jp-Notebook:visible .jp-CodeCell .jp-InputPrompt").last
    last.filter(has_text=re.compile(r"\[\d+\]:")).wait_for()


def run_cell(page: Page, cell: int, text: str | None = None) -> None:
    """Run one cell, with a new text where one is given; cells count from 1."""
    if text is None:
        editor(page, cell).click()
    else:
        replace_text(page, cell, text)
    page.keyboard.press("Control+Enter")


def replace_text(page: Page, cell: int, text: str) -> None:
    """Type a new text into a cell."""
    editor(page, cell).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
