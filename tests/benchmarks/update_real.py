"""Does a project follow its notebook without a conflict? `python tests/benchmarks/update_real.py FOLDER…`

Each notebook below the folders is made a project in a copy of its folder. Then, without and with a change:

- *quiet*: nothing changed, and the update writes no file.
- *followed*: by hand, the docstring of each function gets a word, a file is added and one is deleted; in the notebook, the first heading
  gets a word, a cell is inserted in the middle, and the first cell that became a function gets a line. After the update all of it
  is there, nothing conflicts, and both sides give the same.
- *names*: of the functions that there were, those whose names there still are.

A notebook of which no proven project can be made is passed over.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

COMMAND = "import sys; from jupyter_quality.cli import main; sys.exit(main(sys.argv[1:]))"
WORD = "Checked by hand. "
Told = dict[str, object]


def project(notebook: Path, target: Path, longest: float, *more: str) -> tuple[int, Told]:
    """Make or update a project: the exit code, and what the command tells."""
    command = [sys.executable, "-c", COMMAND, "project", str(notebook), "-o", str(target), "--output-format", "json", "--quiet", *more]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=longest, check=False)
    except subprocess.TimeoutExpired:
        return 2, {}
    return run.returncode, json.loads(run.stdout) if run.stdout else {}


def edit_by_hand(target: Path, package: str) -> list[Path]:
    """What a user changes in a package: the modules with other docstrings."""
    edited = []
    for module in sorted((target / "src" / package).glob("*.py")):
        text = module.read_text()
        changed = re.sub(r'(\ndef .*?:\n    """)', rf"\1{WORD}", text, flags=re.DOTALL)
        if changed != text and module.name != "__main__.py":
            module.write_text(changed)
            edited.append(module)
    (target / "src" / package / "by_hand.py").write_text("")
    (target / "environment.yml").unlink()
    return edited


def change_notebook(path: Path, moved: str) -> None:
    """What changes in a notebook: a heading, a new cell, and a line in the cell with the id `moved`."""
    notebook = nbformat.read(path, 4)
    heading = next((cell for cell in notebook.cells if cell.cell_type == "markdown" and cell.source.startswith("#")), None)
    if heading is not None:
        heading.source = re.sub(r"^(#+ )", r"\1New ", heading.source)
    cell = next((cell for cell in notebook.cells if cell.get("id") == moved), None)
    if cell is not None:
        cell.source = f"{cell.source}\nanswer_of_update = 42"
    source = "words_of_update = ['a', 'b']\njoined_of_update = ' '.join(words_of_update)\nprint(joined_of_update)"
    notebook.cells.insert(len(notebook.cells) // 2, new_code_cell(source))
    nbformat.write(notebook, path)


def followed(path: Path, longest: float) -> str | None:
    """One notebook's row, None where it makes no proven project."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(path.parent, Path(place) / "work", symlinks=True))
        notebook, target = folder / path.name, Path(place) / "project"
        nbformat.write(nbformat.read(notebook, 4), notebook)
        code, told = project(notebook, target, longest)
        if code != 0:
            return None
        _, quiet = project(notebook, target, longest, "--update")
        edited = edit_by_hand(target, str(told["package"]))
        cells = told["cells"]
        moved = next((cell["id"] for cell in cells if cell.get("moved_to")), "") if isinstance(cells, list) else ""
        change_notebook(notebook, moved)
        code, told_now = project(notebook, target, longest, "--update")
        before, now = ({str(name).rpartition(".")[2] for name in one["functions"]} for one in (told, told_now))  # type: ignore[attr-defined]
        kept = sum(WORD in module.read_text() for module in edited if module.exists())
        by_hand = kept == len(edited) and (target / "src" / str(told["package"]) / "by_hand.py").exists()
        by_hand = by_hand and not (target / "environment.yml").exists()
        return (
            f"quiet {not quiet.get('written')}  followed {code == 0 and by_hand}  names {len(before & now)}/{len(before)}  "
            f"conflicts {len(told_now['conflicts'])}  proven {told_now['verified']}  {told_now.get('conflicts') or told_now.get('unproven') or ''}"  # type: ignore[arg-type]
        )


def main() -> None:
    """Print a row a notebook."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--longest", type=float, default=300, help="seconds that one command may take")
    given = parser.parse_args()
    for folder in given.folders:
        for path in sorted(folder.glob("*.ipynb")) if folder.is_dir() else [folder]:
            print(f"{path.name:40} {followed(path, given.longest) or 'no proven project'}", flush=True)


if __name__ == "__main__":
    main()
