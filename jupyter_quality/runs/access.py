"""Which parts of the names it uses a cell can read: of a frame its columns, of a dict or object its constant items and attributes."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jupyter_quality.reading.code import Code
from jupyter_quality.reading.events import Event, How, Kind
from jupyter_quality.runs.columns import columns_of
from jupyter_quality.runs.looks import only_looks

_ITERATING = frozenset("sorted list tuple set frozenset enumerate iter reversed min max".split())
"""What goes through a container: through the keys of a dict, the columns' names of a frame."""


@dataclass(frozen=True, slots=True)
class Access:
    """One use of a name. Which of these applies depends on what the name holds when the cell runs.

    `item` is a constant key that is taken from it, `attribute` one that is looked up on it, `columns` are the parts of a frame that can
    matter (None: all of them), `length` says that only its length does, `keys` that only its keys do, `store` that an item is set,
    `called` that it is called with arguments by place alone, `without` are parts that the cell itself has written before, `looks` that
    nothing which this use begins changes what the name holds, were it a library's object.
    """

    name: str
    node: ast.AST
    item: str | None = None
    attribute: str | None = None
    columns: tuple[str, ...] | None = None
    length: bool = False
    keys: bool = False
    store: bool = False
    called: bool = False
    without: tuple[str, ...] = ()
    looks: bool = False


def accesses(code: Code, events: tuple[Event, ...] | None = None, *, inside: bool = False) -> Iterator[Access]:
    """The uses of a cell's names before the cell itself binds them. Functions that it defines are left out, lambdas are not.

    `inside`: the events are those of a function's body, so that all of them happen.
    """
    bound = set[str]()
    within: dict[str, list[_Block]] = {}
    parts: dict[str, set[str]] = {}
    for event in code.events if events is None else events:
        if (
            event.name in bound
            or _is_bound_around(code, event, within)
            or (event.deferred and not inside and _in_definition(code, event.node))
        ):
            continue
        if event.kind is Kind.USE and isinstance(event.node, ast.Name):
            own = parts.get(event.name)
            yield from _left(code, event.node, own) if own else _access(code, event.node)
        elif event.kind is Kind.USE:
            yield Access(event.name, event.node)
        elif event.kind is Kind.BIND and not event.deferred:
            if event.conditional and event.how is not How.LOOP:
                within.setdefault(event.name, []).append(_blocks(code, event.node)[0])
            else:
                bound.add(event.name)
        elif event.kind is Kind.CHANGE and not event.conditional and not event.deferred and (part := written_part(event.node)):
            parts.setdefault(event.name, set()).add(part)


_Block = tuple[ast.AST, str]
"""A compound statement and the field of it that holds a block."""


def _blocks(code: Code, node: ast.AST) -> list[_Block]:
    """The blocks that a node stands in, the innermost first."""
    found: list[_Block] = []
    parent = code.parent(node)
    while parent is not None:
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            field = next((name for name in ("body", "orelse", "finalbody", "handlers", "cases") if node in _block(parent, name)), "")
            found.append((parent, field))
        node, parent = parent, code.parent(parent)
    return found or [(code.tree, "body")]


def is_sure(code: Code, event: Event) -> bool:
    """Whether a binding happens whenever its cell runs to its end, given that its loops go round."""
    return not event.deferred and (not event.conditional or not any(isinstance(block, _CHOOSING) for block, _ in _blocks(code, event.node)))


_CHOOSING = ast.If | ast.ExceptHandler | ast.match_case | ast.Try | ast.TryStar


def _block(node: ast.AST, field: str) -> list[ast.AST]:
    block = getattr(node, field, ())
    return block if isinstance(block, list) else []


def _is_bound_around(code: Code, event: Event, within: dict[str, list[_Block]]) -> bool:
    """Whether a block that this use stands in has bound the name before."""
    bindings = within.get(event.name)
    return bindings is not None and any(block in bindings for block in _blocks(code, event.node))


def _left(code: Code, node: ast.Name, own: set[str]) -> Iterator[Access]:
    """An access behind writes to parts of the same name: these are no longer read from outside."""
    for access in _access(code, node):
        if access.item is not None and access.item in own:
            continue
        columns = None if access.columns is None else tuple(column for column in access.columns if column not in own)
        yield replace(access, columns=columns, without=tuple(sorted(own)))


