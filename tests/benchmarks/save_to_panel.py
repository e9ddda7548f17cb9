"""Measure save → panel in a real browser: `python -m tests.benchmarks.save_to_panel`.

From the key press of Ctrl+S to the moment the panel shows the new finding, both read from the page's own clock, painted frame included.
Each round gives one cell a name that nothing defines and waits until the panel says so.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser.lab import Lab, code, launched, markdown, running, show_panel, wait_until_idle

ROUNDS = 20
AIMS = {30: 150, 300: 300}  # cells → milliseconds at the median

WATCH = """name => {
  const panel = document.querySelector('#jupyter-quality-panel');
  window.saved = new Promise(resolve => {
    let start = 0;
    const press = event => {
      if (event.key === 's' && event.ctrlKey) {
        start = performance.now();
        window.removeEventListener('keydown', press, true);
      }
    };
    window.addEventListener('keydown', press, true);
    const watcher = new MutationObserver(() => {
      if (start && panel.textContent.includes(name)) {
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
      }
    });
    watcher.observe(panel, {subtree: true, childList: true, characterData: true});
  });
}"""


def generated(cells: int) -> list[dict[str, Any]]:
    """Give a notebook of so many cells that reads like work: headings, definitions, loops, outputs, a finding in each tenth cell."""
    made: list[dict[str, Any]] = [code("c0", "import pandas as pd\n\nstep_0 = pd.DataFrame({'price': [1.0, 2.0], 'plan': ['a', 'b']})")]
    for number in range(1, cells - 1):
        if number % 6 == 0:
            made.append(markdown(f"c{number}", f"## Step {number}"))
            continue
        source = [
            f"def scale_{number}(frame, factor=1.5):",
            "    scaled = frame.copy()",
            "    scaled['price'] = scaled['price'] * factor",
            "    return scaled",
            "",
            f"step_{number} = scale_{number}(step_0)",
            f"for plan, part in step_{number}.groupby('plan'):",
            "    print(plan, len(part), part['price'].mean())",
            f"missing_{number}" if number % 10 == 0 else f"step_{number}.head()",
        ]
        stream = {"output_type": "stream", "name": "stdout", "text": "a 1 1.5\nb 1 3.0\n" * 20}
        made.append(code(f"c{number}", "\n".join(source), execution_count=number, outputs=[stream]))
    return [*made, code("last", "step_0")]


def measure(page: Page, lab: Lab, cells: int) -> list[float]:
    """Give the milliseconds of each round."""
    name = f"bench_{cells}.ipynb"
    lab.write(name, generated(cells))
    page.goto(lab.address(name))
    wait_until_idle(page)
    show_panel(page)
    page.locator(".jp-quality-row").first.wait_for(timeout=30_000)
    page.keyboard.press("Escape")
    page.locator(".jp-Notebook:visible").evaluate("node => node.scrollTo(0, node.scrollHeight)")
    page.locator(".jp-WindowedPanel-outer:visible").evaluate("node => node.scrollTo(0, node.scrollHeight)")
    editor = page.locator(".jp-Notebook:visible .jp-CodeCell").last.locator(".cm-content")
    times = []
    for turn in range(ROUNDS + 1):
        page.wait_for_timeout(500)  # the last save has to be over
        unknown = f"unknown_{cells}_{turn}"
        editor.click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(unknown)
        page.wait_for_timeout(900)
        page.evaluate(WATCH, unknown)
        page.keyboard.press("Control+s")
        times.append(float(page.evaluate("() => window.saved")))
    return times[1:]


def main() -> None:
    """Print a line of JSON for each size."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder) / "notebooks"
        root.mkdir()
        browser = launched(playwright)
        with running(root) as lab:
            for cells, aim in AIMS.items():
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                times = measure(page, lab, cells)
                page.close()
                figures = {"cells": cells, "median_ms": round(statistics.median(times)), "worst_ms": round(max(times)), "aim_ms": aim}
                sys.stdout.write(json.dumps(figures | {"rounds": len(times)}) + "\n")
        browser.close()


if __name__ == "__main__":
    main()
