import json

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, code, editor, markdown, open_with_panel, replace_text, row

IMPORTS = "import os\nimport math\nmath.pi"
CELLS = [markdown("m1", "# Churn"), code("a", IMPORTS), markdown("m2", "## Load the customers"), code("b", "total = prise + 1\ntotal")]


@pytest.fixture
def panel(page: Page, lab: Lab) -> Locator:
    lab.write("churn.ipynb", CELLS)
    return open_with_panel(page, lab, "churn.ipynb")


def test_opening_a_notebook_shows_its_findings_by_cell(panel: Locator) -> None:
    expect(panel).to_contain_text("churn.ipynb")
    expect(panel).to_contain_text("checked just now")
    expect(row(panel, "unused-import")).to_contain_text("os is imported")
    group = panel.locator(".jp-quality-group", has=panel.page.locator('[data-rule="undefined-name"]'))
    expect(group.locator("h3")).to_have_text("Cell 4 · Load the customers")
    expect(panel.get_by_role("status").first).to_contain_text("1 wrong")


def test_saving_shows_what_the_edit_did(page: Page, panel: Locator) -> None:
    expect(row(panel, "undefined-name")).to_have_count(1)
    replace_text(page, 4, "total = preis + 1\nother + 2")
    page.keyboard.press("Control+s")
    expect(row(panel, "undefined-name")).to_have_count(2)
    expect(panel).to_contain_text("preis")
    expect(panel.get_by_role("status").first).to_contain_text("2 wrong")


def test_a_finding_whose_cell_is_edited_says_so_until_the_next_save(page: Page, panel: Locator) -> None:
    replace_text(page, 4, "total = 1")
    expect(row(panel, "undefined-name")).to_contain_text("edited since")
    expect(row(panel, "undefined-name").get_by_role("button", name="Allow")).to_be_disabled()
    page.keyboard.press("Control+s")
    expect(row(panel, "undefined-name")).to_have_count(0)


def test_a_fix_is_previewed_applied_and_undone(page: Page, panel: Locator) -> None:
    row(panel, "unused-import").get_by_role("button", name="Fix").click()
    expect(row(panel, "unused-import").locator(".jp-quality-line.jp-mod-gone")).to_have_text("− import os")
    expect(editor(page, 2)).to_contain_text("import os")
    row(panel, "unused-import").get_by_role("button", name="Apply").click()
    expect(editor(page, 2)).not_to_contain_text("import os")
    expect(row(panel, "unused-import")).to_have_count(0)
    editor(page, 2).click()
    page.keyboard.press("Control+z")
    expect(editor(page, 2)).to_contain_text("import os")
    expect(row(panel, "unused-import")).to_have_count(1)


def test_all_safe_fixes_are_previewed_then_applied_at_once(page: Page, panel: Locator) -> None:
    panel.get_by_role("button", name="safe one").click()
    expect(panel.locator(".jp-quality-line.jp-mod-gone")).to_contain_text(["import os"])
    panel.get_by_role("button", name="Apply all").click()
    expect(editor(page, 2)).not_to_contain_text("import os")
    expect(panel.get_by_role("button", name="safe one")).to_have_count(0)


def test_a_finding_is_allowed_on_its_line(page: Page, panel: Locator) -> None:
    row(panel, "unused-import").get_by_role("button", name="Allow").click()
    row(panel, "unused-import").get_by_role("button", name="line", exact=True).click()
    expect(editor(page, 2)).to_contain_text("import os  # quality: allow unused-import")
    expect(row(panel, "unused-import")).to_have_count(0)


def test_a_finding_is_allowed_in_the_notebook_and_the_file_says_so(page: Page, lab: Lab, panel: Locator) -> None:
    row(panel, "undefined-name").get_by_role("button", name="Allow").click()
    row(panel, "undefined-name").get_by_role("button", name="notebook", exact=True).click()
    expect(row(panel, "undefined-name")).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)
    metadata = json.loads((lab.root / "churn.ipynb").read_text())["metadata"]
    assert metadata["jupyter_quality"] == {"allow": ["undefined-name"]}


def test_a_finding_is_allowed_in_the_project(page: Page, lab: Lab) -> None:
    project = lab.root / "project"
    project.mkdir(exist_ok=True)
    (project / "pyproject.toml").write_text('[project]\nname = "churn"\n')
    lab.write("project/churn.ipynb", CELLS)
    panel = open_with_panel(page, lab, "project/churn.ipynb")
    row(panel, "unused-import").get_by_role("button", name="Allow").click()
    row(panel, "unused-import").get_by_role("button", name="project", exact=True).click()
    expect(row(panel, "unused-import")).to_have_count(0)
    assert "unused-import" in (project / "pyproject.toml").read_text()


