"""The notebook that is left: its cells with their ids, calling the package; and the same from the command line."""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jupyter_quality.notebook.document import CellKind, Notebook
from jupyter_quality.proof.run import CleanRun
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.chunks import Chunk, indented
from jupyter_quality.refactor.dataflow import flow_of, why_blocked
from jupyter_quality.refactor.flowing import IN_PLAIN_TEXT, MEANT_TO_RAISE, NOT_PYTHON
from jupyter_quality.refactor.imports import sorted_imports
from jupyter_quality.refactor.naming import file_name
from jupyter_quality.refactor.project.module import import_lines
from jupyter_quality.refactor.project.plan import CellPlan, Part, ProjectPlan
from jupyter_quality.refactor.project.roles import Role

IMPORTS, PARAMETERS = "package-imports", "parameters"
"""The ids of the cells that are new."""

_STAYS = frozenset({Role.SETTING, Role.VIEW, Role.MAGIC, Role.MOVED, Role.KEPT})


@dataclass(frozen=True, slots=True)
class SlimCell:
    """A code cell of the slim notebook."""

    id: str
    source: str
    tags: tuple[str, ...] = ()


def slim_cells(plan: ProjectPlan, reading: Reading, package: str) -> list[SlimCell]:
    """The code cells, the new ones for imports and parameters before all others."""
    cells = list(_emptied(plan, reading, package))
    needed = _used([part.text for cell in plan.cells for part in cell.parts if part.role in _STAYS])
    own = [name for name in (function.name for function in plan.functions) if name in needed]
    lines = "\n".join(sorted_imports(import_lines(plan, own, package), package))
    found = []
    if lines:
        found.append(SlimCell(IMPORTS, lines))
    if plan.parameters:
        found.append(SlimCell(PARAMETERS, "\n".join(parameter.text for parameter in plan.parameters), ("parameters",)))
    return [*found, *cells]


def _emptied(plan: ProjectPlan, reading: Reading, package: str) -> Iterator[SlimCell]:
    texts = [part.text for cell in plan.cells for part in cell.parts if part.role in _STAYS]
    used = _used(texts)
    anywhere = frozenset[str]().union(*(cell.uses for cell in reading.cells))
    for cell in plan.cells:
        texts = [text for part in cell.parts if (text := _part_text(part, plan, used, anywhere))]
        source = "\n".join(texts) if texts else _where_to(cell, plan, package)
        reason = next((part.reason for part in cell.parts if part.role is Role.KEPT and part.reason), None)
        if reason not in {None, MEANT_TO_RAISE, NOT_PYTHON} and not source.startswith("%%"):
            source = f"# Stays in the notebook: {reason}.\n{source}"
        yield SlimCell(cell.cell.id, source, cell.cell.tags)


def _part_text(part: Part, plan: ProjectPlan, used: frozenset[str], anywhere: frozenset[str]) -> str:
    if part.role is not Role.IMPORT:
        return f"{part.text}\n{part.shown}" if part.shown else part.text
    if "*" in part.imports:
        return part.text if used & _starred(part, plan) or not _starred(part, plan) else ""
    kept = [name for name in part.imports if name in used or name not in anywhere]
    if not kept:
        return ""
    return part.text if len(kept) == len(part.imports) else "\n".join(plan.imports[name] for name in kept)


def _starred(part: Part, plan: ProjectPlan) -> frozenset[str]:
    module = re.sub(r"(?s).*from\s+(\S+)\s+import.*", r"\1", part.text)
    return frozenset(name for name, line in plan.imports.items() if line == f"from {module} import {name}")


def _where_to(cell: CellPlan, plan: ProjectPlan, package: str) -> str:
    names = [part.function for part in cell.parts if part.function]
    if names:
        return "# " + ", ".join(f"{name} stands in {package}.{plan.module(name)}" for name in names)
    return (
        "# The constants stand in the cell of the parameters."
        if any(p.role is Role.PARAMETER for p in cell.parts)
        else "# Imported where it is used."
    )


