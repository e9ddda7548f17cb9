"""CPU of a check after one cell of a 28-cell notebook was edited, all rules, beside `ruff check` and nbQA as subprocesses.

python tests/benchmarks/one_cell_edited.py [RUNS]
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from notebooks import write_notebook

from jupyter_quality.engine import check
from jupyter_quality.notebook.read import read_file


def ours(path: Path, runs: int) -> list[float]:
    """Milliseconds of CPU of each check, in this process."""
    notebook = read_file(path)
    check(notebook)
    taken = []
    for run in range(runs):
        cells = list(notebook.cells)
        at = run % len(cells)
        cells[at] = replace(cells[at], source=f"{cells[at].source}\nedited_{run} = {run}")
        start = time.process_time()
        check(replace(notebook, cells=tuple(cells)))
        taken.append(1000 * (time.process_time() - start))
    return taken


def subprocess_cpu(command: list[str], runs: int) -> list[float]:
    """Milliseconds of CPU, user and system, of each run of a command."""
    taken = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return taken


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        path = write_notebook(Path(folder) / "measured.ipynb", cells=28)
        rows = {
            "jupyter_quality, in process": ours(path, runs),
            "ruff check, subprocess": subprocess_cpu(["ruff", "check", "--isolated", "--no-cache", str(path)], 20),
            "nbqa pyflakes, subprocess": subprocess_cpu(["nbqa", "pyflakes", str(path)], 5),
        }
    own = statistics.median(rows["jupyter_quality, in process"])
    for name, taken in rows.items():
        median = statistics.median(taken)
        print(f"{name:30} median {median:8.2f} ms CPU   {median / own:6.1f} x ours   ({len(taken)} runs)")


if __name__ == "__main__":
    main()
