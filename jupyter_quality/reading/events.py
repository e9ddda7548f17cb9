"""What a cell does with the notebook's names, in the order in which it happens: uses, bindings, changes, deletions."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What happens to a name."""

    USE = "use"
    BIND = "bind"
    CHANGE = "change"
    """Its object is changed in place: an item or attribute is set, or a method that is known to change it is called."""
    DELETE = "delete"


class How(StrEnum):
    """By what a name is bound."""

    ASSIGN = "assign"
    AUGMENTED = "augmented"
    IMPORT = "import"
    FUNCTION = "function"
    CLASS = "class"
    LOOP = "loop"
    WITH = "with"
    EXCEPT = "except"
    NONE = "none"


class Event(NamedTuple):
    """One happening. `deferred`: only when a function of the cell is called; `conditional`: on some paths only."""

    kind: Kind
    name: str
    node: ast.AST
    deferred: bool = False
    conditional: bool = False
    how: How = How.NONE


CHANGING_METHODS = frozenset(
    "append extend insert remove pop popitem clear update setdefault add discard sort reverse appendleft extendleft popleft rotate "
    "fit partial_fit fit_transform fit_predict seek write writelines put shuffle".split()
)
"""Methods that change the object they are called on, whatever its class."""

_BEHIND_AT = re.compile(r"@([^\W\d]\w*)")
"""The variables that the text of a frame's `query` uses."""

_WITHOUT_NODES = frozenset("ctx op ops id attr arg kind type_comment level module conversion is_async simple lineno tag".split())
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {ast.Constant: ()}
_PLAIN = frozenset(
    {
        ast.Expr, ast.Attribute, ast.Subscript, ast.Slice, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Tuple, ast.List, ast.Dict, ast.Set,
        ast.keyword, ast.JoinedStr, ast.FormattedValue, ast.Starred, ast.Return,
    }
)  # fmt: skip
"""Nodes that only hand on what their children do."""

_Scoped = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(frozen=True, slots=True)
class Passing:
    """What of a cell's events matters to other cells. `needed`: read before the cell binds it; `bound`: surely bound here, once the cell
    has run; `changed`: names whose objects it changes; `kept`: functions, classes and values that may be called later."""

    needed: frozenset[str]
    bound: frozenset[str]
    changed: frozenset[str]
    kept: frozenset[str]


def passing(events: Iterable[Event]) -> Passing:
    """What of some events matters to other cells."""
    needed, bound, changed, kept = set[str](), set[str](), set[str](), set[str]()
    for event in events:
        if event.kind is Kind.BIND:
            if event.how in {How.FUNCTION, How.CLASS, How.ASSIGN}:
                kept.add(event.name)
            if not event.conditional and not event.deferred:
                bound.add(event.name)
                continue
        if event.deferred or event.kind not in {Kind.USE, Kind.CHANGE}:
            continue
        if event.kind is Kind.CHANGE:
            changed.add(event.name)
        if event.name not in bound:
            needed.add(event.name)
    return Passing(frozenset(needed), frozenset(bound), frozenset(changed), frozenset(kept))


def events_of(tree: ast.Module) -> tuple[Event, ...]:
    """The events of a cell, in order of evaluation."""
    walk = _Walk()
    walk.block(tree.body)
    return tuple(walk.events)


@dataclass(slots=True)
class _Scope:
    """A function's or class's own names; a class's are not seen from the functions in it."""

    local: set[str]
    is_class: bool = False


