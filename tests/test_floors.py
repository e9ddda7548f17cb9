"""An import only ever goes down, late ones included: the floors of the house, and no circles between its files."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "jupyter_quality"
FLOORS = [
    {"notebook", "options"},
    {"reading"},
    {"rules", "runs", "proof"},
    {"refactor"},
    {"recorded"},
    {"engine"},
    {"report", "manual", "batch"},
    {"wire"},
    {"cli", "kernel", "server"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def modules() -> dict[str, Path]:
    return {".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): file for file in PACKAGE.rglob("*.py")}


def imported(file: Path, known: dict[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in (name.removeprefix("jupyter_quality.") for name in names if name.startswith("jupyter_quality.")):
            yield next(part for part in (name, name.rpartition(".")[0], "__init__") if part in known)


def test_imports_only_go_down() -> None:
    known = modules()
    for name, file in known.items():
        room = name.partition(".")[0]
        for target in imported(file, known) if room in FLOOR else ():
            below = target.partition(".")[0]
            assert below in {room, "__init__"} or FLOOR[below] < FLOOR[room], f"{name} imports {target}, which is not below it"


def test_every_room_has_a_floor() -> None:
    assert {name.partition(".")[0] for name in modules()} - FLOOR.keys() == {"__init__"}


def test_no_circles() -> None:
    known = modules()
    TopologicalSorter({name: set(imported(file, known)) - {name, "__init__"} for name, file in known.items()}).prepare()