def test_why_opens_the_rules_page_in_place_and_stays_open_over_a_save(page: Page, panel: Locator) -> None:
    finding = row(panel, "undefined-name")
    finding.get_by_role("button", name="Why").click()
    expect(finding).to_contain_text("A name is read, but no cell defines it")
    expect(finding.locator(".jp-quality-example")).to_have_count(2)
    expect(finding.locator(".jp-mod-marked").first).to_be_visible()
    editor(page, 2).click()
    page.keyboard.press("Control+s")
    page.wait_for_timeout(500)
    expect(finding.locator(".jp-quality-example")).to_have_count(2)


def test_a_click_puts_the_caret_there_and_flashes_the_line(page: Page, panel: Locator) -> None:
    row(panel, "undefined-name").locator(".jp-quality-message").click()
    expect(page.locator(".jp-quality-flash")).to_contain_text("total = prise + 1")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Ln 1, Col 9")
    expect(page.locator(".jp-quality-flash")).to_have_count(0)
    page.keyboard.insert_text("HERE")
    expect(editor(page, 4)).to_contain_text("total = HEREprise + 1")


def test_the_list_is_walked_with_the_arrow_keys(page: Page, panel: Locator) -> None:
    first = panel.locator("[data-stop]").first
    first.focus()
    for _ in range(panel.locator("[data-stop]").count()):
        page.keyboard.press("ArrowDown")
    expect(panel.locator("[data-stop]").last).to_be_focused()
    page.keyboard.press("Home")
    expect(first).to_be_focused()
    assert panel.locator('[data-stop][tabindex="0"]').count() == 1
    row(panel, "undefined-name").locator(".jp-quality-message").focus()
    page.keyboard.press("Tab")
    expect(row(panel, "undefined-name").get_by_role("button", name="Why")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(editor(page, 4)).to_be_focused()


def test_the_filter_and_the_counts_leave_findings_out(panel: Locator) -> None:
    panel.get_by_label("Filter the findings").fill("customers")
    expect(row(panel, "unused-import")).to_have_count(0)
    expect(row(panel, "undefined-name")).to_have_count(1)
    panel.get_by_role("button", name="1 wrong").click()
    expect(row(panel, "undefined-name")).to_have_count(0)
    expect(panel).to_contain_text("No finding passes the filter")


def test_nothing_found_is_one_calm_line(page: Page, lab: Lab) -> None:
    lab.write("calm.ipynb", [markdown("m", "# Calm"), code("a", "answer = 42\nanswer", execution_count=1)])
    panel = open_with_panel(page, lab, "calm.ipynb")
    expect(panel).to_contain_text("Nothing to point out: 1 cell read")


def test_text_of_a_notebook_is_never_taken_for_html(page: Page, lab: Lab) -> None:
    evil = "<img src=x onerror=\"document.title='owned'\">"
    lab.write("evil.ipynb", [markdown("m", f"# {evil}"), code("a", f"missing[{evil!r}]")])
    panel = open_with_panel(page, lab, "evil.ipynb")
    row(panel, "undefined-name").get_by_role("button", name="Allow").click()
    assert panel.locator("img").count() == 0
    assert page.title() != "owned"


def test_next_finding_goes_through_the_notebook(page: Page, panel: Locator) -> None:
    expect(row(panel, "undefined-name")).to_have_count(1)
    page.keyboard.press("Control+Shift+c")
    page.locator(".lm-CommandPalette-input:visible").fill("Next finding")
    page.keyboard.press("Enter")
    expect(page.locator(".jp-quality-flash")).to_have_count(1)


CONTRAST = """() => {
  const context = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const light = colour => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map(byte => byte / 255);
    const [x, y, z] = [r, g, b].map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const panel = document.querySelector('#jupyter-quality-panel');
  const ground = light(getComputedStyle(panel).backgroundColor);
  return [...panel.querySelectorAll('.jp-quality-shape')].map(shape => {
    const own = light(getComputedStyle(shape).color);
    return (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
  });
}"""


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def test_the_shapes_stand_out_in_every_theme(page: Page, lab: Lab, theme: str) -> None:
    lab.write("colours.ipynb", [code("a", "import os\nx"), code("b", "import random\nrandom.random()")])
    panel = open_with_panel(page, lab, "colours.ipynb")
    expect(row(panel, "undefined-name")).to_have_count(1)
    page.get_by_role("menuitem", name="Settings").click()
    page.get_by_text("Theme", exact=True).hover()
    page.locator(".lm-Menu-itemLabel").get_by_text(theme, exact=True).click()
    expect(page.locator(f'body[data-jp-theme-name="{theme}"]')).to_have_count(1)
    page.wait_for_timeout(500)
    ratios = page.evaluate(CONTRAST)
    assert len(ratios) > 3
    assert min(ratios) >= 3
