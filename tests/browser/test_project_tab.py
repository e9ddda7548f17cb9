"""The tab Project in JupyterLab in a real browser: the checklist, and a project made and cancelled."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, code, open_with_panel, replace_text, row

CELLS = [
    code("data", "prices = [3.0, 4.5, 6.0]"),
    code("net", "net = []\nfor price in prices:\n    net.append(round(price / 1.19, 2))\ntotal = sum(net)\nprint(total)"),
    code("path", "where = '/home/ana/prices.csv'"),
]


@pytest.fixture
def panel(page: Page, lab: Lab, request: pytest.FixtureRequest) -> Locator:
    """A notebook in a folder of its own, its tab Project open."""
    return opened(page, lab, request.node.name, CELLS)


def opened(page: Page, lab: Lab, folder: str, cells: list[dict[str, object]]) -> Locator:
    """Open a notebook in a folder of its own with the tab Project."""
    (lab.root / folder).mkdir()
    lab.write(f"{folder}/shop.ipynb", cells)
    panel = open_with_panel(page, lab, f"{folder}/shop.ipynb")
    panel.get_by_role("tab", name="Project").click()
    expect(panel.locator("[data-line]")).to_have_count(7)
    return panel


def line(panel: Locator, name: str) -> Locator:
    """Find a line of the checklist."""
    return panel.locator(f'[data-line="{name}"]')


def test_the_checklist_says_how_each_line_stands_in_words(panel: Locator) -> None:
    expect(line(panel, "No secrets")).to_contain_text("No secrets done")
    expect(line(panel, "No machine's paths")).to_contain_text("open")
    expect(line(panel, "Runs from the top")).to_contain_text("not known")
    expect(panel.get_by_role("status").filter(has_text="of 7 done")).to_have_count(1)


def test_a_step_leads_to_the_finding(panel: Locator) -> None:
    line(panel, "No machine's paths").get_by_role("button").click()
    expect(panel.get_by_role("tab", name="Problems")).to_have_attribute("aria-selected", "true")
    expect(row(panel, "absolute-path").locator("[data-stop]")).to_be_focused()
    expect(row(panel, "absolute-path").locator(".jp-quality-page, .jp-quality-part").first).to_be_visible()


def test_a_step_starts_a_clean_run_and_the_line_learns_what_it_came_to(panel: Locator) -> None:
    line(panel, "Runs from the top").get_by_role("button", name="Run cleanly and compare…").click()
    expect(panel.get_by_role("tab", name="State")).to_have_attribute("aria-selected", "true")
    expect(panel.locator(".jp-quality-proof")).to_contain_text("roven on", timeout=60_000)
    panel.get_by_role("tab", name="Project").click()
    expect(line(panel, "Runs from the top")).not_to_contain_text("never run cleanly")


def test_a_project_is_made_from_the_panel(page: Page, lab: Lab, panel: Locator, request: pytest.FixtureRequest) -> None:
    line(panel, "Proven equal as a package").get_by_role("button", name="Make a project…").click()
    form = panel.locator("form")
    expect(form.get_by_role("textbox")).to_be_focused()
    form.get_by_role("textbox").fill("prices_of_today")
    folder = f"{request.node.name}/prices_of_today"
    expect(form).to_contain_text(f"New folder: {folder}/")
    assert not (lab.root / folder).exists()
    form.get_by_role("button", name="Make it").click()
    expect(panel.locator("progress")).to_be_visible()
    report = panel.locator(".jp-quality-report")
    expect(report).to_contain_text("Proven: prices_of_today gave the same as the notebook", timeout=180_000)
    expect(report.locator('[data-cell="net"]')).to_contain_text("→ ")
    assert (lab.root / folder / "pyproject.toml").exists()
    expect(report).to_contain_text("recorded test")
    report.get_by_role("button", name="Open the folder").click()
    expect(page.locator(".jp-DirListing-item", has_text="pyproject.toml")).to_be_visible()


def test_a_project_is_brought_up_to_date_after_the_notebook_has_changed(
    page: Page, lab: Lab, panel: Locator, request: pytest.FixtureRequest
) -> None:
    panel.locator(".jp-quality-project").get_by_role("button", name="Make a project…").click()
    panel.locator("form").get_by_role("button", name="Make it").click()
    proven = line(panel, "Proven equal as a package")
    expect(proven).to_have_attribute("data-standing", "done", timeout=180_000)
    replace_text(page, 2, str(CELLS[1]["source"]).replace("1.19", "1.07"))
    page.keyboard.press("Control+s")
    expect(proven).to_contain_text("The notebook has changed since")
    proven.get_by_role("button", name="Bring it up to date").click()
    expect(panel.locator("progress")).to_be_visible()
    expect(proven).to_have_attribute("data-standing", "done", timeout=180_000)
    package = lab.root / request.node.name / "shop" / "src"
    assert any("1.07" in file.read_text() for file in package.rglob("*.py"))


def test_a_folder_that_is_not_empty_is_refused(lab: Lab, panel: Locator, request: pytest.FixtureRequest) -> None:
    mine = lab.root / request.node.name / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    panel.locator(".jp-quality-project").get_by_role("button", name="Make a project…").click()
    panel.locator("form").get_by_role("textbox").fill("mine")
    panel.locator("form").get_by_role("button", name="Make it").click()
    expect(panel.get_by_role("alert")).to_contain_text("is not empty: choose another name.")
    assert [one.name for one in mine.iterdir()] == ["notes.txt"]


def test_a_project_is_cancelled_and_nothing_is_written(page: Page, lab: Lab, request: pytest.FixtureRequest) -> None:
    panel = opened(page, lab, request.node.name, [*CELLS, code("slow", "import time\ntime.sleep(600)")])
    panel.locator(".jp-quality-project").get_by_role("button", name="Make a project…").click()
    panel.locator("form").get_by_role("textbox").fill("late")
    panel.locator("form").get_by_role("button", name="Make it").click()
    panel.get_by_role("button", name="Cancel").click()
    expect(panel.get_by_role("alert")).to_contain_text("cancelled", timeout=60_000)
    assert not (lab.root / request.node.name / "late").exists()
