"""What a clean run of the notebook tells that its text does not: names behind stars, variables after each cell, their types."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.proof.run import CleanRun
from jupyter_quality.proof.seen import Json

ASKING = "quality-facts"
"""The id of the cell that asks, behind all others."""

_QUESTION = """\
def ask(modules, namespace):
    import importlib, json
    stars = {}
    for name in modules:
        try:
            module = importlib.import_module(name)
        except Exception:
            continue
        stars[name] = list(getattr(module, "__all__", [n for n in dir(module) if not n.startswith("_")]))
    types = {n: [type(v).__module__, type(v).__qualname__] for n, v in namespace.items() if not n.startswith("_")}
    print(json.dumps({"stars": stars, "types": types}))
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """`stars`: module → the names that a star takes; `shown`: cell id → the variables behind it; `types`: name → module and class at
    the end; `kinds`: cell id → name → what its value is there, as the probe sums it up."""

    stars: Mapping[str, frozenset[str]] = field(default_factory=dict)
    shown: Mapping[str, frozenset[str]] = field(default_factory=dict)
    types: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)


def asking(notebook: Notebook, modules: Iterable[str]) -> Notebook:
    """The notebook with a cell at its end that tells facts."""
    source = f"(lambda own: (exec({_QUESTION!r}, own), own['ask']({sorted(modules)!r}, globals())))({{}})[0]"
    cell = Cell(ASKING, len(notebook.cells) + 1, CellKind.CODE, source)
    return replace(notebook, cells=(*notebook.cells, cell))


def facts_of(run: CleanRun) -> Facts:
    """The facts that a run of an asking notebook told; those of its cells where it did not come to the end."""
    stars: dict[str, frozenset[str]] = {}
    types: dict[str, tuple[str, str]] = {}
    answer = run.cell(ASKING)
    for output in answer.outputs if answer is not None else ():
        text = output.get("text")
        if isinstance(text, str) and text.startswith("{"):
            told = json.loads(text)
            stars = {name: frozenset(names) for name, names in told["stars"].items()}
            types = {name: (pair[0], pair[1]) for name, pair in told["types"].items()}
    ran = [cell for cell in run.cells if cell.id != ASKING and cell.variables is not None]
    kinds = {cell.id: cell.variables or {} for cell in ran}
    return Facts(stars, {cell: frozenset(found) for cell, found in kinds.items()}, types, kinds)
