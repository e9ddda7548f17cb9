"""The tab Refactor in JupyterLab in a real browser: a move previewed, named, proven, applied and undone."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, code, editor, markdown, open_with_panel, replace_text, run_all

SHARED = """total{n} = sum({net})
most{n} = max({net})
spread{n} = max({net}) - min({net})
print(total{n}, most{n}, spread{n})"""
DEFINITIONS = """def clean(values):
    kept = []
    for value in values:
        if value > 3:
            kept.append(value)
    return kept


def root(values):
    return [math.sqrt(value) for value in values]"""
CELLS = [
    markdown("m", "# Shop"),
    code("i", "import math"),
    code("data", "prices = [3.0, 4.5, 6.0]\nothers = [13.0, 14.5]"),
    code("fun", DEFINITIONS),
    code("one", SHARED.format(n="", net="prices"), execution_count=3),
    code("two", SHARED.format(n=2, net="others")),
    code("use", "root(clean(prices))"),
]


@pytest.fixture
def panel(page: Page, lab: Lab, request: pytest.FixtureRequest) -> Locator:
    """A notebook in a folder of its own, its tab Refactor open."""
    folder = lab.root / request.node.name
    folder.mkdir()
    lab.write(f"{folder.name}/shop.ipynb", CELLS)
    panel = open_with_panel(page, lab, f"{folder.name}/shop.ipynb")
    panel.get_by_role("tab", name="Refactor").click()
    expect(card(panel, "merge")).to_have_count(1)
    return panel


def card(panel: Locator, kind: str) -> Locator:
    """Find the cards of one kind of move."""
    return panel.locator(f'[data-kind="{kind}"]')


def saved(page: Page, lab: Lab, folder: str) -> dict[str, Any]:
    """Save the notebook and read its file."""
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-dock-panel .lm-TabBar .jp-mod-dirty")).to_have_count(0)
    content: dict[str, Any] = json.loads((lab.root / folder / "shop.ipynb").read_text())
    return content


def test_the_tab_says_how_many_moves_would_pay_and_ranks_them(panel: Locator) -> None:
    count = panel.locator("[data-suggestion]").count()
    assert count >= 2
    expect(panel.get_by_role("tab", name="Refactor")).to_have_text(f"Refactor {count}")
    expect(card(panel, "merge")).to_contain_text("cells 5 and 6")
    expect(card(panel, "module")).to_contain_text("clean and root")


def test_the_four_tabs_stand_in_one_line_with_their_counts(page: Page, panel: Locator) -> None:
    run_all(page)
    replace_text(page, 3, "prices = [4.0]\nothers = [13.0]")
    expect(panel.get_by_role("tab", name="State")).to_have_text(re.compile(r"State \d"))
    expect(panel.get_by_role("tab", name="Refactor")).to_have_text(re.compile(r"Refactor \d"))
    assert panel.get_by_role("tab").count() == 4
    tops = panel.get_by_role("tab").evaluate_all("tabs => tabs.map(tab => tab.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


def test_a_move_is_applied_as_one_step_and_undone_by_one_undo(page: Page, lab: Lab, panel: Locator, request: pytest.FixtureRequest) -> None:
    before = saved(page, lab, request.node.name)
    card(panel, "merge").get_by_role("button", name="Preview").click()
    expect(card(panel, "merge").locator(".jp-quality-line.jp-mod-gone").first).to_contain_text("total = sum(prices)")
    card(panel, "merge").get_by_role("button", name="Apply").click()
    expect(editor(page, 6)).not_to_contain_text("max")
    expect(page.locator(".jp-Notebook:visible .jp-Cell")).to_have_count(len(CELLS) + 1)
    expect(panel.locator(".jp-quality-done")).to_contain_text("Done: Make one function")
    expect(card(panel, "merge")).to_have_count(0)

    page.locator(".jp-Notebook:visible .jp-Cell").nth(2).locator(".jp-InputPrompt").click()
    page.keyboard.press("z")
    expect(page.locator(".jp-Notebook:visible .jp-Cell")).to_have_count(len(CELLS))
    after = saved(page, lab, request.node.name)
    assert after["cells"] == before["cells"]
    expect(card(panel, "merge")).to_have_count(1)


def test_the_panel_takes_a_move_back(page: Page, lab: Lab, panel: Locator, request: pytest.FixtureRequest) -> None:
    before = saved(page, lab, request.node.name)
    card(panel, "merge").get_by_role("button", name="Preview").click()
    card(panel, "merge").get_by_role("button", name="Apply").click()
    undo = panel.locator(".jp-quality-done").get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".jp-Notebook:visible .jp-Cell")).to_have_count(len(CELLS))
    assert saved(page, lab, request.node.name)["cells"] == before["cells"]


def test_a_name_is_changed_before_the_move_is_applied(page: Page, panel: Locator) -> None:
    merge = card(panel, "merge")
    merge.get_by_role("button", name="Preview").click()
    name = merge.get_by_role("textbox").first
    name.fill("tell prices")
    name.press("Enter")
    expect(merge.get_by_role("alert")).to_contain_text("tell prices cannot be a name in Python.")
    expect(name).to_have_attribute("aria-invalid", "true")
    name.fill("tell_prices")
    name.press("Enter")
    expect(merge.get_by_role("alert")).to_have_count(0)
    expect(merge.locator(".jp-quality-line.jp-mod-new").first).to_contain_text("tell_prices(")
    name.fill("tell_all")
    merge.get_by_role("button", name="Apply").click()
    expect(editor(page, 6)).to_contain_text("tell_all(")


def test_definitions_move_to_a_new_module(lab: Lab, page: Page, panel: Locator, request: pytest.FixtureRequest) -> None:
    card(panel, "module").get_by_role("button", name="Preview").click()
    card(panel, "module").get_by_role("textbox").fill("tools")
    page.keyboard.press("Enter")
    expect(card(panel, "module")).to_contain_text("New file tools.py")
    card(panel, "module").get_by_role("button", name="Apply").click()
    expect(editor(page, 4)).to_have_text("from tools import clean, root")
    expect(panel.locator(".jp-quality-done")).to_contain_text("tools.py is new.")
    assert "def clean(values):" in (lab.root / request.node.name / "tools.py").read_text()


def test_a_file_that_stands_there_is_not_written_over(lab: Lab, page: Page, panel: Locator, request: pytest.FixtureRequest) -> None:
    card(panel, "module").get_by_role("button", name="Preview").click()
    there = lab.root / request.node.name / f"{card(panel, 'module').get_by_role('textbox').input_value()}.py"
    there.write_text("mine = 1\n")
    card(panel, "module").get_by_role("button", name="Apply").click()
    expect(card(panel, "module").get_by_role("alert")).to_have_text(f"{there.name} is there already; nothing was changed.")
    assert there.read_text() == "mine = 1\n"
    expect(editor(page, 4)).to_contain_text("def clean")


def test_a_move_is_proven_by_running_both(page: Page, panel: Locator) -> None:
    merge = card(panel, "merge")
    merge.get_by_role("button", name="Prove it").click()
    expect(merge.locator("progress")).to_be_visible()
    expect(merge.locator('[data-same="true"]')).to_contain_text("Proven: it gives the same.", timeout=60_000)
    replace_text(page, 3, "prices = [4.0]\nothers = [13.0]")
    expect(merge.locator("[data-same]")).to_have_count(0)


def test_a_proof_is_cancelled(page: Page, panel: Locator) -> None:
    replace_text(page, 3, "prices = [4.0]\nothers = [13.0]\nimport time\ntime.sleep(600)")
    merge = card(panel, "merge")
    merge.get_by_role("button", name="Prove it").click()
    merge.get_by_role("button", name="Cancel").click()
    expect(merge).to_contain_text("cancelled")
    expect(merge.get_by_role("button", name="Prove it")).to_be_enabled()


def test_what_is_open_stays_open_when_a_new_answer_comes(page: Page, panel: Locator) -> None:
    merge = card(panel, "merge")
    merge.get_by_role("button", name="Preview").click()
    replace_text(page, 7, "root(clean(others))")
    expect(merge).to_contain_text("edited since")
    expect(merge.get_by_role("button", name="Prove it")).to_be_disabled()
    expect(merge).not_to_contain_text("edited since")
    expect(merge.get_by_role("button", name="Apply")).to_be_visible()
    panel.get_by_role("tab", name="Project").click()
    panel.get_by_role("tab", name="Refactor").click()
    expect(merge.get_by_role("button", name="Apply")).to_be_visible()


def test_the_cards_are_walked_with_the_arrow_keys(page: Page, panel: Locator) -> None:
    stops = panel.locator("[data-stop]")
    stops.first.focus()
    page.keyboard.press("ArrowDown")
    expect(stops.nth(1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(panel.locator("[data-suggestion]").nth(1).get_by_role("button", name="Preview")).to_be_focused()


def test_nothing_to_move_is_one_quiet_line(page: Page, lab: Lab) -> None:
    lab.write("quiet.ipynb", [code("a", "answer = 42\nanswer")])
    panel = open_with_panel(page, lab, "quiet.ipynb")
    panel.get_by_role("tab", name="Refactor").click()
    expect(panel).to_contain_text("No move would pay just now.")
    expect(panel.get_by_role("tab", name="Refactor")).to_have_text("Refactor")


def test_text_of_a_notebook_is_never_taken_for_html(page: Page, lab: Lab) -> None:
    evil = "<img src=x onerror=\"document.title='owned'\">"
    place = {"cell_id": "a", "cell": 1, "span": {"line": 1, "column": 1, "end_line": 1, "end_column": 2}}
    said = {"title": evil, "reason": evil, "stays": evil, "names": [evil], "files": [{"path": evil, "text": evil}]}
    move = {"kind": "extract", "gain": 1, "place": place, "edits": [], "id": "x"} | said
    step = {"label": evil, "leads": "tab", "to": "state"}
    line = {"name": evil, "standing": "open", "sentence": evil, "step": step}
    told = {"path": None, "suggestions": [move], "unmoved": [{"place": place, "reason": evil}], "checklist": [line], "package": evil}
    page.route("**/api/refactor*", lambda route: route.fulfill(content_type="application/json", body=json.dumps(told | {"trouble": None})))
    lab.write("evil-moves.ipynb", [code("a", f"# {evil}")])
    panel = open_with_panel(page, lab, "evil-moves.ipynb")
    panel.get_by_role("tab", name="Refactor").click()
    card(panel, "extract").get_by_role("button", name="Preview").click()
    expect(card(panel, "extract").locator(".jp-quality-line.jp-mod-new")).to_contain_text(evil)
    panel.get_by_role("tab", name="Project").click()
    panel.get_by_role("button", name="Make a project…").click()
    assert panel.locator("img").count() == 0
    assert page.title() != "owned"


def test_the_selected_lines_become_a_function(page: Page, panel: Locator) -> None:
    editor(page, 5).locator(".cm-line").first.click()
    page.keyboard.press("Control+Home")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+Shift+c")
    page.locator(".lm-CommandPalette-input:visible").fill("Make a function of the selected lines")
    page.keyboard.press("Enter")
    chosen = panel.locator(".jp-quality-chosen")
    expect(chosen.locator(".jp-quality-line.jp-mod-gone").first).to_contain_text("total = sum(prices)")
    chosen.get_by_role("button", name="Close").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(chosen.get_by_role("button", name="Preview")).to_be_focused()
    chosen.get_by_role("textbox").first.fill("measured")
    chosen.get_by_role("button", name="Apply").click()
    expect(editor(page, 6)).to_contain_text("measured(prices)")
    expect(panel.locator(".jp-quality-done")).to_contain_text("measured")
    expect(chosen).to_have_count(0)


def test_lines_that_make_no_function_say_why(page: Page, panel: Locator) -> None:
    page.locator(".jp-Notebook:visible .jp-Cell").nth(1).locator(".cm-content").click(button="right")
    page.locator(".lm-Menu-itemLabel").get_by_text("Make a function of the selected lines…").click()
    expect(panel.locator(".jp-quality-chosen")).to_contain_text(
        "Imports, definitions, magics and what a cell shows at its end stay in the cell."
    )
    panel.locator(".jp-quality-chosen").get_by_role("button", name="Close").click()
    expect(panel.locator(".jp-quality-chosen")).to_have_count(0)
