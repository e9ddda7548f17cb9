"""A whole notebook, read: what every rule looks at."""

import logging
import re
import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.notebook.folder import Folder, UnknownFolder
from jupyter_quality.notebook.magics import IDENTIFIER
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.options import DEFAULT_OPTIONS, Options, OptionsError
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.code import Answer, Code, read_codes
from jupyter_quality.reading.graph import Graph
from jupyter_quality.reading.imports import imports_of, notebook_imports, star_imports
from jupyter_quality.reading.provenance import Provenance
from jupyter_quality.reading.provenance.library import own_rows

log = logging.getLogger(__name__)

_PYTHON = re.compile(r"i?python|sage|pyspark|xpython")
_PRINT_STATEMENT = re.compile(r"^\s*print[ \t]+[\w\"'%]", re.MULTILINE)


class Reading:
    """A notebook's code cells, read, and what they say together. A notebook of another language, or of Python 2, has no cells here."""

    def __init__(self, notebook: Notebook, folder: Folder | None = None, options: Options | None = None) -> None:
        self.notebook = notebook
        self.folder: Folder = folder or UnknownFolder()
        self.options = options or DEFAULT_OPTIONS
        self._remembered: dict[object, object] = {}
        self.is_python = bool(_PYTHON.match(notebook.language))
        self.is_python_2 = self.is_python and _is_python_2(notebook)
        code_cells = notebook.code_cells if self.is_python and not self.is_python_2 else ()
        codes = read_codes(cell.source for cell in code_cells)
        self.imports: Mapping[str, str] = notebook_imports(codes)
        self.cells = tuple(CellReading(cell, code, self._imports_in(code)) for cell, code in zip(code_cells, codes, strict=True))

    def _imports_in(self, code: Code) -> Mapping[str, str]:
        """The notebook's imports, over them the cell's own."""
        return {**self.imports, **imports_of(code)} if code.names.imported else self.imports

    @cached_property
    def source(self) -> str:
        """The sources of all code cells in one text, for asking at once whether a word stands in any of them."""
        return "\n".join(cell.code.source for cell in self.cells)

    def holds(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern is found in any code cell; what an unchanged cell answered before is remembered."""
        return any(cell.code.holds(pattern) for cell in self.cells)

    @cached_property
    def graph(self) -> Graph:
        """Who feeds whom."""
        return Graph(self.cells)

    @cached_property
    def provenance(self) -> Provenance:
        """Where the rows of data come from, and what happens to them."""
        try:
            rows = own_rows(self.options.roles)
        except OptionsError as error:
            log.warning("%s", error)
            rows = ()
        return Provenance(self.cells, self.source, rows)

    def remember(self, key: object, work_out: Callable[[], Answer]) -> Answer:
        """What `work_out` says of this notebook; asked once for each key."""
        if key not in self._remembered:
            self._remembered[key] = work_out()
        answer: Answer = self._remembered[key]  # type: ignore[assignment]  # a key stands for one kind of answer
        return answer

    @property
    def is_newer_python(self) -> bool:
        """Whether the kernel's Python is newer than this one, so that a cell may not be understood here."""
        version = re.match(r"(\d+)\.(\d+)", self.notebook.language_version or "")
        return version is not None and (int(version[1]), int(version[2])) > sys.version_info[:2]

    @cached_property
    def possible_names(self) -> frozenset[str]:
        """Words that may be names in ways that we cannot see: in cells that do not parse, and in the arguments and bodies of magics."""
        words: set[str] = set()
        for cell in self.cells:
            if cell.code.problem is not None:
                words.update(IDENTIFIER.findall(cell.code.source))
            for magic in cell.code.magics:
                words |= magic.words
        return frozenset(words)

    @cached_property
    def star_imports(self) -> tuple[str, ...]:
        """The modules whose names are taken with a star anywhere in the notebook."""
        return tuple(module for cell in self.cells if "*" in cell.code.source or cell.code.magics for module in star_imports(cell.code))

    @cached_property
    def defined(self) -> frozenset[str]:
        """Every name that some cell binds: in Python, by a magic, or in a file that `%run` runs."""
        names = frozenset[str]().union(*(cell.defines for cell in self.cells))
        return names.union(
            *(self._defined_by_run(magic.argument) for cell in self.cells for magic in cell.code.magics if magic.name == "run")
        )

    def _defined_by_run(self, argument: str) -> frozenset[str]:
        path = next((word.strip("\"'") for word in argument.split() if not word.startswith("-")), "")
        path = path if path.endswith((".py", ".ipynb")) else f"{path}.py"
        text = self.folder.text(path)
        if text is None:
            return frozenset()
        ran = Reading(read_notebook(text.encode(), path))
        return frozenset[str]().union(*(cell.defines for cell in ran.cells))

    @cached_property
    def is_run_by_others(self) -> bool:
        """Whether a `%run` in a notebook beside this one runs it, for the names that it defines."""
        if self.notebook.path is None:
            return False
        own = Path(self.notebook.path)
        return not {own.name, own.stem}.isdisjoint(name.removeprefix("./") for name in self.folder.run_here())

    @cached_property
    def runs_unseen_code(self) -> bool:
        """Whether code that we cannot see may define names: a `%run` or `%load` of a missing file, a magic of another package."""
        return any(
            (magic.name == "run" and not self._defined_by_run(magic.argument))
            or magic.name in {"load", "loadpy", "store", "reload_kernel"}
            or magic.words
            for cell in self.cells
            for magic in cell.code.magics
        )


def _is_python_2(notebook: Notebook) -> bool:
    """Whether the file says Python 2, or, where it says no version, a cell prints as only Python 2 does."""
    if notebook.language_version is not None:
        return notebook.language_version.startswith("2")
    return any(
        "print" in cell.source and _PRINT_STATEMENT.search(cell.source) and _prints_as_python_2(cell.source) for cell in notebook.code_cells
    )


def _prints_as_python_2(source: str) -> bool:
    problem = read_codes([source])[0].problem
    return problem is not None and problem.message.startswith("Missing parentheses in call to 'print'")
