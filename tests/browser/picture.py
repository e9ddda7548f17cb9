"""Draw the picture of the README anew, from the tour: `python -m tests.browser.picture`."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.lab import launched, open_with_panel, row, running

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "panel.png"
WIDER = 160
"""How much wider the panel is than JupyterLab makes it, in pixels."""


def main() -> None:
    """Open the tour, go to its leakage and keep what is seen."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        notebooks = shutil.copytree(ROOT / "binder", Path(folder) / "notebooks")
        with running(notebooks) as lab:
            page = launched(playwright).new_page(viewport={"width": 1280, "height": 720})
            panel = open_with_panel(page, lab, "tour.ipynb")
            page.keyboard.press("Control+b")
            panel.get_by_role("tab", name="Problems").click()
            edge = panel.bounding_box()
            assert edge is not None
            page.mouse.move(edge["x"] - 2, edge["y"] + 300)
            page.mouse.down()
            page.mouse.move(edge["x"] - 2 - WIDER, edge["y"] + 300, steps=5)
            page.mouse.up()
            leak = row(panel, "fit-before-split").first
            leak.click()
            leak.scroll_into_view_if_needed()
            page.mouse.move(0, 0)
            page.wait_for_timeout(1500)
            page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
