from playwright.sync_api import Page, expect

from tests.browser.lab import Lab, code, editor, open_with_panel, replace_text, row, wait_until_idle

CELLS = [code("a", "import os\nprint('hi')"), code("b", "total = 'äü🙂' + prise\ntotal")]


def test_the_squiggle_stands_under_the_exact_range_with_a_dot_beside_its_line(page: Page, lab: Lab) -> None:
    lab.write("marks.ipynb", CELLS)
    open_with_panel(page, lab, "marks.ipynb")
    expect(editor(page, 2).locator(".cm-lintRange-error")).to_have_text("prise")
    expect(editor(page, 2).locator(".jp-quality-dot.jp-mod-wrong")).to_contain_text("total = ")
    expect(editor(page, 1).locator(".jp-quality-dot.jp-mod-style")).to_have_text("import os")


def test_a_mark_goes_when_its_cell_is_edited_and_comes_back_when_that_is_undone(page: Page, lab: Lab) -> None:
    lab.write("edited.ipynb", CELLS)
    open_with_panel(page, lab, "edited.ipynb")
    expect(editor(page, 2).locator(".cm-lintRange-error")).to_have_count(1)
    replace_text(page, 2, "total = prise")
    expect(editor(page, 2).locator(".cm-lintRange-error")).to_have_count(0)
    expect(editor(page, 2).locator(".jp-quality-dot")).to_have_count(0)
    expect(editor(page, 1).locator(".jp-quality-dot")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(editor(page, 2).locator(".cm-lintRange-error")).to_have_text("prise")


def test_the_tooltip_leads_to_the_page_and_the_fix_in_the_panel(page: Page, lab: Lab) -> None:
    lab.write("tooltip.ipynb", CELLS)
    panel = open_with_panel(page, lab, "tooltip.ipynb")
    editor(page, 1).locator(".cm-lintRange").first.hover()
    tooltip = page.locator(".cm-tooltip-lint")
    expect(tooltip).to_contain_text("os is imported")
    tooltip.get_by_role("button", name="Fix").click()
    expect(row(panel, "unused-import").get_by_role("button", name="Apply")).to_be_visible()


def test_the_tooltip_opens_the_panel_where_it_was_closed(page: Page, lab: Lab) -> None:
    lab.write("closed-panel.ipynb", CELLS)
    page.goto(lab.address("closed-panel.ipynb"))
    wait_until_idle(page)
    editor(page, 1).locator(".cm-lintRange").first.hover()
    page.locator(".cm-tooltip-lint").get_by_role("button", name="Why").click()
    expect(row(page.locator("#jupyter-quality-panel"), "unused-import").locator(".jp-quality-page")).to_be_visible()


def test_cells_out_of_view_are_marked_when_they_come_into_it(page: Page, lab: Lab) -> None:
    filler = [code(f"c{number}", "\n".join(f"x{line} = {line}" for line in range(12))) for number in range(60)]
    lab.write("long.ipynb", [*filler, code("last", "unknown_name")])
    panel = open_with_panel(page, lab, "long.ipynb")
    row(panel, "undefined-name").locator(".jp-quality-message").click()
    expect(page.locator(".jp-Notebook:visible .cm-lintRange-error")).to_have_text("unknown_name")
    expect(page.locator(".jp-Notebook:visible .cm-lintRange-error")).to_be_in_viewport()
