import ast
from collections.abc import Iterator, Mapping

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import Edit, Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading, dotted
from jupyter_quality.reading.events import Event, Kind
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._known import is_given

_NAMED = 4
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_FIXED = (
    ast.Constant | ast.List | ast.Tuple | ast.Dict | ast.Set | ast.UnaryOp | ast.unaryop | ast.BinOp | ast.operator
    | ast.Attribute | ast.Subscript | ast.Slice | ast.keyword | ast.expr_context
)  # fmt: skip
"""Parts of an expression that give one value wherever it stands."""

_MAKERS = frozenset(
    """
    re.compile collections.namedtuple typing.TypeVar typing.NewType functools.partial pathlib.Path operator.itemgetter
    operator.attrgetter frozenset range tuple int float str bool
    """.split()
)
"""What makes a value that never changes, of values that never change."""


class FunctionUsingGlobal(Rule):
    """A function reads or changes a variable of the notebook that is not among its parameters.

    What it returns then depends on which cell ran last, not only on what you give it: the same call gives another answer after an
    unrelated cell was run, and the function cannot be tested or moved to a module.
    Make the variable a parameter, and return what is made.
    """

    severity = Severity.FRAGILE
    message = "`{function}` {does} outside its parameters: what it gives depends on which cells ran before"
    bad = (
        """
        # %%
        import pandas as pd
        df = pd.read_csv("a.csv")
        # %%
        def mean_of(column):  # -> def mean_of(column, *, df):
            return df[column].mean()
        # %%
        df = df.dropna()
        print(mean_of("price"))
        """,
        """
        # %%
        results = []
        best = 0
        # %%
        def try_out(value):  # <-
            global best
            results.append(value)
            best = max(best, value)
        """,
    )
    good = (
        """
        # %%
        import math
        LIMIT = 5
        threshold = 0.5
        def area(radius):
            return math.pi * radius ** 2
        # %%
        class Circle:
            def area(self):
                return area(self.radius)
        def small(values, threshold=threshold):
            circle = Circle()
            return [value for value in values if area(value) < LIMIT * threshold], circle
        # %%
        def is_large(value):
            return value > threshold_of_all
        threshold_of_all = 0.7
        """,
        """
        # %%
        value = 1
        value = 2
        # %%
        def double(value):
            return value * 2
        value = double(value)
        """,
        """
        # %%
        import re
        from typing import Dict
        Tree = Dict[str, set]
        cat = "".join
        word = re.compile(r"[a-z]+")
        million = 10 ** 6
        limit = 3 * million
        twice = lambda x: 2 * x
        # %%
        def words(text) -> Tree:
            return Tree(), cat(word.findall(text)), twice(limit)
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        variables = _variables(reading)
        for cell in reading.cells:
            if cell.names.definitions and ("global " in cell.code.source or not variables.isdisjoint(cell.names.later)):
                for function in cell.code.tree.body:
                    if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                        yield from self._in_function(reading, cell, function, variables)

    def _in_function(self, reading: Reading, cell: CellReading, function: _Function, variables: frozenset[str]) -> Iterator[Finding]:
        used = _used(cell, function, variables)
        changed = sorted(name for name, is_changed in used.items() if is_changed)
        read = sorted(name for name, is_changed in used.items() if not is_changed and not _is_settled(reading, name, variables))
        if not changed and not read:
            return
        does = " and ".join(f"{verb} {_listed(names[:_NAMED])}" for verb, names in (("changes", changed), ("reads", read)) if names)
        line = cell.code.line_span(function.lineno)
        yield self.finding(
            cell.place(line), function=function.name, does=does, fix=None if changed else _fix(reading, cell, function, read)
        )


def _listed(names: list[str]) -> str:
    shown = [f"`{name}`" for name in names]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _variables(reading: Reading) -> frozenset[str]:
    """The notebook's variables: names that cells bind, but no import, function, class, CONSTANT or built-in."""
    bound, others = set[str](), set[str]()
    for cell in reading.cells:
        bound |= cell.names.bound
        others.update(cell.names.definitions)
        others |= cell.names.imported
    return frozenset(name for name in bound - others if not (name.isupper() or name.startswith("_") or is_given(name)))


def _used(cell: CellReading, function: _Function, variables: frozenset[str]) -> Mapping[str, bool]:
    """The notebook's variables that a function uses, and whether it changes them."""
    used: dict[str, bool] = {}
    for event in cell.code.events:
        if event.deferred and event.name in variables and function.lineno <= _line(event) <= (function.end_lineno or 0):
            used[event.name] = used.get(event.name, False) or event.kind is not Kind.USE
    return used


def _line(event: Event) -> int:
    return getattr(event.node, "lineno", 0)


def _is_settled(reading: Reading, name: str, variables: frozenset[str]) -> bool:
    """Whether a name is bound once in the whole notebook, to a function, type or value that is the same at every run."""
    return reading.remember(("settled", name), lambda: _is_bound_once(reading, name, variables - {name}))


def _is_bound_once(reading: Reading, name: str, variables: frozenset[str]) -> bool:
    binders = reading.graph.binders.get(name, ())
    if len(binders) != 1:
        return False
    cell = reading.cells[binders[0]]
    bindings = [event for event in cell.code.events if event.name == name and event.kind is Kind.BIND]
    value = getattr(cell.code.parent(bindings[0].node), "value", None) if len(bindings) == 1 else None
    if not isinstance(value, ast.expr) or isinstance(value, ast.Lambda):
        return value is not None
    return all(_is_fixed(reading, cell, node, name, variables) for node in ast.walk(value))


def _is_fixed(reading: Reading, cell: CellReading, node: ast.AST, name: str, variables: frozenset[str]) -> bool:
    match node:
        case ast.Name(id=other):
            return other != name and (other not in variables or _is_settled(reading, other, variables))
        case ast.Call(func=maker):
            return (cell.name_of(maker) or dotted(maker)) in _MAKERS
    return isinstance(node, _FIXED)


def _fix(reading: Reading, cell: CellReading, function: _Function, names: list[str]) -> Fix | None:
    """Keyword parameters, and each call handing them over; None where the function is not only called from the top level of cells."""
    signature = _with_parameters(cell, function, names)
    if signature is None or len(reading.graph.binders.get(function.name, ())) != 1:
        return None
    edits: list[Edit] = [signature]
    for index in reading.graph.readers.get(function.name, ()):
        caller = reading.cells[index]
        if any(function.name in magic.uses for magic in caller.code.magics):
            return None
        called = {id(node.func): node for node in caller.code.nodes(ast.Call)}
        for event in caller.code.events:
            if event.name == function.name and event.kind is not Kind.BIND:
                call = called.get(id(event.node))
                if call is None or event.deferred or any(isinstance(argument, ast.GeneratorExp) for argument in call.args):
                    return None
                edits.append(_with_arguments(caller, call, names))
    parameters = _listed(names) + (" parameters" if len(names) > 1 else " a parameter")
    return Fix(f"Make {parameters} of `{function.name}`", tuple(edits), safe=True)


def _with_parameters(cell: CellReading, function: _Function, names: list[str]) -> ReplaceText | None:
    given = function.args
    if given.kwarg or given.posonlyargs or function.decorator_list or len(names) > _NAMED:
        return None
    if any(isinstance(node, ast.Global) for node in ast.walk(function)):
        return None
    parameters: list[ast.AST | None] = [*given.args, given.vararg, *given.kwonlyargs, *given.defaults, *given.kw_defaults]
    ends = [(span.end_line, span.end_column) for node in parameters if node is not None for span in [cell.code.span(node)]]
    star = [] if given.vararg or given.kwonlyargs else ["*"]
    text = ", ".join([*star, *names])
    if ends:
        line, column = max(ends)
        return ReplaceText(cell.cell.id, Span(line, column, line, column), ", " + text)
    opening = cell.code.lines[function.lineno - 1].find(f"{function.name}(")
    column = opening + len(function.name) + 2
    return ReplaceText(cell.cell.id, Span(function.lineno, column, function.lineno, column), text) if opening >= 0 else None


def _with_arguments(cell: CellReading, call: ast.Call, names: list[str]) -> ReplaceText:
    text = ", ".join(f"{name}={name}" for name in names)
    ends = [(span.end_line, span.end_column) for node in (*call.args, *call.keywords) for span in [cell.code.span(node)]]
    if ends:
        line, column = max(ends)
        return ReplaceText(cell.cell.id, Span(line, column, line, column), ", " + text)
    span = cell.code.span(call)
    return ReplaceText(cell.cell.id, Span(span.end_line, span.end_column - 1, span.end_line, span.end_column - 1), text)