def _used(texts: Iterable[str]) -> frozenset[str]:
    """Every name that texts read; of those that are no Python, all words."""
    found: set[str] = set()
    for text in texts:
        try:
            tree = ast.parse(text)
        except SyntaxError:
            found.update(re.findall(r"[^\W\d]\w*", text))
            continue
        found.update(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
        strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
        found.update(word for text in strings if "~" in text or "@" in text for word in re.findall(r"[^\W\d]\w*", text))
    return frozenset(found)


def slim_json(data: bytes, notebook: Notebook, cells: Iterable[SlimCell], run: CleanRun | None = None) -> str:
    """The slim notebook's file, with the outputs of its run."""
    by_id = {cell.id: cell for cell in cells}
    frame = _frame(data)
    new = [_code(by_id[key], run) for key in (IMPORTS, PARAMETERS) if key in by_id]
    found: list[dict[str, object]] = []
    for cell, around in zip(notebook.cells, _around(frame, len(notebook.cells)), strict=True):
        if cell.kind is CellKind.CODE:
            found += [*new, {**_code(by_id.get(cell.id) or SlimCell(cell.id, cell.source, cell.tags), run), **around}]
            new = []
        else:
            text = {"cell_type": str(cell.kind), "id": cell.id, "metadata": {}, "source": cell.source.splitlines(keepends=True)}
            found.append({**text, **around})
    content = {"cells": found, "metadata": _metadata(frame), "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _frame(data: bytes) -> Mapping[str, object]:
    """A notebook's file; empty where it is a script."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _metadata(frame: Mapping[str, object]) -> Mapping[str, object]:
    kept = frame.get("metadata", {})
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"kernelspec": spec, **kept} if isinstance(kept, dict) else {"kernelspec": spec}


def _around(frame: Mapping[str, object], count: int) -> Iterator[dict[str, object]]:
    """What each cell of the file has beside its source and outputs: its metadata, and pictures in a text."""
    cells = frame.get("cells")
    for cell in cells if isinstance(cells, list) and len(cells) == count else [{}] * count:
        yield {key: cell[key] for key in ("metadata", "attachments") if isinstance(cell, dict) and isinstance(cell.get(key), dict)}


def _code(cell: SlimCell, run: CleanRun | None) -> dict[str, object]:
    ran = run.cell(cell.id) if run is not None else None
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell.id,
        "metadata": {"tags": list(cell.tags)} if cell.tags else {},
        "outputs": [dict(output) for output in ran.outputs] if ran is not None else [],
        "source": cell.source.splitlines(keepends=True),
    }


def main_text(plan: ProjectPlan, package: str, notebook: Notebook) -> str:
    """`python -m PACKAGE`: the cells as a program, without their views; the parameters are its options."""
    body = list(_program(plan))
    used = _used(part.text for part in body) - _bound_first(body)
    names = [*(f.name for f in plan.functions if f.name in used), *(n for n in plan.imports if n in used), *({"display"} & used)]
    lines = "\n".join(sorted_imports({"import argparse", *import_lines(plan, names, package)}, package))
    options = "\n".join(f"    parser.add_argument({_option(p.name, p.value)})" for p in plan.parameters)
    set_ = "\n".join(f"    {p.name} = given.{p.name}" for p in plan.parameters)
    steps = "\n".join(line for part in body for line in indented([_chunk(part.text)])) or "    pass"
    return f'''"""Run the steps of {file_name(notebook)} from the top: `python -m {package}`; `--help` shows the parameters."""

{lines}


def arguments() -> argparse.Namespace:
    """The parameters, from the command line."""
    parser = argparse.ArgumentParser(prog="python -m {package}", description=__doc__)
{options + chr(10) if options else ""}    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
{set_ + chr(10) if set_ else ""}{steps}
'''


def _bound_first(parts: Iterable[Part]) -> frozenset[str]:
    """The names that texts bind themselves before they read them."""
    read, bound = set[str](), set[str]()
    for part in parts:
        flow = flow_of(ast.parse(part.text).body)
        read |= (flow.reads | flow.captured) - bound
        bound |= set(flow.definite) - read
    return frozenset(bound)


def _chunk(text: str) -> Chunk:
    return Chunk(ast.parse(text).body[0], text, is_magic=False)


def _option(name: str, value: str | int | float | bool) -> str:
    flag = f'"--{name.replace("_", "-")}", dest="{name}", default={value!r}'
    if isinstance(value, bool):
        return flag + ", action=argparse.BooleanOptionalAction"
    return flag if isinstance(value, str) else f"{flag}, type={type(value).__name__}"


def _program(plan: ProjectPlan) -> Iterator[Part]:
    for cell in plan.cells:
        for part in cell.parts:
            if part.role in {Role.MOVED, Role.SETTING} or (part.role in {Role.KEPT, Role.VIEW, Role.IMPORT} and _is_program(part)):
                yield part


def _is_program(part: Part) -> bool:
    """Whether a text can run without IPython, does something, and may stand in a file of code."""
    try:
        body = ast.parse(part.text).body
    except SyntaxError:
        return False
    if part.role is Role.IMPORT or part.reason == IN_PLAIN_TEXT or any((why_blocked(s) or "").startswith("it reads") for s in body):
        return False
    return any(not isinstance(s, ast.Expr) or isinstance(s.value, ast.Call) for s in body)
