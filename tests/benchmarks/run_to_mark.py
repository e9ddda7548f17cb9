"""Measure run → marks in a real browser: `python -m tests.benchmarks.run_to_mark`.

From the key press of Ctrl+Enter in one cell to the moment all the cells that it made stale are marked, and from the key press that takes it back
to the moment no mark is left, both read from the page's own clock, painted frame included. In the same rounds: from Ctrl+Enter to the prompt's
number, which is JupyterLab's own part. Last, from an edit to its mark while another cell runs.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser.lab import Lab, code, editor, launched, replace_text, run_all, running, wait_until_idle

ROUNDS = 15
SIZES = (100, 10)
AIM_MS = 500
ANYWHERE = ".jp-quality-chip"
FIRST_CELL = "[data-windowed-list-index='0'] .jp-quality-chip"

WATCH = """([wanted, where]) => {
  const notebook = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook');
  const marks = () => notebook.querySelectorAll(where).length;
  const prompt = () => [...notebook.querySelectorAll('.jp-InputPrompt')][0].textContent;
  const before = prompt();
  window.ran = null;
  window.marked = new Promise(resolve => {
    let start = 0;
    window.addEventListener('keydown', () => { start ||= performance.now(); }, true);
    const watcher = new MutationObserver(() => {
      if (start && !window.ran && prompt() !== before && /\\d/.test(prompt())) {
        window.ran = performance.now() - start;
      }
      if (start && marks() === wanted) {
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve([performance.now() - start, window.ran])));
      }
    });
    watcher.observe(notebook, {subtree: true, childList: true, characterData: true});
  });
}"""


def generated(cells: int) -> list[dict[str, Any]]:
    """Give a notebook of so many cells in which the fourth part of all reads the threshold, and the rest works besides."""
    made = [code("threshold", "threshold = 10"), code("waits", "waits = list(range(40))")]
    for number in range(2, cells):
        source = (
            f"long_{number} = [wait + {number} for wait in waits if wait > {'threshold' if number % 4 == 2 else number % 7}]\nlong_{number}"
        )
        made.append(code(f"c{number}", source))
    return made


def measure(page: Page, lab: Lab, cells: int) -> dict[str, Any]:
    """Give the milliseconds at the median and at the worst."""
    name = f"marks_{cells}.ipynb"
    lab.write(name, generated(cells))
    page.goto(lab.address(name))
    wait_until_idle(page)
    run_all(page)
    stale = len(range(2, cells, 4))
    times, own = [], []
    for turn in range(2 * ROUNDS):
        replace_text(page, 1, f"threshold = {10 if turn % 2 else 20}")
        page.wait_for_timeout(600)  # the edit itself is looked at before it is run
        page.evaluate(WATCH, [0 if turn % 2 else stale, ANYWHERE])
        page.keyboard.press("Control+Enter")
        marked, ran = page.evaluate("() => window.marked")
        times.append(marked)
        own.append(ran or marked)
    return {
        "cells": cells,
        "stale": stale,
        "median_ms": round(statistics.median(times)),
        "worst_ms": round(max(times)),
        "to_the_prompt_ms": round(statistics.median(own)),
        "aim_ms": AIM_MS,
        "rounds": len(times),
    }


def measure_busy(page: Page) -> dict[str, Any]:
    """Give the milliseconds from an edit of the first cell to its mark, and back, while the second cell runs for a minute."""
    replace_text(page, 2, "waits = list(range(40)); import time; time.sleep(60)")
    page.keyboard.press("Control+Enter")
    page.locator("#jp-main-statusbar", has_text="| Busy").wait_for()
    times = []
    for turn in range(2 * ROUNDS):
        editor(page, 1).click()
        page.keyboard.press("End")
        page.wait_for_timeout(400)
        page.evaluate(WATCH, [0 if turn % 2 else 1, FIRST_CELL])
        page.keyboard.press("Backspace" if turn % 2 else "1")
        times.append(page.evaluate("() => window.marked")[0])
    return {"while": "another cell runs", "median_ms": round(statistics.median(times)), "worst_ms": round(max(times)), "aim_ms": AIM_MS}


def main() -> None:
    """Print a line of JSON for each size, and one for a busy kernel."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launched(playwright)
        with running(Path(folder) / "notebooks") as lab:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            for cells in SIZES:
                sys.stdout.write(json.dumps(measure(page, lab, cells)) + "\n")
            sys.stdout.write(json.dumps(measure_busy(page)) + "\n")
        browser.close()


if __name__ == "__main__":
    main()
