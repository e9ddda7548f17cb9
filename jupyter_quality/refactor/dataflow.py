"""What a run of statements takes from the notebook's names and gives back, with definite assignment.

Anchors: the definite assignment of the Java language specification (chapter 16), held to Python's scopes; `reading/events.py`.
"""

import ast
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from jupyter_quality.reading.events import CHANGING_METHODS, Kind, events_of, root_name

_HISTORY = re.compile(r"_+\d*|_i+\d*|In|Out|get_ipython|__\w+__")
_NAMESPACE_CALLS = frozenset({"globals", "locals", "exec", "eval", "compile"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_LOOKING_CALLS = frozenset({"globals", "exec", "eval"})
_EAGER_CALLS = frozenset("sum any all min max sorted list tuple set frozenset dict join Counter array fromiter extend update".split())
_EAGER_LAMBDAS = frozenset("sorted min max sort apply applymap agg aggregate transform assign pipe".split())
_FRAME_STRINGS = re.compile(r"@\s*([^\W\d]\w*)")
_WORDS = re.compile(r"(?<![.\w])([^\W\d]\w*)")


@dataclass(frozen=True, slots=True)
class Flow:
    """The names of a run of statements.

    `reads` may be read before the run has surely bound them; `definite` are bound on every path, `maybe` on some only;
    `captured` are read by code that may run later (functions, lambdas, lazy generators), `early` ones before the run has surely bound
    them; `transient` are bound and unbound again
    (`except … as name`); `changed` are changed in place; `assigned_elsewhere` are bound by a function through `global`; `deleted` are
    unbound by `del`, of which the run has not surely bound those in `undone`; `looks`: a function in it looks at the notebook's names
    by their text.
    """

    reads: frozenset[str]
    definite: tuple[str, ...]
    maybe: tuple[str, ...]
    captured: frozenset[str]
    transient: frozenset[str]
    changed: frozenset[str]
    assigned_elsewhere: frozenset[str]
    worded: frozenset[str]
    deleted: frozenset[str] = frozenset()
    undone: frozenset[str] = frozenset()
    early: frozenset[str] = frozenset()
    looks: bool = False

    @property
    def bound(self) -> frozenset[str]:
        """All names that the run may bind."""
        return frozenset(self.definite) | frozenset(self.maybe)


def flow_of(statements: Sequence[ast.stmt]) -> Flow:
    """The flow of a run of statements of one cell."""
    walk = _Walk()
    walk.block(statements)
    definite = tuple(name for name in walk.bound if name in walk.defined)
    return Flow(
        frozenset(walk.reads),
        definite,
        tuple(name for name in walk.bound if name not in walk.defined),
        frozenset(walk.captured),
        frozenset(walk.transient),
        frozenset(walk.changed),
        frozenset(walk.foreign),
        frozenset(walk.worded),
        frozenset(walk.deleted),
        frozenset(walk.undone),
        frozenset(walk.early),
        walk.looks,
    )


def why_blocked(statement: ast.stmt) -> str | None:
    """Why a statement belongs to the notebook itself; None where it may stand in a function."""
    stored = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    within = {part for node in ast.walk(statement) if isinstance(node, _FUNCTIONS) for part in ast.walk(node) if _asks_for_its_own(part)}
    for node in ast.walk(statement):
        if node not in within and (reason := _why_node(node, stored)):
            return reason
    return "it waits for something at the top level" if _awaits(statement) else None


def _asks_for_its_own(node: ast.AST) -> bool:
    """Whether a node in a function looks at that function's names only."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"locals", "vars", "dir"}


def _why_node(node: ast.AST, stored: set[str]) -> str | None:
    match node:
        case ast.ImportFrom(names=names) if any(alias.name == "*" for alias in names):
            return "it imports with a star"
        case ast.Global():
            return f"a function in it sets `{node.names[0]}` of the notebook"
        case ast.Name(id=name, ctx=ast.Load()) if _HISTORY.fullmatch(name) and name not in stored:
            return f"it reads `{name}`, which only the notebook has"
        case ast.Call(func=ast.Name(id=name), args=args) if name in _NAMESPACE_CALLS or (name in {"vars", "dir"} and not args):
            return f"it calls `{name}()`, which looks at the notebook's own names"
    return None


def _awaits(node: ast.AST) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return False
    if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith | ast.Yield | ast.YieldFrom | ast.Return):
        return True
    return (isinstance(node, ast.comprehension) and bool(node.is_async)) or any(_awaits(child) for child in ast.iter_child_nodes(node))


class _Walk:
    """One pass in order of evaluation; `defined` is what is surely bound at this point."""

    def __init__(self) -> None:
        self.reads: set[str] = set()
        self.bound: dict[str, None] = {}
        self.defined: set[str] = set()
        self.captured: set[str] = set()
        self.transient: set[str] = set()
        self.changed: set[str] = set()
        self.foreign: set[str] = set()
        self.worded: set[str] = set()
        self.deleted: set[str] = set()
        self.undone: set[str] = set()
        self.early: set[str] = set()
        self.looks = False
        self._local: list[set[str]] = []

    def block(self, body: Iterable[ast.stmt]) -> None:
        for statement in body:
            self.visit(statement)

    def _branches(self, *branches: Callable[[], None], must: bool = True) -> None:
        """Visit ways of which one is taken, or none where `must` is false: what all of them bind is bound."""
        before, ends = set(self.defined), []
        for branch in branches:
            self.defined = set(before)
            branch()
            ends.append(self.defined)
        self.defined = set.intersection(*ends, *([] if must else [before])) if ends else before

    def _is_local(self, name: str) -> bool:
        return any(name in names for names in self._local)

    def read(self, name: str) -> None:
        if not self._is_local(name) and name not in self.defined:
            self.reads.add(name)

    def capture(self, name: str) -> None:
        self.captured.add(name)
        if name not in self.defined:
            self.early.add(name)

    def bind(self, name: str) -> None:
        self.bound.setdefault(name)
        self.defined.add(name)

    def visit(self, node: ast.AST | None) -> None:
        match node:
            case None | ast.Constant():
                pass
            case ast.Name(id=name, ctx=ast.Load()):
                self.read(name)
            case ast.Name(id=name, ctx=ast.Store()):
                self.bind(name)
            case ast.Name(id=name):
                self.deleted.add(name)
                self.undone |= {name} - self.defined
                self.defined.discard(name)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
                self._scope(node)
            case ast.Import() | ast.ImportFrom():
                for alias in node.names:
                    if alias.name != "*":
                        self.bind(alias.asname or alias.name.partition(".")[0])
            case ast.Call():
                self._call(node)
            case ast.ListComp() | ast.SetComp() | ast.DictComp():
                self._comprehension(node)
            case ast.GeneratorExp():
                self._lazily(node)
            case ast.stmt():
                self._statement(node)
            case _:
                self._expression(node)

    def _expression(self, node: ast.AST) -> None:
        match node:
            case ast.IfExp():
                self.visit(node.test)
                self._branches(lambda: self.visit(node.body), lambda: self.visit(node.orelse))
            case ast.BoolOp():
                self.visit(node.values[0])
                self._branches(lambda: self._all(node.values[1:]), must=False)
            case ast.Compare() if len(node.ops) > 1:
                self._all([node.left, node.comparators[0]])
                self._branches(lambda: self._all(node.comparators[1:]), must=False)
            case ast.NamedExpr():
                self.visit(node.value)
                self.bind(node.target.id)
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                self._all(ast.iter_child_nodes(node))
                self._change(node)
            case _:
                self._all(ast.iter_child_nodes(node))

    def _all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            self.visit(node)

    def _change(self, node: ast.expr) -> None:
        if (root := root_name(node)) is not None and not self._is_local(root.id):
            self.changed.add(root.id)

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Assign():
                self._all([node.value, *node.targets])
            case ast.AugAssign():
                if isinstance(node.target, ast.Name):
                    self.read(node.target.id)
                    self.changed.add(node.target.id)
                self._all([node.value, node.target])
            case ast.AnnAssign():
                self._all([node.annotation, node.value, node.target if node.value else None])
            case ast.If():
                self.visit(node.test)
                self._branches(lambda: self.block(node.body), lambda: self.block(node.orelse))
            case ast.For() | ast.AsyncFor():
                self._for(node)
            case ast.While():
                self.visit(node.test)
                self._branches(lambda: self.block(node.body), must=False)
                self._branches(lambda: self.block(node.orelse), must=False)
            case ast.Try() | ast.TryStar():
                self._try(node)
            case ast.With() | ast.AsyncWith():
                self._all(part for item in node.items for part in (item.context_expr, item.optional_vars))
                self._branches(lambda: self.block(node.body), must=not any("suppress" in ast.dump(i.context_expr) for i in node.items))
            case ast.Match():
                self._match(node)
            case _:
                self._all(ast.iter_child_nodes(node))

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        surely = _is_nonempty(node.iter)

        def once() -> None:
            self.visit(node.target)
            self._branches(lambda: self.block(node.body), must=surely and not _leaves(node.body))

        self._branches(once, must=surely)
        self._branches(lambda: self.block(node.orelse), must=False)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        def body() -> None:
            self.block([*node.body, *node.orelse])

        def handler(one: ast.ExceptHandler) -> Callable[[], None]:
            def handle() -> None:
                self.visit(one.type)
                if one.name:
                    self.transient.add(one.name)
                    self._local.append({one.name})
                self.block(one.body)
                if one.name:
                    self._local.pop()
                if one.body and isinstance(one.body[-1], ast.Raise):
                    self.defined |= set(self.bound)

            return handle

        self._branches(body, *(handler(one) for one in node.handlers))
        self.block(node.finalbody)

    def _match(self, node: ast.Match) -> None:
        self.visit(node.subject)

        def case(one: ast.match_case) -> Callable[[], None]:
            def run() -> None:
                for part in ast.walk(one.pattern):
                    name = part.rest if isinstance(part, ast.MatchMapping) else getattr(part, "name", None)
                    if isinstance(name, str):
                        self.bind(name)
                    elif isinstance(part, ast.Name):
                        self.visit(part)
                self.visit(one.guard)
                self.block(one.body)

            return run

        self._branches(*(case(one) for one in node.cases), must=False)

    def _scope(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda) -> None:
        statement = ast.Expr(node) if isinstance(node, ast.Lambda) else node
        for event in events_of(ast.Module([statement], [])):
            if event.kind is Kind.BIND and event.deferred:
                self.foreign.add(event.name)
            elif event.kind is not Kind.BIND and not self._is_local(event.name):
                if event.deferred:
                    self.capture(event.name)
                elif event.kind is Kind.USE:
                    self.read(event.name)
        called = {part.func.id for part in ast.walk(node) if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)}
        self.looks |= bool(called & _LOOKING_CALLS)
        if not isinstance(node, ast.Lambda):
            self.bind(node.name)

    def _call(self, node: ast.Call) -> None:
        method = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        self.visit(node.func)
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            if isinstance(argument, ast.GeneratorExp) and method in _EAGER_CALLS:
                self._comprehension(argument)
            elif isinstance(argument, ast.Lambda) and method in _EAGER_LAMBDAS:
                for event in events_of(ast.Module([ast.Expr(argument)], [])):
                    if event.kind is Kind.USE:
                        self.read(event.name)
            else:
                self.visit(argument)
            self._words(argument, method)
        inplace = any(k.arg == "inplace" and not (isinstance(k.value, ast.Constant) and not k.value.value) for k in node.keywords)
        if isinstance(node.func, ast.Attribute) and (method in CHANGING_METHODS or inplace):
            self._change(node.func)

    def _words(self, argument: ast.expr, method: str) -> None:
        """Names that a library looks up in the caller's frame: `df.query("a > @limit")`, `ols("y ~ np.log(x)")`."""
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            if method in {"query", "eval"}:
                self.worded.update(_FRAME_STRINGS.findall(argument.value))
            elif "~" in argument.value and "\n" not in argument.value.strip():
                self.worded.update(_WORDS.findall(argument.value))

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        self.visit(node.generators[0].iter)
        self._local.append({n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)})
        parts: list[ast.AST] = []
        for index, generator in enumerate(node.generators):
            parts += [*([generator.iter] if index else []), *generator.ifs]
        parts += [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self._branches(lambda: self._all(parts), must=False)
        self._local.pop()

    def _lazily(self, node: ast.GeneratorExp) -> None:
        """A generator that may be run later: of it only the first iterable is read at once."""
        self.visit(node.generators[0].iter)
        local = {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        events = events_of(ast.Module([ast.Expr(node)], []))
        for event in events:
            if event.kind is not Kind.BIND and event.name not in local and not self._is_local(event.name):
                self.capture(event.name)
        self.foreign.update(e.name for e in events if e.kind is Kind.BIND)


def _is_nonempty(node: ast.expr) -> bool:
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return any(not isinstance(part, ast.Starred) for part in parts)
        case ast.Constant(value=str(text)):
            return bool(text)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int(stop))]):
            return stop > 0
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]):
            return _is_nonempty(inner)
    return False


def _leaves(body: Iterable[ast.stmt]) -> bool:
    return any(isinstance(node, ast.Break | ast.Continue) for statement in body for node in ast.walk(statement))
