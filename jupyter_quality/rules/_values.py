"""What a name holds at a place, and what stands around a place: the plain dataflow that rules about frames and queries share."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.reading import Reading

Function = ast.FunctionDef | ast.AsyncFunctionDef
Loop = ast.For | ast.AsyncFor | ast.While | ast.comprehension
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Binding:
    """A place that binds a name: `value` is what is assigned, None where that is no plain assignment; `home` the function around it."""

    node: ast.Name
    value: ast.expr | None
    home: ast.AST | None


def bindings(code: Code) -> Mapping[str, tuple[Binding, ...]]:
    """Every name that a cell binds in a statement, functions' own included, with its bindings in the order of the source."""
    return code.remember("bindings", lambda: _bindings(code))


def _bindings(code: Code) -> Mapping[str, tuple[Binding, ...]]:
    found: dict[str, list[Binding]] = {}
    for node in code.nodes(ast.Name):
        if isinstance(node.ctx, ast.Store) and not isinstance(around := _bound_by(code, node), ast.comprehension):
            found.setdefault(node.id, []).append(Binding(node, _assigned(around, node), function_around(code, node)))
    return {name: tuple(sorted(many, key=lambda one: (one.node.lineno, one.node.col_offset))) for name, many in found.items()}


def _bound_by(code: Code, node: ast.AST) -> ast.AST | None:
    """The statement, comprehension or `:=` that binds a name; None for one inside a target of several names."""
    parent = code.parent(node)
    while isinstance(parent, ast.Tuple | ast.List | ast.Starred):
        parent = code.parent(parent)
    return parent


def _assigned(around: ast.AST | None, node: ast.Name) -> ast.expr | None:
    match around:
        case ast.Assign(targets=targets, value=value):
            if node in targets:
                return value
            pairs = [zip(target.elts, value.elts, strict=False) for target in targets if _are_several(target, value)]  # type: ignore[attr-defined]  # tuples
            return next((part for pair in pairs for one, part in pair if one is node), None)
        case ast.AnnAssign(value=ast.expr() as value) | ast.NamedExpr(value=value):
            return value
    return None


def _are_several(target: ast.expr, value: ast.expr) -> bool:
    several = ast.Tuple | ast.List
    return isinstance(target, several) and isinstance(value, several) and len(target.elts) == len(value.elts)


def last_value(reading: Reading, cell: CellReading, name: ast.Name) -> tuple[CellReading, ast.expr] | None:
    """What a name was bound to last before its use, in notebook order; None where that is unknown, a loop's or a parameter."""
    home = function_around(cell.code, name)
    own = [one for one in bindings(cell.code).get(name.id, ()) if one.home is home and one.node.lineno < name.lineno]
    if own:
        return (cell, own[-1].value) if own[-1].value is not None else None
    if home is not None and (name.id in _parameters(home) or any(one.home is home for one in bindings(cell.code).get(name.id, ()))):
        return None
    number = cell.cell.number
    for index in reversed(reading.graph.binders.get(name.id, ())):
        other = reading.cells[index]
        if other.cell.number < number or (home is not None and other.cell.number == number):
            outer = [one for one in bindings(other.code).get(name.id, ()) if one.home is None]
            return (other, outer[-1].value) if outer and outer[-1].value is not None else None
    return None


def behind(reading: Reading, cell: CellReading, node: ast.expr) -> tuple[CellReading, ast.expr]:
    """The expression that a name stands for, followed through plain assignments; any other expression as it is."""
    for _ in range(_DEPTH):
        found = last_value(reading, cell, node) if isinstance(node, ast.Name) else None
        if found is None:
            break
        cell, node = found
    return cell, node


def function_around(code: Code, node: ast.AST) -> ast.AST | None:
    """The innermost function or lambda that a node stands in; None at the cell's top level."""
    parent = code.parent(node)
    while parent is not None and not isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        parent = code.parent(parent)
    return parent


def _parameters(function: ast.AST) -> frozenset[str]:
    arguments = getattr(function, "args", None)
    return frozenset(node.arg for node in ast.walk(arguments) if isinstance(node, ast.arg)) if arguments else frozenset()


def loops_around(code: Code, node: ast.AST) -> Iterator[Loop]:
    """The loops and comprehensions that run a node again and again, innermost first, as far as the function around it."""
    around, inner, parent = node, node, code.parent(node)
    while parent is not None and not isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        match parent:
            case ast.For(body=body) | ast.AsyncFor(body=body) if inner in body:
                yield parent
            case ast.While():
                yield parent
            case (
                ast.ListComp(generators=loops)
                | ast.SetComp(generators=loops)
                | ast.DictComp(generators=loops)
                | ast.GeneratorExp(generators=loops)
            ):
                outer = loops.index(inner) + (around is not inner.iter) if isinstance(inner, ast.comprehension) else len(loops)
                yield from reversed(loops[:outer])
        around, inner, parent = inner, parent, code.parent(parent)


def functions(reading: Reading) -> Mapping[str, tuple[CellReading, Function]]:
    """The functions that the notebook defines at its top level, each by its last definition."""
    return reading.remember("functions", lambda: _functions(reading))


def _functions(reading: Reading) -> Mapping[str, tuple[CellReading, Function]]:
    return {
        node.name: (cell, node)
        for cell in reading.cells
        if cell.names.definitions
        for node in cell.code.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
