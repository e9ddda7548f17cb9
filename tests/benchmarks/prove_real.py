"""Is `prove` ever wrong to say that a cell differs? `python tests/benchmarks/prove_real.py FOLDER…`

Each notebook below a folder is run once by nbclient alone, saved, and proven. What it shows is then what a clean run gives, so every
cell that differs or fails is a false alarm. Beside it: what a comparison of the outputs' bytes calls different.
Notebooks that take longer than LONGEST are passed over, and so is what is below a cell that fails.
"""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from shutil import copytree, ignore_patterns

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError

from jupyter_quality.notebook.read import read_file
from jupyter_quality.proof.compare import Verdict
from jupyter_quality.proof.proof import HELD, prove, saved_outputs
from jupyter_quality.proof.run import RunSettings, run_cleanly

LONGEST = 60
"""Seconds that one cell may take."""


def executed(path: Path, target: Path) -> None:
    """Save what nbclient alone makes of a notebook."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as place:
        folder = copytree(path.parent, Path(place) / "run", ignore=ignore_patterns("*.ipynb"))
        client = NotebookClient(
            notebook,
            timeout=LONGEST,
            allow_errors=True,
            kernel_name="python3",
            coalesce_streams=True,
            resources={"metadata": {"path": str(folder)}},
        )
        asyncio.run(client.async_execute())
    nbformat.write(notebook, target)


def differing_bytes(path: Path, folder: Path) -> int:
    """Cells that a comparison of bytes calls different from one more run."""
    notebook = read_file(path)
    run = run_cleanly(notebook, folder, RunSettings(timeout=LONGEST))
    saved = {cell.id: saved_outputs(cell) for cell in notebook.code_cells}
    return sum(bare(saved[cell.id]) != bare(cell.outputs) for cell in run.cells)


def bare(value: object) -> object:
    """Outputs without counts and metadata, each text in one piece."""
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items() if key not in {"execution_count", "metadata", "traceback"}}
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return "".join(value)
    return [bare(one) for one in value] if isinstance(value, list | tuple) else value


def main(folders: list[str]) -> None:
    total: Counter[str] = Counter()
    for path in sorted(found for folder in folders for found in Path(folder).rglob("*.ipynb") if ".ipynb_checkpoints" not in found.parts):
        with tempfile.TemporaryDirectory() as place:
            saved = Path(place) / path.name
            started = time.monotonic()
            try:
                executed(path, saved)
            except (CellTimeoutError, RuntimeError) as error:
                print(f"{path.name}: passed over ({type(error).__name__})", flush=True)
                continue
            ran = time.monotonic() - started
            proof = prove(read_file(saved), path.parent, RunSettings(timeout=2 * LONGEST))
            proving = time.monotonic() - started - ran
            counts = Counter(str(cell.verdict) for cell in proof.cells)
            plain = differing_bytes(saved, path.parent)
        total += counts + Counter({"notebooks": 1, "notebooks with a false alarm": not proof.proven, "cells whose bytes differ": plain})
        print(
            f"{path.name}: {dict(counts)}, bytes differ in {plain}; proven in {proving / ran:.1f} × the run of {ran:.1f} s {proof.trouble or ''}",
            flush=True,
        )
        for cell in proof.cells:
            if cell.verdict not in HELD or cell.verdict is Verdict.NONDETERMINISTIC:
                print(f"    cell {cell.number} {cell.verdict}: {cell.reason}", flush=True)
    print(dict(total))


if __name__ == "__main__":
    main(sys.argv[1:])
