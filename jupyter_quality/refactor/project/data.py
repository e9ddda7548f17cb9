"""The files beside a notebook that it reads."""

import ast
from pathlib import Path

from jupyter_quality.reading.reading import Reading

LARGEST = 20 * 2**20
"""Bytes of a file that goes with the project."""


def data_files(reading: Reading, folder: Path, target: Path) -> dict[str, Path]:
    """Relative path → file, for each text in the code that names a file below the notebook's folder; local modules too."""
    names = {
        node.value
        for cell in reading.cells
        for node in cell.code.nodes(ast.Constant)
        if isinstance(node.value, str) and 0 < len(node.value) < 300 and "\0" not in node.value and "\n" not in node.value
    }
    names |= {f"{target_name.partition('.')[0]}.py" for target_name in reading.imports.values()}
    found = {}
    for name in sorted(names):
        path = folder / name
        try:
            inside = path.is_file() and path.resolve().is_relative_to(folder) and path.stat().st_size <= LARGEST
        except OSError:
            continue
        if inside and not path.resolve().is_relative_to(target) and not name.endswith(".ipynb"):
            found[path.resolve().relative_to(folder).as_posix()] = path
    return found
