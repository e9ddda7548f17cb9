"""Two notebooks side by side, and one notebook seen twice."""

from playwright.sync_api import Page, expect

from tests.browser.lab import Lab, code, open_with_panel, row


def test_the_panel_follows_the_active_notebook_and_keeps_what_was_open(page: Page, lab: Lab) -> None:
    lab.write("left.ipynb", [code("same-id", "left_name")])
    lab.write("right.ipynb", [code("same-id", "right_name")])
    panel = open_with_panel(page, lab, "left.ipynb")
    row(panel, "undefined-name").get_by_role("button", name="Why").click()
    expect(panel.locator(".jp-quality-page")).to_have_count(1)

    page.locator(".jp-DirListing-item", has_text="right.ipynb").dblclick()
    expect(panel).to_contain_text("right_name")
    expect(panel.locator(".jp-quality-page")).to_have_count(0)
    tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text="right.ipynb")
    area = page.locator("#jp-main-dock-panel").bounding_box()
    assert area is not None
    tab.hover()
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] - 12, area["y"] + area["height"] / 2, steps=12)
    page.mouse.up()
    expect(page.locator(".jp-NotebookPanel:visible")).to_have_count(2)
    expect(page.locator(".jp-Notebook:visible .cm-lintRange-error", has_text="left_name")).to_have_count(1)
    expect(page.locator(".jp-Notebook:visible .cm-lintRange-error", has_text="right_name")).to_have_count(1)

    page.locator(".jp-Notebook:visible", has_text="left_name").locator(".cm-content").click()
    expect(panel).to_contain_text("left_name")
    expect(panel.locator(".jp-quality-page")).to_have_count(1)


def test_closing_the_notebook_empties_the_panel(page: Page, lab: Lab) -> None:
    lab.write("closed.ipynb", [code("a", "x_name")])
    panel = open_with_panel(page, lab, "closed.ipynb")
    expect(row(panel, "undefined-name")).to_have_count(1)
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)
    page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text="closed.ipynb").locator(".lm-TabBar-tabCloseIcon").click()
    expect(panel).to_contain_text("Open a notebook")