class _Walk:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.scopes: list[_Scope] = []
        self.functions = 0
        self.branches = 0

    def block(self, body: Iterable[ast.stmt]) -> None:
        for statement in body:
            self.visit(statement)

    def branch(self, body: Iterable[ast.AST]) -> None:
        self.branches += 1
        for node in body:
            self.visit(node)
        self.branches -= 1

    def visit_all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def add(self, kind: Kind, name: str, node: ast.AST, how: How = How.NONE) -> None:
        if not self.scopes or not self._is_local(name):
            self.events.append(Event(kind, name, node, self.functions > 0, self.branches > 0, how))

    def _is_local(self, name: str) -> bool:
        innermost = len(self.scopes) - 1
        return any(name in scope.local and (index == innermost or not scope.is_class) for index, scope in enumerate(self.scopes))

    def visit(self, node: ast.AST) -> None:
        kind = type(node)
        if kind is ast.Constant:
            return
        if kind in _PLAIN:
            for child in children_of(node):
                self.visit(child)
            return
        match node:
            case ast.Name(id=name, ctx=ctx):
                self._name(name, node, ctx, How.ASSIGN)
            case ast.Call():
                self._call(node)
            case ast.Assign():
                self.visit(node.value)
                self._targets(node.targets, How.ASSIGN)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node)
            case ast.Lambda():
                self._arguments(node.args)
                self._body(node, [node.body])
            case ast.ClassDef():
                self._class(node)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                self._comprehension(node)
            case ast.Import() | ast.ImportFrom():
                for alias in node.names:
                    if alias.name != "*":
                        self.add(Kind.BIND, alias.asname or alias.name.split(".")[0], alias, How.IMPORT)
            case ast.AnnAssign():
                self.visit_all([node.annotation, node.value])
                if node.value is not None or not isinstance(node.target, ast.Name):
                    self._targets([node.target], How.ASSIGN)
            case ast.AugAssign():
                self._augmented(node)
            case ast.NamedExpr():
                self.visit(node.value)
                self._targets([node.target], How.ASSIGN)
            case ast.Delete():
                self._delete(node)
            case ast.Global() | ast.Nonlocal():
                pass
            case _:
                self._compound(node)

    def _compound(self, node: ast.AST) -> None:
        match node:
            case ast.For() | ast.AsyncFor():
                self.visit(node.iter)
                self.branches += 1
                self._targets([node.target], How.LOOP)
                self.branches -= 1
                self.branch(node.body)
                self.branch(node.orelse)
            case ast.While() | ast.If():
                self.visit(node.test)
                self.branch(node.body)
                self.branch(node.orelse)
            case ast.IfExp():
                self.visit(node.test)
                self.branch([node.body, node.orelse])
            case ast.BoolOp():
                self.visit(node.values[0])
                self.branch(node.values[1:])
            case ast.Try() | ast.TryStar():
                self.branch(node.body)
                for handler in node.handlers:
                    self._handler(handler)
                self.branch(node.orelse)
                self.block(node.finalbody)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    self.visit(item.context_expr)
                    if item.optional_vars is not None:
                        self._targets([item.optional_vars], How.WITH)
                self.block(node.body)
            case ast.Match():
                self.visit(node.subject)
                for match_case in node.cases:
                    self._match_case(match_case)
            case _:
                for child in ast.iter_child_nodes(node):
                    self.visit(child)

    def _handler(self, handler: ast.ExceptHandler) -> None:
        self.branches += 1
        if handler.type is not None:
            self.visit(handler.type)
        if handler.name:
            self.add(Kind.BIND, handler.name, handler, How.EXCEPT)
        self.block(handler.body)
        if handler.name:
            self.add(Kind.DELETE, handler.name, handler, How.EXCEPT)
        self.branches -= 1

    def _match_case(self, case: ast.match_case) -> None:
        self.branches += 1
        for node in ast.walk(case.pattern):
            name = node.rest if isinstance(node, ast.MatchMapping) else getattr(node, "name", None)
            if isinstance(name, str):
                self.add(Kind.BIND, name, node, How.ASSIGN)
            elif isinstance(node, ast.Name):
                self.visit(node)
        if case.guard is not None:
            self.visit(case.guard)
        self.block(case.body)
        self.branches -= 1

    def _name(self, name: str, node: ast.AST, ctx: ast.expr_context, how: How) -> None:
        if isinstance(ctx, ast.Load):
            self.add(Kind.USE, name, node)
        else:
            self.add(Kind.BIND if isinstance(ctx, ast.Store) else Kind.DELETE, name, node, how)

    def _targets(self, targets: Iterable[ast.expr], how: How) -> None:
        for target in targets:
            match target:
                case ast.Name(id=name):
                    self.add(Kind.BIND, name, target, how)
                case ast.Tuple(elts=parts) | ast.List(elts=parts):
                    self._targets(parts, how)
                case ast.Starred(value=value):
                    self._targets([value], how)
                case ast.Attribute() | ast.Subscript():
                    for child in ast.iter_child_nodes(target):
                        self.visit(child)
                    self._change(target)

    def _change(self, target: ast.expr) -> None:
        if (root := root_name(target)) is not None:
            self.add(Kind.CHANGE, root.id, target)

    def _augmented(self, node: ast.AugAssign) -> None:
        self.visit(node.value)
        if isinstance(node.target, ast.Name):
            self.add(Kind.USE, node.target.id, node.target)
            self.add(Kind.BIND, node.target.id, node.target, How.AUGMENTED)
        else:
            self._targets([node.target], How.AUGMENTED)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.add(Kind.DELETE, target.id, target)
            elif isinstance(target, ast.Tuple | ast.List):
                self._delete(ast.Delete(targets=target.elts))
            else:
                self._targets([target], How.NONE)

    def _call(self, node: ast.Call) -> None:
        for child in ast.iter_child_nodes(node):
            self.visit(child)
        if isinstance(node.func, ast.Attribute) and (node.func.attr in CHANGING_METHODS or _is_inplace(node)):
            self._change(node.func)
        match node:
            case ast.Call(func=ast.Attribute(attr="query" | "eval"), args=[ast.Constant(value=str() as text), *_]) if "@" in text:
                for name in _BEHIND_AT.findall(text):
                    self.add(Kind.USE, name, node.args[0])

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.visit_all(node.decorator_list)
        self._arguments(node.args)
        if node.returns is not None:
            self.visit(node.returns)
        self.add(Kind.BIND, node.name, node, How.FUNCTION)
        self._body(node, node.body)

    def _arguments(self, arguments: ast.arguments) -> None:
        self.visit_all([*arguments.defaults, *arguments.kw_defaults])
        self.visit_all(argument.annotation for argument in _parameters(arguments))

    def _body(self, node: _Scoped, body: Iterable[ast.AST]) -> None:
        local, declared_global = _local_names(body)
        local |= {argument.arg for argument in _parameters(node.args)}
        self.scopes.append(_Scope(local - declared_global))
        self.functions += 1
        outer, self.branches = self.branches, 0
        self.visit_all(body)
        self.branches = outer
        self.functions -= 1
        self.scopes.pop()

    def _class(self, node: ast.ClassDef) -> None:
        self.visit_all([*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)])
        local, declared_global = _local_names(node.body)
        self.scopes.append(_Scope(local - declared_global, is_class=True))
        self.block(node.body)
        self.scopes.pop()
        self.add(Kind.BIND, node.name, node, How.CLASS)

    def _comprehension(self, node: _Comprehension) -> None:
        self.visit(node.generators[0].iter)
        local = {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        self.scopes.append(_Scope(local))
        self.branches += 1
        for index, generator in enumerate(node.generators):
            self.visit_all([generator.iter] if index else [])
            self.visit_all(generator.ifs)
        self.visit_all([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        self.branches -= 1
        self.scopes.pop()


def children_of(node: ast.AST) -> list[ast.AST]:
    """The nodes right below a node, in order, without the operators and contexts, which hold nothing and stand in many places."""
    children: list[ast.AST] = []
    for field in _fields_of(node.__class__):
        value = getattr(node, field, None)
        if value.__class__ is list:
            children += [child for child in value if isinstance(child, ast.AST)]
        elif isinstance(value, ast.AST):
            children.append(value)
    return children


def _fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold nodes."""
    found = _FIELDS.get(kind)
    if found is None:
        found = _FIELDS[kind] = tuple(field for field in kind._fields if field not in _WITHOUT_NODES)
    return found


def root_name(node: ast.expr) -> ast.Name | None:
    """The name at the left end of attributes, items and calls: `df` of `df.loc[m, "a"]`; None where there is none."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def _is_inplace(call: ast.Call) -> bool:
    return any(k.arg == "inplace" and isinstance(k.value, ast.Constant) and k.value.value is True for k in call.keywords)


def _parameters(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None)


def _local_names(body: Iterable[ast.AST]) -> tuple[set[str], set[str]]:
    """The names that a scope binds, and those that it declares global (nonlocal ones belong to an outer scope)."""
    local, foreign = set[str](), set[str]()
    stack = list(body)
    while stack:
        node = stack.pop()
        if type(node) in _PLAIN:
            stack += children_of(node)
            continue
        match node:
            case ast.Name(id=name, ctx=context):
                if not isinstance(context, ast.Load):
                    local.add(name)
                continue
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                local.add(name)
                continue
            case ast.Lambda():
                continue
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                local.update(n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr))
                continue
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
                | ast.MatchMapping(rest=str(name))
            ):
                local.add(name)
            case ast.alias():
                local.add(node.asname or node.name.split(".")[0])
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                foreign.update(names)
        stack += children_of(node)
    return local - {"*"}, foreign
