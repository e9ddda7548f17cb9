"""What in a cell follows from what: given the keys that differ and the statements that are new, the names that cannot be as they were."""

import ast
import builtins
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from jupyter_quality.reading.code import Code
from jupyter_quality.reading.events import Event, Kind
from jupyter_quality.runs.access import Access, accesses, written_part
from jupyter_quality.runs.record import dump
from jupyter_quality.runs.selection import names_in, selection
from jupyter_quality.runs.value import split_key

_SHOWING = frozenset("print display show pprint".split())


_BY_ROWS = frozenset({"#len", "#shape"})
"""What follows from how many rows there are."""


@dataclass(slots=True)
class Affected:
    """The keys that come out otherwise, what is shown included. `names` → the affected parts; an empty set stands for the whole."""

    names: dict[str, set[str]] = field(default_factory=dict)
    shown: bool = False

    def add(self, name: str, part: str) -> None:
        """Note that a name, or a part of it, is affected."""
        if not part:
            self.names[name] = set()
        elif name not in self.names:
            self.names[name] = {part}
        elif self.names[name]:
            self.names[name].add(part)


def affected(code: Code, keys: Collection[str], new: Collection[ast.AST] = ()) -> Affected:
    """What follows from keys that differ before the cell runs, and from what is new in it (`news`)."""
    walk = _Walk(code, keys, new)
    walk.block(code.tree.body)
    if code.magics and keys:
        walk.result.shown = True
    return walk.result


def news(code: Code, old: Code) -> set[ast.AST]:
    """The simple statements, and the heads of compound ones, that an older version of a cell did not have."""
    had = {dump(part) for part in _pieces(old.tree.body)}
    return {part for part in _pieces(code.tree.body) if dump(part) not in had}


def shows_less(old: Code, code: Code) -> bool:
    """Whether an older version of a cell has what shows something, and this one has not."""
    return any(_may_show(part) or _is_shown_last(old, part) for part in news(old, code)) or (_is_silenced(code) and not _is_silenced(old))


def no_longer_written(old: Code, code: Code) -> set[tuple[str, str]]:
    """The parts of names that an older version of a cell wrote, and this one does not: `df['price']` as ("df", "['price']")."""
    return _written(old) - _written(code)


def _written(code: Code) -> set[tuple[str, str]]:
    return {(event.name, part) for event in code.events if event.kind is Kind.CHANGE and (part := written_part(event.node))}


def _is_shown_last(code: Code, part: ast.AST) -> bool:
    return isinstance(part, ast.Expr) and part is code.tree.body[-1] and not _is_silenced(code)


def _is_silenced(code: Code) -> bool:
    return code.source.rstrip().endswith(";")


def _pieces(body: list[ast.stmt]) -> Iterator[ast.AST]:
    for statement in body:
        if isinstance(statement, _BLOCKS):
            yield _head(statement)
            for block in _inner(statement):
                yield from _pieces(block)
        else:
            yield statement


_BLOCKS = ast.For | ast.While | ast.If | ast.With


def _head(statement: ast.For | ast.While | ast.If | ast.With) -> ast.AST:
    match statement:
        case ast.For(target=target, iter=source):
            return ast.Tuple([target, source])
        case ast.While(test=test) | ast.If(test=test):
            return test
    return ast.Tuple([item.context_expr for item in statement.items])


