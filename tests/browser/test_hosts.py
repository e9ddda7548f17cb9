"""Notebook 7, a server without our part, a kernel of another language, the kernel itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, code, editor, open_with_panel, row, run_all, run_cell, running, show_panel, wait_until_idle


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Lab]:
    with running(tmp_path / "notebooks", "--ServerApp.jpserver_extensions={'jupyter_quality': False}") as server:
        yield server


@pytest.fixture
def classic(tmp_path: Path) -> Iterator[Lab]:
    pytest.importorskip("notebook")
    with running(tmp_path / "notebooks", app="notebook") as server:
        yield server


def test_without_the_server_part_one_line_says_so(page: Page, bare: Lab) -> None:
    bare.write("bare.ipynb", [code("a", "unknown_name")])
    panel = open_with_panel(page, bare, "bare.ipynb")
    expect(panel).to_contain_text("The server part is not running")
    expect(panel).to_contain_text("jupyter server extension enable jupyter_quality")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("not checked")


def show_right_sidebar(page: Page) -> Locator:
    """Show the panel in Notebook 7."""
    page.get_by_role("menuitem", name="View").click()
    page.get_by_text("Right Sidebar", exact=True).hover()
    page.get_by_text("Show Notebook quality").click()
    return page.locator("#jupyter-quality-panel")


def test_in_notebook_7_the_panel_and_the_marks_work(page: Page, classic: Lab) -> None:
    classic.write("classic.ipynb", [code("a", "unknown_name")])
    page.goto(classic.address("classic.ipynb", app="notebooks"))
    expect(page.locator(".cm-lintRange-error")).to_have_text("unknown_name", timeout=60_000)
    expect(row(show_right_sidebar(page), "undefined-name")).to_contain_text("unknown_name")


def test_in_notebook_7_a_stale_cell_is_marked_and_run_again_from_the_tab(page: Page, classic: Lab) -> None:
    classic.write("stale.ipynb", [code("a", "limit = 10"), code("b", "print(limit)")])
    page.goto(classic.address("stale.ipynb", app="notebooks"))
    panel = show_right_sidebar(page)
    panel.get_by_role("tab", name="State").click()
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first.wait_for()
    run_all(page)
    expect(panel.locator(".jp-quality-state.jp-mod-fresh")).to_have_count(2)
    run_cell(page, 1, "limit = 20")
    chip = page.locator(".jp-Cell.jp-quality-stale .jp-quality-chip")
    expect(chip).to_have_count(1)
    expect(chip).to_have_attribute("title", re.compile("limit"))
    panel.get_by_role("button", name="Run 1 stale cell").click()
    panel.get_by_role("button", name="Run", exact=True).click()
    expect(panel.locator(".jp-quality-state.jp-mod-fresh")).to_have_count(2)
    expect(chip).to_have_count(0)
    expect(page.locator(".jp-OutputArea-output").last).to_have_text("20")


def test_a_notebook_in_another_language_is_left_alone_calmly(page: Page, lab: Lab) -> None:
    spec = {"kernelspec": {"name": "julia", "display_name": "Julia", "language": "julia"}, "language_info": {"name": "julia"}}
    lab.write("julia.ipynb", [code("a", "println(x)")], **spec)
    page.goto(lab.address("julia.ipynb"))
    page.get_by_role("dialog").get_by_role("button", name="No Kernel").click()
    panel = show_panel(page)
    expect(panel).to_contain_text("This notebook is written in julia. Only Python is checked")
    expect(panel.locator(".jp-quality-row")).to_have_count(0)


def test_the_magics_are_loaded_in_the_kernel_without_a_trace(page: Page, lab: Lab) -> None:
    lab.write("kernel.ipynb", [code("a", "'quality' in get_ipython().magics_manager.magics['line'], len(In)")])
    open_with_panel(page, lab, "kernel.ipynb")
    editor(page, 1).click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".jp-OutputArea-output").first).to_have_text("(True, 2)")
    expect(page.locator(".jp-InputPrompt").first).to_have_text("[1]:")
    page.get_by_role("menuitem", name="Kernel").click()
    page.get_by_text("Restart Kernel and Clear Outputs of All Cells…").click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    wait_until_idle(page)
    editor(page, 1).click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".jp-OutputArea-output").first).to_have_text("(True, 2)")


def test_the_status_bar_shows_the_counts_and_opens_the_panel(page: Page, lab: Lab) -> None:
    lab.write("status.ipynb", [code("a", "unknown_name")])
    page.goto(lab.address("status.ipynb"))
    wait_until_idle(page)
    item = page.get_by_title("Notebook quality: 1 wrong")
    expect(item).to_contain_text("1")
    item.click()
    expect(page.locator("#jupyter-quality-panel")).to_be_visible()
