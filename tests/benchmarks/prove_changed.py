"""Does `prove` see what changed? `python tests/benchmarks/prove_changed.py FOLDER… [--changes N]`

Each notebook below a folder is run by nbclient alone and saved. Then one number in its code is changed, N times over, and each time the
changed notebook, which still shows the old outputs, is proven. Truth: the cells whose outputs a plain run of the changed code gives
otherwise, byte by byte, where two plain runs of the old code give the same.
"""

import argparse
import io
import random
import re
import tempfile
import tokenize
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError

from jupyter_quality.notebook.read import read_file
from jupyter_quality.proof.proof import HELD, prove
from jupyter_quality.proof.run import RunSettings
from tests.benchmarks.prove_real import bare, executed

NUMBER = re.compile(r"\d+(?:\.\d+)?")


def numbers(source: str) -> list[tuple[int, int, int]]:
    """Where plain numbers stand in a source: line, column, end column."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    return [(t.start[0] - 1, t.start[1], t.end[1]) for t in tokens if t.type == tokenize.NUMBER and NUMBER.fullmatch(t.string)]


def changed(notebook: nbformat.NotebookNode, chance: random.Random) -> bool:
    """Change one number, as 3 to 4; whether there was one."""
    places = [(cell, place) for cell in notebook.cells if cell.cell_type == "code" for place in numbers(cell.source)]
    if not places:
        return False
    cell, (line, start, end) = chance.choice(places)
    lines = cell.source.split("\n")
    number = lines[line][start:end]
    lines[line] = lines[line][:start] + (str(int(number) + 1) if number.isdecimal() else str(float(number) * 1.5)) + lines[line][end:]
    cell.source = "\n".join(lines)
    return True


def outputs(path: Path) -> dict[str, object]:
    return {cell.id: bare(cell.outputs) for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--changes", type=int, default=2)
    args = parser.parse_args()
    chance = random.Random(7)
    seen = missed = more = tried = 0
    for path in sorted(found for folder in args.folders for found in folder.rglob("*.ipynb")):
        with tempfile.TemporaryDirectory() as place:
            old, again, new, stale = (Path(place) / name for name in ("old.ipynb", "again.ipynb", "new.ipynb", "stale.ipynb"))
            try:
                executed(path, old)
                executed(path, again)
            except (CellTimeoutError, RuntimeError):
                continue
            for _ in range(args.changes):
                notebook = nbformat.read(old, as_version=4)
                if not changed(notebook, chance):
                    break
                nbformat.write(notebook, stale)
                source = path.parent / f".changed-{path.name}"
                nbformat.write(notebook, source)
                try:
                    executed(source, new)
                except (CellTimeoutError, RuntimeError):
                    continue
                finally:
                    source.unlink()
                first, second, third = outputs(old), outputs(again), outputs(new)
                truth = {name for name in first if first[name] == second.get(name) and first[name] != third.get(name)}
                steady = {name for name in first if first[name] == second.get(name)}
                proof = prove(read_file(stale), path.parent, RunSettings(timeout=120, keep_going=True))
                flagged = {cell.id for cell in proof.cells if cell.verdict not in HELD} & steady
                tried += 1
                seen += len(truth & flagged)
                missed += len(truth - flagged)
                more += len(flagged - truth)
                print(f"{path.name}: {len(truth)} changed, {len(truth & flagged)} seen, {len(flagged - truth)} more", flush=True)
                for cell in proof.cells:
                    if cell.id in truth - flagged:
                        print(f"    missed: cell {cell.number} {cell.verdict} {cell.reason or ''}", flush=True)
    print(f"{tried} changed notebooks: {seen} of {seen + missed} changed cells seen, {more} said to differ that do not")


if __name__ == "__main__":
    main()
