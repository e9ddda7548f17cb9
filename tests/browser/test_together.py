"""Two people in one notebook, under real-time collaboration; skipped where jupyter-collaboration is missing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import Lab, code, open_with_panel, replace_text, row, run_all, run_cell

pytest.importorskip("jupyter_server_ydoc")


@pytest.fixture
def other(chromium: Browser) -> Iterator[Page]:
    """The page of somebody else, who shares nothing with the first but the server."""
    page = chromium.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(30_000)
    yield page
    page.close()


def test_what_one_runs_and_writes_the_other_sees_judged(page: Page, other: Page, lab: Lab) -> None:
    lab.write("shared.ipynb", [code("a", "limit = 10"), code("b", "print(limit)"), code("c", "'calm'")])
    panels = [open_with_panel(each, lab, "shared.ipynb") for each in (page, other)]
    for panel in panels:
        panel.get_by_role("tab", name="State").click()
    run_all(page)
    for panel in panels:
        expect(panel.locator(".jp-quality-state.jp-mod-fresh")).to_have_count(3)

    run_cell(other, 1, "limit = 20")
    for each in (page, other):
        chip = each.locator(".jp-Cell.jp-quality-stale .jp-quality-chip")
        expect(chip).to_have_count(1)
        expect(chip).to_have_attribute("title", "Stale: limit was changed by cell 1 after this ran.")

    replace_text(page, 3, "unknown_name")
    for each, panel in zip((page, other), panels, strict=True):
        panel.get_by_role("tab", name="Problems").click()
        each.keyboard.press("Control+s")
        expect(row(panel, "undefined-name")).to_contain_text("unknown_name")
