"""Which names of a notebook stand for imported modules and functions."""

import ast
from collections.abc import Iterable, Mapping

from jupyter_quality.notebook.magics import PYLAB_MODULES
from jupyter_quality.reading.code import Code

STAR_NAMES: Mapping[str, str] = {"plt": "matplotlib.pyplot", "np": "numpy", "pylab": "pylab"}
"""The module names that `%pylab` defines beside its star imports."""


def imports_of(code: Code) -> dict[str, str]:
    """Name → canonical name of every import of a cell, wherever it stands in it: {"pd": "pandas", "tts": "sklearn.….train_test_split"}."""
    found: dict[str, str] = {}
    for node in code.nodes(ast.Import):
        for alias in node.names:
            found[alias.asname or alias.name.split(".")[0]] = alias.name if alias.asname else alias.name.split(".")[0]
    for source in code.nodes(ast.ImportFrom):
        base = "." * source.level + (source.module or "")
        for alias in source.names:
            if alias.name != "*":
                found[alias.asname or alias.name] = f"{base}.{alias.name}" if base.strip(".") else base + alias.name
    return found


def star_imports(code: Code) -> list[str]:
    """The modules whose names a cell takes with a star, `%pylab` included."""
    found = [node.module or "." for node in code.nodes(ast.ImportFrom) if any(alias.name == "*" for alias in node.names)]
    if any(magic.name == "pylab" for magic in code.magics):
        found.extend(PYLAB_MODULES)
    return found


def notebook_imports(codes: Iterable[Code]) -> dict[str, str]:
    """The imports of all cells together; a name that is imported as two things, or also assigned, stands for none of them."""
    known: dict[str, str] = {}
    doubtful: set[str] = set()
    for code in codes:
        if any(magic.name == "pylab" for magic in code.magics):
            known.update(STAR_NAMES)
        if not code.names.imported and "import" not in code.source:
            doubtful |= code.names.bound & known.keys()
            continue
        found = imports_of(code)
        doubtful |= {name for name, target in found.items() if known.get(name, target) != target}
        doubtful |= (code.names.bound - found.keys()) & known.keys()
        known.update(found)
    assigned = doubtful
    return {name: target for name, target in known.items() if name not in assigned}