def _in_definition(code: Code, node: ast.AST) -> bool:
    around = code.parent(node)
    while around is not None:
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef):
            return True
        around = code.parent(around)
    return False


def written_part(node: ast.AST) -> str | None:
    """The part that an assignment to an item or attribute of a name writes whole: `['price']` of `df['price'] = …`."""
    match node:
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str() | int() as key), ctx=ast.Store()):
            return f"[{key!r}]"
        case ast.Attribute(value=ast.Name(), attr=name, ctx=ast.Store()):
            return f".{name}"
        case ast.Subscript(
            value=ast.Attribute(value=ast.Name(), attr="loc"),
            slice=ast.Tuple(elts=[ast.Slice(None, None), ast.Constant(value=str() as key)]),
        ) if isinstance(node.ctx, ast.Store):
            return f"[{key!r}]"
    return None


def is_augmented(code: Code, node: ast.AST) -> bool:
    """Whether a target is that of an augmented assignment, which reads what it then writes."""
    return isinstance(around := code.parent(node), ast.AugAssign) and around.target is node


def _access(code: Code, node: ast.Name) -> Iterator[Access]:
    parent, looks = code.parent(node), only_looks(code, node)
    match parent:
        case ast.Subscript(value=value, slice=ast.Constant(value=str() | int() as key)) if value is node:
            if isinstance(parent.ctx, ast.Store):
                yield Access(node.id, node, columns=("#index",), store=True)
            if not isinstance(parent.ctx, ast.Store) or is_augmented(code, parent):
                yield Access(node.id, node, item=f"[{key!r}]", columns=(f"[{key!r}]", "#index"), looks=looks)
        case ast.Subscript(value=value, ctx=ast.Store()) if value is node:
            yield Access(node.id, node, store=True)
        case ast.Attribute(value=value, attr=attribute) if value is node:
            if isinstance(parent.ctx, ast.Store) and not is_augmented(code, parent):
                return
            is_call = isinstance(around := code.parent(parent), ast.Call) and around.func is parent
            keys = attribute == "columns" or (attribute == "keys" and is_call)
            yield Access(node.id, node, attribute=attribute, columns=columns_of(code, node), keys=keys, looks=looks)
        case ast.Call(func=value, keywords=[]) if value is node:
            yield Access(node.id, node, called=True)
        case ast.Call(func=ast.Name(id="len"), args=[value]) if value is node:
            yield Access(node.id, node, length=True, columns=("#len",), looks=looks)
        case ast.Call(func=ast.Name(id=name), args=[value, *_]) if value is node and name in _ITERATING:
            yield Access(node.id, node, keys=True, columns=("#columns",), looks=looks)
        case ast.For(iter=value) | ast.AsyncFor(iter=value) | ast.comprehension(iter=value) if value is node:
            yield Access(node.id, node, keys=True, columns=("#columns",), looks=looks)
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[value]) if value is node:
            yield Access(node.id, node, columns=("#columns",), looks=looks)
        case _:
            yield Access(node.id, node, columns=columns_of(code, node), looks=looks)


def parameter_accesses(code: Code, function: ast.AST, parameter: str, name: str) -> list[Access] | None:
    """What a function reads of what it is given for a parameter, as accesses to `name`; None where it binds that anew."""
    found: list[Access] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id == parameter:
            if not isinstance(node.ctx, ast.Load):
                return None
            found += [replace(access, name=name) for access in _access(code, node)]
    return found


def given_to(code: Code, access: Access) -> tuple[str, int | str] | None:
    """The function that a whole name is handed to, and at which place or keyword; None where it is used otherwise."""
    parent = code.parent(access.node)
    if isinstance(parent, ast.keyword) and parent.arg is not None:
        call = code.parent(parent)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            return call.func.id, parent.arg
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and access.node in parent.args:
        place = parent.args.index(access.node)
        if not any(isinstance(argument, ast.Starred) for argument in parent.args[:place]):
            return parent.func.id, place
    return None