def _inner(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    yield statement.body  # type: ignore[attr-defined]
    yield from (block for field in ("orelse",) if (block := getattr(statement, field, [])))


class _Walk:
    def __init__(self, code: Code, keys: Collection[str], new: Collection[ast.AST]) -> None:
        self.new = {dump(part) for part in new}
        self.code = code
        self.result = Affected()
        self.dirty: dict[str, set[str]] = {}
        self.calling = set[str]()
        uses = {access.name for access in accesses(code)} | {name for magic in code.magics for name in magic.uses}
        self.is_unseen = False
        for key in keys:
            name, part = split_key(key)
            if name in uses:
                self._taint(name, part)
            else:
                self.is_unseen = True
        self.events: dict[ast.AST, list[Event]] = {}
        for event in code.events:
            self.events.setdefault(self._piece(event.node), []).append(event)

    def _piece(self, node: ast.AST) -> ast.AST:
        """The simple statement that a node stands in, or the compound one in whose head it stands."""
        while not isinstance(node, ast.stmt) or self._is_inside(node):
            parent = self.code.parent(node)
            if parent is None:
                break
            node = parent
        return node

    def _is_inside(self, statement: ast.stmt) -> bool:
        """Whether a statement belongs to another one that is taken as a whole."""
        parent = self.code.parent(statement)
        while parent is not None and not isinstance(parent, ast.Module):
            if not isinstance(parent, _BLOCKS):
                return True
            parent = self.code.parent(parent)
        return False

    def block(self, body: list[ast.stmt], *, under: bool = False) -> None:
        """A block; `under` says that whether or how often it runs is affected."""
        for statement in body:
            if not isinstance(statement, _BLOCKS):
                self.statement(statement, under or dump(statement) in self.new)
                continue
            hit = self.statement(statement, under or dump(_head(statement)) in self.new, head=True)
            rounds = 2 if isinstance(statement, ast.For | ast.While) else 1
            for _ in range(rounds):
                for block in _inner(statement):
                    self.block(block, under=under or hit)

    def _taint(self, name: str, part: str) -> None:
        if not part or part.startswith(("-", "#columns", "#keys")):
            self.dirty[name] = set()
        elif self.dirty.get(name) != set():
            self.dirty.setdefault(name, set()).add(part)

    def statement(self, statement: ast.stmt, is_new: bool, *, head: bool = False) -> bool:
        """One simple statement, or the head of a compound one; whether it is affected."""
        events = self.events.get(statement, [])
        look_at: list[ast.AST] = [event.node for event in events] if head else [statement]
        calls = any(
            isinstance(node, ast.Call)
            for one in ([_head(statement)] if isinstance(statement, _BLOCKS) else look_at)
            for node in ast.walk(one)
        )
        is_definition = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        hit = is_new or any(
            self._hits(access) for access in self._accesses([event for event in events if not event.deferred], inside=False)
        )
        if self.is_unseen and is_definition and not statement.decorator_list:  # type: ignore[attr-defined]
            self.calling.add(statement.name)  # type: ignore[attr-defined]
        elif self.is_unseen and calls and not isinstance(statement, ast.Import | ast.ImportFrom):
            hit = True
        later = [event for event in events if event.deferred]
        if any(self._hits(access) for access in self._accesses(later, inside=True)):
            if is_definition:
                self.calling.add(statement.name)  # type: ignore[attr-defined]
            else:
                hit = True
        handed_on = None if is_new or self.is_unseen else self._handed_on(statement, events)
        hit = hit and handed_on != set()
        for event in events:
            if event.deferred or event.kind is Kind.USE:
                continue
            part = written_part(event.node) or "" if event.kind is Kind.CHANGE else ""
            if hit and handed_on is not None:
                self.dirty.pop(event.name, None)
                self.result.names.pop(event.name, None)
            for one in (handed_on or {part}) if hit else ():
                self._taint(event.name, one)
                self.result.add(event.name, one)
            if hit:
                continue
            if not event.conditional and event.kind is not Kind.CHANGE:
                self.dirty.pop(event.name, None)
                self.result.names.pop(event.name, None)
        if hit and (_is_shown_last(self.code, statement) or (not head and _may_show(statement))):
            self.result.shown = True
        return hit

    def _handed_on(self, statement: ast.stmt, events: list[Event]) -> set[str] | None:
        """The parts that differ in what a statement selects from a frame, where only columns of that differ; None for all else."""
        match statement:
            case ast.Assign(targets=[ast.Name()], value=value) if (chosen := selection(value)) is not None:
                parts = self.dirty.get(chosen.name)
                if not parts or not chosen.by.isdisjoint(parts) or not all(part.startswith("[") for part in parts):
                    return None
                asked = list(names_in(chosen.asks))
                if any(name.id in self.dirty for name in asked if name.id != chosen.name):
                    return None
                if any(self._hits(access) for access in self._accesses(events, inside=False) if access.node in asked):
                    return None
                return chosen.kept(parts)
        return None

    def _accesses(self, events: list[Event], *, inside: bool) -> Iterator[Access]:
        return accesses(self.code, tuple(event for event in events if event.kind is Kind.USE), inside=inside)

    def _hits(self, access: Access) -> bool:
        if access.name in self.calling:
            return True
        parts = self.dirty.get(access.name)
        if parts is None:
            return False
        if not parts:
            return True
        if access.keys and not all(part.startswith(("['", '["')) for part in parts):
            return True
        if access.store:
            return "#index" in parts or access.columns is None
        wanted = {access.item} if access.item is not None else set[str]()
        if access.columns is not None:
            wanted |= set(access.columns)
        if access.attribute is not None and access.columns is None:
            return True
        if "#index" in parts and not wanted.isdisjoint(_BY_ROWS):
            return True
        return not wanted or not wanted.isdisjoint(parts) or any(part.startswith("@") for part in parts)


def _may_show(statement: ast.AST) -> bool:
    for node in ast.walk(statement):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name):
                    if name in _SHOWING or not hasattr(builtins, name):
                        return True
                case ast.Attribute(attr=name):
                    if name in _SHOWING:
                        return True
    return False
