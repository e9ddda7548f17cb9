"""Which names of a notebook stand for imported modules and functions; read from the import lines, without a syntax tree."""

import re
from collections.abc import Iterable, Iterator, Mapping

from jupyter_quality.notebook.magics import PYLAB_MODULES
from jupyter_quality.reading.code import Code

PYLAB_NAMES: Mapping[str, str] = {"plt": "matplotlib.pyplot", "np": "numpy", "pylab": "matplotlib.pylab"}
"""The module names that `%pylab` defines beside its star imports."""

_IMPORT = re.compile(r"(?:^|[;:])[ \t]*import[ \t]+(?P<what>[^\n;#]+)", re.MULTILINE)
_FROM = re.compile(
    r"(?:^|[;:])[ \t]*from[ \t]+(?P<module>[.\w]+)[ \t]+import[ \t]*(?:\((?P<many>[^)]*)\)|(?P<what>[^\n;#(]+))", re.MULTILINE
)
_ALIAS = re.compile(r"(?P<name>[\w.]+|\*)(?:\s+as\s+(?P<alias>\w+))?\s*\Z")


def imports_of(code: Code) -> Mapping[str, str]:
    """Name → canonical name of every import of a cell, wherever in it: {"pd": "pandas", "tts": "sklearn.….train_test_split"}.

    Text in a string that looks like an import counts only where the symbol table knows such an import too.
    """
    if "import" not in code.source or code.problem is not None:
        return {}
    return dict(_known_imports(code))


def imported_names(code: Code) -> list[str]:
    """The names that a cell's imports bind, one that two imports bind twice."""
    return [name for name, _ in _known_imports(code)]


def _known_imports(code: Code) -> list[tuple[str, str]]:
    return code.remember("imports", lambda: [(name, what) for name, what in _imports(code) if name in code.names.imported])


def _imports(code: Code) -> Iterator[tuple[str, str]]:
    text = code.translation.python.replace("\\\n", "  ")
    for match in _IMPORT.finditer(text):
        for name, alias in _aliases(match["what"]):
            yield alias or name.partition(".")[0], name if alias else name.partition(".")[0]
    for match in _FROM.finditer(text):
        module = match["module"]
        prefix = module if module.endswith(".") else module + "."
        for name, alias in _aliases(match["many"] or match["what"] or ""):
            yield alias or name, prefix + name


def _aliases(text: str) -> Iterator[tuple[str, str | None]]:
    for part in re.sub(r"#[^\n]*", "", text).split(","):
        if match := _ALIAS.match(part.strip()):
            yield match["name"], match["alias"]


def star_imports(code: Code) -> list[str]:
    """The modules whose names a cell takes with a star, `%pylab` included."""
    found = []
    if "import" in code.source and "*" in code.source:
        found = [match["module"] for match in _FROM.finditer(code.translation.python) if (match["what"] or "").strip() == "*"]
    if any(magic.name == "pylab" for magic in code.magics):
        found.extend(PYLAB_MODULES)
    return found


def notebook_imports(codes: Iterable[Code]) -> dict[str, str]:
    """The imports of all cells together; a name that is imported as two things, or also assigned, stands for none of them."""
    known: dict[str, str] = {}
    doubtful: set[str] = set()
    bound: set[str] = set()
    for code in codes:
        if code.magics and any(magic.name == "pylab" for magic in code.magics):
            known.update(PYLAB_NAMES)
        names = code.names
        found = imports_of(code) if names.imported else {}
        doubtful.update(name for name, target in found.items() if known.get(name, target) != target)
        known.update(found)
        bound.update(names.bound - names.imported)
    return {name: target for name, target in known.items() if name not in doubtful and name not in bound}
