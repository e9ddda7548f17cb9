"""A module of the package as text: its imports, its functions with docstrings and type hints, the user's lines as they are."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.proof.seen import Json
from jupyter_quality.refactor.imports import sorted_imports
from jupyter_quality.refactor.naming import file_name, title
from jupyter_quality.refactor.project.facts import Facts
from jupyter_quality.refactor.project.plan import Function, ProjectPlan

_DISPLAY = "from IPython.display import display"
_HINTS = {"list": "list", "tuple": "tuple", "set": "set", "dict": "dict", "text": "str", "bytes": "bytes", "number": "float"}


def module_text(plan: ProjectPlan, name: str, package: str, notebook: Notebook, facts: Facts) -> str:
    """The text of one module."""
    functions = [function for function in plan.functions if function.module == name]
    texts, lines = [], set[str]()
    for function in functions:
        lines |= set(import_lines(plan, function.globals_, package, within=name))
        text, more = _function_text(function, plan, notebook, facts)
        lines |= more
        texts.append(text)
    head = f'"""{title(name)}, from {file_name(notebook)}."""\n'
    imports = "\n".join(sorted_imports(lines, package))
    return "\n\n\n".join([head + ("\n" + imports if imports else "").rstrip(), *texts]).replace('"""\n\n\n\n', '"""\n\n\n') + "\n"


def import_lines(plan: ProjectPlan, names: Iterable[str], package: str, within: str = "") -> Iterator[str]:
    """The lines that import these names: from libraries, and from the package's other modules."""
    home = {function.name: function.module for function in plan.functions}
    for name in names:
        if name in home:
            if home[name] != within:
                yield f"from {package}.{home[name]} import {name}"
        elif name in plan.imports:
            yield plan.imports[name]
        elif name == "display":
            yield _DISPLAY


def _function_text(function: Function, plan: ProjectPlan, notebook: Notebook, facts: Facts) -> tuple[str, set[str]]:
    if function.extraction is None:
        return _close_comments(function.text.strip("\n")), set()
    hints = _Hints(plan, facts)
    cells = [cell.id for cell in notebook.code_cells]
    before = cells[cells.index(function.cell.id) - 1] if cells.index(function.cell.id) else ""
    parameters = [hints.parameter(name, before, function.cell.id) for name in function.extraction.parameters]
    returned = hints.returned(function)
    head = f"def {function.name}({', '.join(parameters)}){returned}:"
    if len(head) > 88:
        head = f"def {function.name}(\n" + "".join(f"    {parameter},\n" for parameter in parameters) + f"){returned}:"
    return f"{head}\n{_docstring(notebook, function)}\n{function.text}", hints.lines


def _close_comments(text: str) -> str:
    """A definition with the comments above it right above it."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
    return "\n".join([*(line for line in lines[:start] if line.strip()), *lines[start:]])


class _Hints:
    """Type hints, where the run showed the types; `lines` are the imports that they need."""

    def __init__(self, plan: ProjectPlan, facts: Facts) -> None:
        self._plan = plan
        self._facts = facts
        self._constants = {parameter.name: parameter.value for parameter in plan.parameters}
        self.lines: set[str] = set()

    def parameter(self, name: str, before: str, cell: str) -> str:
        found = self._facts.kinds.get(before, {}).get(name)
        if found is None and name in self._constants:
            return f"{name}: {type(self._constants[name]).__name__}"
        hint = self._of(found if found is not None else self._facts.kinds.get(cell, {}).get(name))
        return f"{name}: {hint}" if hint else name

    def returned(self, function: Function) -> str:
        extraction = function.extraction
        if extraction is None or extraction.returns_value:
            return ""
        kinds = self._facts.kinds.get(function.cell.id, {})
        before = set(self.lines)
        hints = [self._of(kinds.get(name)) for name in extraction.returns]
        if not hints:
            return " -> None"
        if not all(hints):
            self.lines = before
            return ""
        return f" -> {hints[0]}" if len(hints) == 1 else f" -> tuple[{', '.join(h for h in hints if h)}]"

    def _of(self, kind: Json) -> str | None:
        match kind:
            case ["is", bool()]:
                return "bool"
            case ["is", str()]:
                return "int"
            case ["frame", *_]:
                return self._library("pandas", "pd", "DataFrame")
            case ["column", _, _, list(index), _] if index:
                return self._library("pandas", "pd", "Series")
            case ["objects", list(), *_]:
                return self._library("numpy", "np", "ndarray")
            case ["numbers" | "exact", str(held), list(shape), *_] if shape and held not in {"list", "tuple"}:
                return self._library("numpy", "np", "ndarray") if kind[0] == "exact" or shape[:-1] else None
            case [str(name), *_] if name in _HINTS:
                return _HINTS[name]
        return None

    def _library(self, module: str, alias: str, name: str) -> str | None:
        line = f"import {module} as {alias}"
        if self._plan.imports.get(alias, line) != line:
            return None
        self.lines.add(line)
        return f"{alias}.{name}"


def _docstring(notebook: Notebook, function: Function) -> str:
    """What the notebook says above the cell, as a docstring."""
    text = _said(notebook.cells, function.cell) or f"{title(function.name)}: a step of the notebook."
    text = text.replace("\\", "\\\\").replace('"""', "'''")
    text = text if text.endswith((".", "!", "?", ":")) else text + "."
    rows = textwrap.wrap(text, 92, break_long_words=False) or [text]
    quoted = '"""' + "\n    ".join(rows)
    return f'    {quoted}"""' if len(rows) == 1 else f'    {quoted}\n    """'


def _said(cells: Sequence[Cell], cell: Cell) -> str:
    index = next(number for number, one in enumerate(cells) if one.id == cell.id)
    if index == 0 or cells[index - 1].kind is not CellKind.MARKDOWN:
        return ""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n|(?m:^#+ .*$)", cells[index - 1].source)]
    prose = [plain for part in paragraphs if (plain := _plain(part)) and not re.match(r"[|\-*>!\d`$<]", part)]
    heading = re.search(r"(?m)^#+\s+(.+?)\s*#*$", cells[index - 1].source)
    found = prose[0] if prose else _plain(heading[1]) if heading else ""
    return found if len(found) <= 300 else found[:299].rsplit(" ", 1)[0] + "…"


def _plain(markdown: str) -> str:
    return re.sub(r"\*\*|__|`|<[^>]+>", "", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)).strip()
