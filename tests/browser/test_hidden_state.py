"""From the run of a cell to the marks at all the others: kernel, recorder, server and panel together."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, code, editor, markdown, open_with_panel, run_all, run_cell, show_panel, wait_until_idle

CELLS = [
    markdown("m", "# Long waits"),
    code("waits", "waits = [4, 9, 15, 22, 31]"),
    code("threshold", "threshold = 10"),
    code("long", "long = [wait for wait in waits if wait > threshold]\nlong"),
    code("count", "len(long)"),
    code("mean", "mean = sum(long) / len(long)\nround(mean, 1)"),
    code("say", "print(f'above {threshold} min: {mean:.1f} min on average')"),
    code("all", "sum(waits)"),
    code("done", "'done'"),
]
STALE = ["long", "count", "mean", "say"]


def marked(page: Page) -> Locator:
    """Find the marks at stale cells."""
    return page.locator(".jp-Notebook:visible .jp-Cell.jp-quality-stale .jp-quality-chip")


def expect_stale(panel: Locator, *ids: str) -> None:
    """Expect exactly these cells to be stale, in the panel and in the notebook, each with its sentence."""
    expect(panel.locator(".jp-quality-state.jp-mod-stale")).to_have_count(len(ids))
    for cell_id in ids:
        expect(panel.locator(f'[data-cell="{cell_id}"]')).to_have_class(re.compile("jp-mod-stale"))
    expect(marked(panel.page)).to_have_count(len(ids))
    for chip in marked(panel.page).all():
        expect(chip).to_have_attribute("title", re.compile("Stale: .+"))


@pytest.fixture
def panel(page: Page, lab: Lab, request: pytest.FixtureRequest) -> Locator:
    name = f"{request.node.name}.ipynb"
    lab.write(name, CELLS)
    panel = open_with_panel(page, lab, name)
    panel.get_by_role("tab", name="State").click()
    run_all(page)
    expect(panel.locator(".jp-quality-state.jp-mod-fresh")).to_have_count(8)
    return panel


def test_a_changed_threshold_makes_exactly_what_depends_on_it_stale(page: Page, panel: Locator) -> None:
    run_cell(page, 3, "threshold = 20")
    expect_stale(panel, *STALE)
    for chip in marked(page).all():
        expect(chip).to_have_attribute("title", re.compile("threshold|long|mean"))
    expect(panel.get_by_role("tab", name="State")).to_have_text("State 4")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("4 stale")


def test_running_it_back_says_what_a_clean_run_gives(page: Page, panel: Locator) -> None:
    run_cell(page, 3, "threshold = 20")
    expect_stale(panel, *STALE)
    run_cell(page, 4)
    expect(panel.locator(".jp-quality-state.jp-mod-stale")).to_have_count(3)
    run_cell(page, 3, "threshold = 10")
    expect(panel.locator('[data-cell="long"]')).to_have_class(re.compile("jp-mod-stale"))
    panel.locator('[data-cell="long"] button').click()
    expect(panel.locator(".jp-quality-sentence .jp-quality-example")).to_have_text(["Shown[22, 31]", "A clean run gives[15, 22, 31]"])


def test_what_is_stale_is_run_in_order_after_a_preview(page: Page, panel: Locator) -> None:
    run_cell(page, 3, "threshold = 20")
    panel.get_by_role("button", name="Run 4 stale cells, in order…").click()
    expect(panel.locator(".jp-quality-run li")).to_have_count(4)
    panel.get_by_role("button", name="Run", exact=True).click()
    expect_stale(panel)
    expect(page.locator(".jp-Notebook:visible .jp-Cell").nth(6).locator(".jp-OutputArea-output")).to_have_text(
        "above 20 min: 26.5 min on average\n"
    )
    expect(panel.locator(".jp-quality-run")).to_have_count(0)


def test_marks_outlive_a_reload_and_a_restart(page: Page, panel: Locator) -> None:
    run_cell(page, 3, "threshold = 20")
    expect_stale(panel, *STALE)
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)
    page.reload()
    wait_until_idle(page)
    expect(marked(page)).to_have_count(4)
    page.get_by_role("menuitem", name="Kernel").click()
    page.get_by_text("Restart Kernel…", exact=True).click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.locator("#jp-main-statusbar", has_text="| Idle").wait_for()
    expect(marked(page)).to_have_count(4)


def test_an_edit_counts_at_once_while_another_cell_runs(page: Page, panel: Locator) -> None:
    run_cell(page, 8, "import time\ntime.sleep(60)")
    page.locator("#jp-main-statusbar", has_text="| Busy").wait_for()
    editor(page, 3).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("threshold = 20")
    expect(panel.locator('[data-cell="threshold"]')).to_have_class(re.compile("jp-mod-stale"))
    page.keyboard.press("Control+z")
    expect(panel.locator('[data-cell="threshold"]')).to_have_class(re.compile("jp-mod-fresh"))


def test_a_deleted_name_is_put_back(page: Page, panel: Locator) -> None:
    page.locator(".jp-Notebook:visible .jp-Cell").nth(2).locator(".jp-InputPrompt").click()
    page.keyboard.press("d")
    page.keyboard.press("d")
    hidden = panel.locator('[data-name="threshold"]')
    expect(hidden).to_contain_text("threshold = 10")
    hidden.get_by_role("button", name="Put back as a cell").click()
    expect(editor(page, 3)).to_have_text("threshold = 10")
    run_cell(page, 3)
    expect(panel.locator('[data-name="threshold"]')).to_have_count(0)
    expect_stale(panel)


def test_names_of_one_deleted_cell_are_told_together(page: Page, panel: Locator) -> None:
    run_cell(page, 3, "threshold = 10\nceiling = 20")
    expect(page.locator(".jp-Notebook:visible .jp-Cell").nth(2).locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"))
    page.locator(".jp-Notebook:visible .jp-Cell").nth(2).locator(".jp-InputPrompt").click()
    page.keyboard.press("d")
    page.keyboard.press("d")
    expect(panel.get_by_role("button", name="Put back as a cell")).to_have_count(1)
    expect(panel.locator(".jp-quality-hidden li").first).to_contain_text("ceiling, threshold")


def test_a_second_notebook_on_the_same_kernel_is_heard_too(page: Page, lab: Lab, panel: Locator) -> None:
    lab.write("second.ipynb", [code("second", "threshold = 20"), code("shown", "threshold")])
    kernels = page.request.get(f"{lab.url}/api/sessions?token={lab.token}").json()
    own = next(session for session in kernels if session["path"].startswith("test_a_second"))
    body = {"path": "second.ipynb", "type": "notebook", "name": "", "kernel": {"id": own["kernel"]["id"]}}
    assert page.request.post(f"{lab.url}/api/sessions?token={lab.token}", data=json.dumps(body)).ok
    page.goto(lab.address("second.ipynb"))
    wait_until_idle(page)
    run_cell(page, 1)
    expect(page.locator(".jp-InputPrompt").first).to_have_text("[9]:")
    page.goto(lab.address(own["path"]))
    wait_until_idle(page)
    panel = show_panel(page)
    panel.get_by_role("tab", name="State").click()
    expect(panel.locator(".jp-quality-hidden")).to_contain_text("threshold")
    run_cell(page, 4)
    expect(panel.locator('[data-cell="long"]')).to_have_class(re.compile("jp-mod-stale"))
    expect(panel.locator(".jp-quality-state.jp-mod-stale")).to_have_count(1)


@pytest.fixture(scope="module")
def bare_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that has ipykernel alone."""
    folder = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "ipykernel"], check=True)
    return python


def test_a_kernel_without_the_package_is_recorded_too(page: Page, lab: Lab, bare_python: Path) -> None:
    spec = lab.data / "kernels" / "bare" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = ["env", "-u", "PYTHONPATH", str(bare_python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "Bare", "language": "python"}))
    lab.write("bare-kernel.ipynb", CELLS, kernelspec={"name": "bare", "display_name": "Bare", "language": "python"})
    panel = open_with_panel(page, lab, "bare-kernel.ipynb")
    panel.get_by_role("tab", name="State").click()
    run_all(page)
    run_cell(page, 3, "threshold = 20")
    expect_stale(panel, *STALE)
