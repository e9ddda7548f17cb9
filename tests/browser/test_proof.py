"""The clean run in the panel's tab State, in JupyterLab in a real browser."""

from base64 import b64encode

from playwright.sync_api import Page, expect

from tests.browser.lab import Lab, code, open_with_panel, run_all, run_cell
from tests.proof.test_png import png

EVIL = "<img src=x onerror=\"document.title='broken'\">"


def printed(text: str) -> dict[str, object]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def picture(level: int) -> str:
    return b64encode(png(40, 20, 0, b"".join(b"\0" + bytes([level] * 40) for _ in range(20)))).decode()


def test_a_clean_run_from_the_button_to_the_comparison(page: Page, lab: Lab) -> None:
    show = f"from IPython.display import Image, display\nfrom base64 import b64decode\ndisplay(Image(b64decode('{picture(10)}')))"
    shown = {"output_type": "display_data", "metadata": {}, "data": {"image/png": picture(200), "text/plain": "<Image>"}}
    cells = [
        code("same", "print(1)", execution_count=1, outputs=[printed("1\n")]),
        code("text", f"print({EVIL!r})", execution_count=2, outputs=[printed("old\n")]),
        code("picture", show, execution_count=3, outputs=[shown]),
        code("slow", "import time; time.sleep(1); missing", execution_count=4),
        code("last", "print(2)", execution_count=5),
    ]
    lab.write("proof.ipynb", cells)
    panel = open_with_panel(page, lab, "proof.ipynb")
    panel.get_by_role("tab", name="State").click()
    section = panel.locator(".jp-quality-proof")
    expect(section).to_contain_text("Never proven")
    section.get_by_role("button", name="Run cleanly and compare…").click()
    expect(section.locator("progress")).to_be_visible()
    expect(section).to_contain_text("3 of 5 done")
    expect(section).to_contain_text("1 fails · 2 differ · 1 not reached · 1 same")
    expect(section).to_contain_text("cells 2, 3 and 2 more")

    text = section.locator('li[data-cell="text"]')
    text.get_by_role("button", name="Compare").click()
    expect(text.locator("pre")).to_have_text(["old\n", f"{EVIL}\n"])
    pictures = section.locator('li[data-cell="picture"]')
    pictures.get_by_role("button", name="Compare").click()
    expect(pictures.locator("img")).to_have_count(2)
    assert pictures.locator("img").evaluate_all("images => images.map(image => image.naturalWidth)") == [40, 40]
    assert page.title() != "broken"
    expect(section.locator('li[data-cell="slow"]')).to_contain_text("NameError: name 'missing' is not defined")


def test_a_clean_run_is_cancelled(page: Page, lab: Lab) -> None:
    lab.write("endless.ipynb", [code("a", "import time; time.sleep(600)")])
    panel = open_with_panel(page, lab, "endless.ipynb")
    panel.get_by_role("tab", name="State").click()
    section = panel.locator(".jp-quality-proof")
    section.get_by_role("button", name="Run cleanly and compare…").click()
    expect(section).to_contain_text("Cell 1 runs; 0 of 1 done")
    section.get_by_role("button", name="Cancel").click()
    expect(section).to_contain_text("The run was cancelled.")
    expect(section).to_contain_text("Never proven")


def test_a_notebook_that_is_kept_proven_is_run_after_each_save_and_settles_what_is_unknown(page: Page, lab: Lab) -> None:
    lab.write("kept.ipynb", [code("a", "import random"), code("b", "print(random.random() < 2)")])
    panel = open_with_panel(page, lab, "kept.ipynb")
    panel.get_by_role("tab", name="State").click()
    run_all(page)
    states = panel.locator(".jp-quality-state")
    expect(states.nth(1)).to_contain_text("unknown")
    section = panel.locator(".jp-quality-proof")
    keep = section.get_by_role("checkbox", name="Keep it proven")
    expect(keep).not_to_be_checked()
    keep.check()
    expect(section).to_contain_text("2 same")
    expect(states.nth(1)).to_contain_text("fresh")

    run_cell(page, 2, "print(random.random() < 3, 'again')")
    expect(states.nth(1)).to_contain_text("unknown")
    page.keyboard.press("Control+s")
    expect(states.nth(1)).to_contain_text("fresh")
    page.reload()
    panel.get_by_role("tab", name="State").click()
    expect(keep).to_be_checked()
    keep.uncheck()
    expect(keep).not_to_be_checked()
