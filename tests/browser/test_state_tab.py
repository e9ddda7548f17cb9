"""The tab State and the marks in the cells, with answers made up by the test."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, code, markdown, open_with_panel, run_all

WHY = "`threshold` was changed by cell 2 after this ran."
CELLS = [
    markdown("m", "# Churn"),
    code("a", "threshold = 3"),
    code("b", "print('high' if 7 > threshold else 'low')", execution_count=2),
    code("c", "'calm'", execution_count=3),
]


def state(cell_id: str, number: int, state: str, *why: str, feeds: tuple[str, ...] = ()) -> dict[str, Any]:
    """Make up the state of a cell."""
    return {"id": cell_id, "number": number, "state": state, "why": why, "feeds": feeds, "clean_run": None}


ANSWER = {
    "cells": [state("a", 2, "fresh", feeds=("b",)), state("b", 3, "stale", WHY), state("c", 4, "unknown", "Not seen running here.")],
    "hidden_names": [{"name": "rate", "source": "rate = 0.19", "why": "its cell was deleted."}],
    "to_run": ["b"],
}


def answer(page: Page, told: dict[str, Any] = ANSWER) -> None:
    """Answer every question about the state of a notebook with what is told."""
    page.route("**/jupyter-quality/api/state*", lambda route: route.fulfill(content_type="application/json", body=json.dumps(told)))


@pytest.fixture
def panel(page: Page, lab: Lab) -> Locator:
    answer(page)
    lab.write("state.ipynb", CELLS)
    panel = open_with_panel(page, lab, "state.ipynb")
    panel.get_by_role("tab", name="State 1").click()
    return panel


def marked(page: Page) -> Locator:
    """Find the cells with a mark."""
    return page.locator(".jp-Notebook:visible .jp-Cell.jp-quality-stale")


def test_the_tab_shows_the_cells_with_their_states(panel: Locator) -> None:
    expect(panel.locator(".jp-quality-state")).to_have_text(
        ["2Churnfresh", "3print('high' if 7 > threshold else 'low')stale", "4'calm'unknown"]
    )
    expect(panel.locator(".jp-quality-counts")).to_contain_text("1 stale1 unknown1 fresh")
    expect(panel.locator(".jp-quality-sentence")).to_contain_text("threshold was changed by cell 2 after this ran.")


def test_exactly_the_stale_cell_is_marked_and_says_why(page: Page, panel: Locator) -> None:
    expect(marked(page)).to_have_count(1)
    expect(marked(page)).to_contain_text("print")
    chip = marked(page).get_by_role("button", name="Stale: threshold was changed by cell 2 after this ran.")
    expect(chip).to_have_text("stale")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("1 stale")


def test_the_chip_leads_to_the_sentence(page: Page, panel: Locator) -> None:
    panel.get_by_role("tab", name="Problems").click()
    marked(page).locator(".jp-quality-chip").click()
    expect(panel.locator(".jp-quality-sentence h3")).to_contain_text("Cell 3")
    expect(panel.locator('[data-cell="b"] button')).to_have_attribute("aria-current", "true")


def test_pointing_at_a_cell_lights_up_what_it_feeds(panel: Locator) -> None:
    panel.locator('[data-cell="a"] button').hover()
    expect(panel.locator('[data-cell="b"]')).to_have_class("jp-quality-state jp-mod-stale jp-mod-after")
    expect(panel.locator(".jp-quality-arcs .jp-mod-lit")).to_have_count(1)


def test_a_click_selects_the_cell_and_the_arrow_keys_walk_the_column(page: Page, panel: Locator) -> None:
    panel.locator('[data-cell="a"] button').click()
    expect(page.locator(".jp-Notebook:visible .jp-Cell.jp-mod-active")).to_contain_text("threshold = 3")
    expect(panel.locator('[data-cell="a"] button')).to_be_focused()
    page.keyboard.press("End")
    expect(panel.locator('[data-cell="c"] button')).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel.locator(".jp-quality-sentence")).to_contain_text("Not seen running here.")


def test_a_name_that_only_the_kernel_knows_is_put_back_as_a_cell(page: Page, panel: Locator) -> None:
    panel.locator('[data-name="rate"]').get_by_role("button", name="Put back as a cell").click()
    expect(page.locator(".jp-Notebook:visible .jp-Cell.jp-mod-active")).to_contain_text("rate = 0.19")
    page.locator(".jp-Notebook:visible .jp-Cell.jp-mod-active .jp-InputPrompt").click()
    page.keyboard.press("z")
    expect(page.locator(".jp-Notebook:visible .jp-Cell")).to_have_count(4)


def test_the_mark_is_not_in_the_document(page: Page, lab: Lab, panel: Locator) -> None:
    marked(page).locator(".jp-InputPrompt").click()
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)
    assert "stale" not in (lab.root / "state.ipynb").read_text()


def test_a_moved_cell_keeps_its_mark(page: Page, panel: Locator) -> None:
    marked(page).locator(".jp-InputPrompt").click()
    page.keyboard.press("Control+Shift+ArrowUp")
    expect(page.locator(".jp-Notebook:visible .jp-Cell").nth(1)).to_contain_text("print")
    expect(marked(page).locator(".jp-quality-chip")).to_have_count(1)
    expect(marked(page)).to_contain_text("print")


def test_a_mark_goes_with_the_answer_that_takes_it_back(page: Page, panel: Locator) -> None:
    answer(page, ANSWER | {"cells": [state("b", 3, "fresh")], "to_run": []})
    page.locator(".jp-Notebook:visible .jp-Cell .cm-content").nth(1).click()
    page.keyboard.insert_text("# ")
    expect(marked(page)).to_have_count(0)
    expect(page.locator(".jp-quality-chip")).to_have_count(0)
    expect(panel.get_by_role("tab", name="State")).to_have_text("State")


def test_cells_out_of_view_are_marked_when_they_come_into_it(page: Page, lab: Lab) -> None:
    filler = [code(f"c{number}", "\n".join(f"x{line} = {line}" for line in range(12))) for number in range(60)]
    told = [state(cell["id"], number, "fresh") for number, cell in enumerate(filler, 1)]
    answer(page, {"cells": [*told, state("last", 61, "stale", WHY)], "hidden_names": [], "to_run": ["last"]})
    lab.write("long-state.ipynb", [*filler, code("last", "print(1)")])
    panel = open_with_panel(page, lab, "long-state.ipynb")
    panel.get_by_role("tab", name="State").click()
    panel.locator('[data-cell="last"] button').click()
    expect(marked(page).locator(".jp-quality-chip")).to_be_in_viewport()


def test_text_of_a_notebook_is_never_taken_for_html(page: Page, lab: Lab) -> None:
    evil = "<img src=x onerror=\"document.title='owned'\">"
    told = {"cells": [state("a", 1, "stale", evil)], "hidden_names": [{"name": evil, "source": evil, "why": evil}], "to_run": ["a"]}
    answer(page, told)
    lab.write("evil-state.ipynb", [code("a", f"# {evil}")])
    panel = open_with_panel(page, lab, "evil-state.ipynb")
    panel.get_by_role("tab", name="State").click()
    expect(panel.locator(".jp-quality-hidden")).to_contain_text(evil)
    assert panel.locator("img").count() == 0
    assert marked(page).locator("img").count() == 0
    assert page.title() != "owned"


def test_the_setting_switches_all_of_it_off_and_on(page: Page, panel: Locator) -> None:
    marks = page.locator(".jp-Notebook .jp-Cell.jp-quality-stale")
    expect(marks).to_have_count(1)
    panel.get_by_role("button", name="Settings").click()
    page.get_by_label("Mark stale cells").click()
    expect(marks).to_have_count(0)
    expect(panel).to_contain_text("Looking for stale cells is switched off.")
    page.get_by_label("Mark stale cells").click()
    expect(marks).to_have_count(1)


def test_the_data_in_the_kernel_is_looked_at_when_asked(page: Page, lab: Lab) -> None:
    source = """import pandas as pd
from sklearn.model_selection import train_test_split
rows = pd.DataFrame({'a': [*range(9), *range(3)], 'b': 1})"""
    lab.write("data.ipynb", [code("load", source), code("split", "train, test = train_test_split(rows, random_state=0)")])
    panel = open_with_panel(page, lab, "data.ipynb")
    run_all(page)
    panel.get_by_role("tab", name="State").click()
    panel.get_by_role("button", name="Look at the data…").click()
    expect(panel.locator(".jp-quality-data")).to_contain_text("rows of test stand in train too, value for value")
    expect(page.locator(".jp-Notebook:visible .jp-OutputArea-output")).to_have_count(0)
