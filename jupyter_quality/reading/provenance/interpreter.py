"""One forward pass over a notebook's cells: what each expression may be, and what happens to the rows on the way."""

import ast
import builtins
from collections.abc import Hashable, Iterable, Sequence

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.provenance import estimators, frames
from jupyter_quality.reading.provenance.context import Arguments, Context, cut_of, first_data, part
from jupyter_quality.reading.provenance.functions import call_library, folds
from jupyter_quality.reading.provenance.library import Role, role_of, role_of_bare
from jupyter_quality.reading.provenance.operators import combined, compare, inverted
from jupyter_quality.reading.provenance.subscripts import set_item, subscript
from jupyter_quality.reading.provenance.trail import Choice, Trail
from jupyter_quality.reading.provenance.values import (
    UNKNOWN,
    Alternatives,
    Class,
    Constant,
    Container,
    Data,
    Estimator,
    Form,
    Function,
    How,
    Instance,
    Mark,
    MarkKind,
    Module,
    Scope,
    Site,
    Splitter,
    Value,
    alternatives,
    data_in,
    estimators_in,
    join,
    merged,
    text_of,
    texts_of,
)

_DEPTH = 6
_UNROLLED = 6
_MOST_STEPS = 60_000
_TORCH_MODELS = ("torch.nn.", "keras.Model", "tensorflow.keras.Model", "pytorch_lightning.", "lightning.")
_SEARCHING = frozenset({"optimize", "minimize", "minimize_scalar", "fmin", "gp_minimize", "forest_minimize", "differential_evolution"})
_KEEPING_FUNCTIONS = frozenset({"mean", "sum", "sqrt", "average", "abs"})
_BUILTINS = frozenset(dir(builtins))


class _TooManyStepsError(Exception):
    """The notebook takes more steps than are worth it."""


class Interpreter:
    """The pass. `trail` holds what happened, `values` what each expression was when it was last evaluated."""

    def __init__(self, cells: Sequence[CellReading], more_roles: tuple[tuple[str, Role], ...] = ()) -> None:
        self.context = Context(cells, more_roles)
        self.context.call = self.call_value
        self.cells = cells
        self.globals: Scope = {}
        self.scopes: tuple[Scope, ...] = (self.globals,)
        self.values: dict[tuple[int, ast.expr], Value] = {}
        self._returned: list[Value] = []
        self._loops = 0
        self._steps = 0

    @property
    def trail(self) -> Trail:
        """What happened, in order."""
        return self.context.trail

    def run(self) -> None:
        """Interpret all cells, in notebook order."""
        try:
            for index, cell in enumerate(self.cells):
                self.context.cell = index
                self.block(cell.code.tree.body)
        except _TooManyStepsError:
            pass

    # statements

    def block(self, body: Iterable[ast.stmt]) -> None:
        """Interpret statements, in order."""
        for statement in body:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        """Interpret one statement."""
        match node:
            case ast.Expr(value=value):
                self.eval(value)
            case ast.Assign(targets=targets, value=value):
                result = self.eval(value)
                for target in targets:
                    self.assign(target, result)
            case ast.AnnAssign(target=target, value=ast.expr() as annotated):
                self.assign(target, self.eval(annotated))
            case ast.AugAssign(target=changed, op=op, value=by):
                self.assign(changed, self._added(self.eval(changed), self.eval(by), op, node))
            case ast.For() | ast.AsyncFor():
                self._for(node)
            case ast.While(test=test, body=body, orelse=orelse):
                self._loops += 1
                for _ in range(2):
                    self.eval(test)
                    self.block(body)
                self._loops -= 1
                self.block(orelse)
            case ast.If():
                self._if(node)
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                for item in items:
                    entered = self.eval(item.context_expr)
                    if item.optional_vars is not None:
                        self.assign(item.optional_vars, entered)
                self.block(body)
            case ast.Try() | ast.TryStar():
                self.block(node.body)
                for handler in node.handlers:
                    self._branch(handler.body)
                self.block(node.orelse)
                self.block(node.finalbody)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._define(node)
            case ast.ClassDef():
                self._define_class(node)
            case ast.Return(value=value):
                self._returned.append(self.eval(value) if value is not None else Constant(None))
            case ast.Delete(targets=targets):
                for target in targets:
                    self._delete(target)
            case ast.Assert(test=test):
                self.eval(test)
            case ast.Match(subject=subject, cases=cases):
                self.eval(subject)
                for case in cases:
                    self._branch(case.body)

    def _define(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.scopes[-1][node.name] = Function(node, self.context.cell, self.scopes)

    def _define_class(self, node: ast.ClassDef) -> None:
        bases = list[str]()
        parents = list[Class]()
        for base in node.bases:
            value = self.eval(base)
            if isinstance(value, Class):
                parents.append(value)
                bases += value.bases
            elif isinstance(value, Module):
                bases.append(value.name)
        members: Scope = {}
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                members[statement.name] = Function(statement, self.context.cell, self.scopes)
            elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                members[statement.targets[0].id] = self.eval(statement.value)
        self.scopes[-1][node.name] = Class(node, self.context.cell, tuple(bases), members, tuple(parents))

    def _delete(self, target: ast.expr) -> None:
        if isinstance(target, ast.Subscript):
            frame, key = self.eval(target.value), text_of(self.eval(target.slice))
            if isinstance(frame, Data) and frame.columns is not None and key is not None:
                frame.columns = frame.columns.without([key])

    def _if(self, node: ast.If) -> None:
        test = self.eval(node.test)
        if isinstance(node.test, ast.Compare) and isinstance(test, Constant) and node.orelse and isinstance(test.value, bool):
            self.block(node.body if test.value else node.orelse)
            return
        self._chosen_by(node, test)
        before = dict(self.scopes[-1])
        returned = len(self._returned)
        self.block(node.body)
        after = dict(self.scopes[-1])
        ended = len(self._returned) > returned and isinstance(node.body[-1], ast.Return)
        self._restore(before)
        self.block(node.orelse)
        if not ended:
            self._join_scope(after)

    def _branch(self, body: list[ast.stmt]) -> None:
        before = dict(self.scopes[-1])
        self.block(body)
        self._join_scope(before)

    def _restore(self, scope: Scope) -> None:
        self.scopes[-1].clear()
        self.scopes[-1].update(scope)

    def _join_scope(self, other: Scope) -> None:
        here = self.scopes[-1]
        for name, value in other.items():
            here[name] = join(here[name], value) if name in here else value

    def _chosen_by(self, node: ast.If, test: Value) -> None:
        """Note the choice in `if score > best: best = score`."""
        if not isinstance(test, Data) or not (self._loops or self.context.calls):
            return
        bound = {name.id for one in node.body for name in ast.walk(one) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}
        compared_with = {name.id for name in ast.walk(node.test) if isinstance(name, ast.Name)}
        if bound & compared_with or any(name.startswith("best") or name.endswith("best") for name in bound):
            self._choose(node.test, test, "kept where it beats the best so far")

    def _choose(self, node: ast.AST, value: Value, how: str) -> None:
        """Note that something is chosen by the scores in a value."""
        for data in data_in(value):
            for mark in data.all_marks():
                if mark.kind is MarkKind.SCORE:
                    self.trail.add(Choice(self.context.site(node), mark.rows, how, mark.site))

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        elements = self._elements(self.eval(node.iter), node.iter)
        self._loops += 1
        turns = self.context.turns
        for turn, element in enumerate(elements):
            before = dict(self.scopes[-1])
            self.context.turns = (*turns, 0 if element is elements[0] else turn)
            self.assign(node.target, element)
            self.block(node.body)
            self._join_lost(before)
        self.context.turns = turns
        self._loops -= 1
        self.block(node.orelse)

    def _join_lost(self, before: Scope) -> None:
        """Names keep what they got; those that became nothing keep what they were."""
        here = self.scopes[-1]
        for name, value in before.items():
            if here.get(name) is UNKNOWN:
                here[name] = value

    def _elements(self, value: Value, node: ast.AST) -> list[Value]:
        """What a loop over a value goes through: its known elements, else one that stands for all, twice."""
        if isinstance(value, Alternatives):
            value = value.values[0]
        if isinstance(value, Container):
            if value.is_dict:
                return [Constant(key) for key in list(value.items)[:_UNROLLED]] or [UNKNOWN, UNKNOWN]
            items = list(value.items.values())
            if value.rest is not None:
                items += [value.rest] * (1 if items else 2)
            return items[:_UNROLLED]
        if isinstance(value, Data) and value.form in {Form.FRAME, Form.NAMES}:
            return [Data(form=Form.NAMES)] * 2
        if isinstance(value, Data):
            return [value.derived(columns=None)] * 2
        if isinstance(value, Estimator):
            return list[Value](value.parts)[:_UNROLLED] or [value]
        return [UNKNOWN, UNKNOWN]

    def assign(self, target: ast.expr, value: Value) -> None:
        """Bind a target."""
        match target:
            case ast.Name(id=name):
                scope = self.scopes[-1]
                scope[name] = value
                self.values[self.context.cell, target] = value
            case ast.Tuple(elts=elts) | ast.List(elts=elts):
                self._unpack(elts, value, target)
            case ast.Starred(value=inner):
                self.assign(inner, value)
            case ast.Attribute(value=owner, attr=attr):
                self._set_attribute(self.eval(owner), attr, value)
            case ast.Subscript(value=owner):
                inner = owner.value if isinstance(owner, ast.Attribute) and owner.attr in {"loc", "iloc", "at", "iat"} else owner
                set_item(self.eval(inner), self.eval(target.slice), target, value)

    def _set_attribute(self, owner: Value, name: str, value: Value) -> None:
        for one in alternatives(owner):
            if isinstance(one, Instance):
                one.attributes[name] = value
            elif isinstance(one, Data) and one.columns is not None and name != "columns" and isinstance(value, Data):
                frames.set_column(one, name, value)

    def _unpack(self, elts: list[ast.expr], value: Value, node: ast.AST) -> None:
        for one in alternatives(value):
            if isinstance(one, Container) and one.items and not any(isinstance(e, ast.Starred) for e in elts):
                items = list(one.items.values())
                for position, element in enumerate(elts):
                    self.assign(element, items[position] if position < len(items) else one.rest or UNKNOWN)
                return
        data = first_data(value)
        if isinstance(value, Container) and value.rest is not None:
            for element in elts:
                self.assign(element, value.rest)
            return
        if data is None or data.form in {Form.NAMES, Form.STATISTIC, Form.SCORE}:
            for element in elts:
                self.assign(element, value)
            return
        site = self.context.site(node)
        if len(elts) == 2 and data.form is not Form.INDEX:
            for element in elts:
                self.assign(element, data.derived(columns=None, made=site))
            return
        cut = cut_of(How.UNPACKED, site, site)
        for position, element in enumerate(elts):
            index: object = position % 2 if len(elts) == 4 and isinstance(element, ast.Name) and self._is_paired(elts) else position
            if len(elts) == 4 and not self._is_paired(elts):
                index = position // 2
            self.assign(element, data.derived(rows=part(data.rows, cut, index), columns=None, made=site))

    def _is_paired(self, elts: list[ast.expr]) -> bool:
        """Whether four results are features, features, target, target (as `train_test_split` gives them), not features, target, twice."""
        names = [element.id for element in elts if isinstance(element, ast.Name)]
        if len(names) != 4:
            return False
        return names[0][:1].lower() == names[1][:1].lower() and names[2][:1].lower() == names[3][:1].lower()

    # expressions

    def eval(self, node: ast.expr) -> Value:
        """What an expression may be."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise _TooManyStepsError
        value = self._eval(node)
        if isinstance(node, ast.Call | ast.Name | ast.Subscript | ast.Attribute):
            self.values[self.context.cell, node] = value
        return value

    def _eval(self, node: ast.expr) -> Value:
        match node:
            case ast.Name(id=name):
                return self._name(name, node)
            case ast.Constant(value=value):
                return Constant(value)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Subscript(value=owner, slice=index):
                positional = isinstance(owner, ast.Attribute) and owner.attr in {"loc", "iloc", "at", "iat"}
                whole = self.eval(owner.value if positional and isinstance(owner, ast.Attribute) else owner)
                self._chosen_first(node, whole, index)
                return subscript(self.context, whole, self._index(index), node)
            case ast.Call():
                return self._call(node)
            case ast.BinOp(left=left, op=op, right=right):
                return self._added(self.eval(left), self.eval(right), op, node)
            case ast.Compare(left=left, comparators=rights):
                values = [self.eval(left), *map(self.eval, rights)]
                return compare(self.context, node, values)
            case ast.BoolOp(values=parts):
                return combined(self.context, [self.eval(part) for part in parts], node)
            case ast.UnaryOp(op=op, operand=operand):
                inner = self.eval(operand)
                if isinstance(op, ast.USub) and isinstance(inner, Constant) and isinstance(inner.value, int | float):
                    return Constant(-inner.value)
                return inverted(inner) if isinstance(op, ast.Invert | ast.Not) else inner
            case ast.Tuple(elts=elts) | ast.List(elts=elts) | ast.Set(elts=elts):
                return self._sequence(elts)
            case ast.Dict(keys=keys, values=values):
                return self._dict(keys, values)
            case ast.ListComp(elt=element) | ast.SetComp(elt=element) | ast.GeneratorExp(elt=element):
                return self._comprehension(node.generators, element, None)
            case ast.DictComp(key=key, value=element):
                return self._comprehension(node.generators, element, key)
            case ast.Lambda():
                return Function(node, self.context.cell, self.scopes)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self.eval(test)
                return join(self.eval(body), self.eval(orelse))
            case ast.NamedExpr(target=target, value=value):
                result = self.eval(value)
                self.assign(target, result)
                return result
            case ast.Starred(value=value) | ast.Await(value=value):
                return self.eval(value)
            case ast.JoinedStr(values=parts):
                for part in parts:
                    if isinstance(part, ast.FormattedValue):
                        self.eval(part.value)
                return UNKNOWN
            case ast.Yield(value=ast.expr() as value):
                self._returned.append(Container(rest=self.eval(value)))
        return UNKNOWN

    def _index(self, node: ast.expr) -> Value:
        if isinstance(node, ast.Slice):
            return UNKNOWN
        if isinstance(node, ast.Tuple):
            return Container({position: self._index(one) for position, one in enumerate(node.elts)})
        return self.eval(node)

    def _chosen_first(self, node: ast.Subscript, value: Value, index: ast.expr) -> None:
        """Note the choice in `sorted(scores)[0]` and `scores.sort_values(…).iloc[0]`."""
        inner = node.value.value if isinstance(node.value, ast.Attribute) else node.value
        is_sorted = (isinstance(value, Container) and value.is_sorted) or (isinstance(value, Data) and value.by == "sorted")
        if is_sorted and isinstance(index, ast.Constant | ast.UnaryOp):
            self._choose(node, value, "the first in order of score")
            return
        if isinstance(index, ast.Constant | ast.UnaryOp) and isinstance(inner, ast.Call):
            name = inner.func.attr if isinstance(inner.func, ast.Attribute) else inner.func.id if isinstance(inner.func, ast.Name) else ""
            if name in {"sorted", "sort_values", "most_common", "nlargest", "nsmallest"}:
                self._choose(node, value, "the first in order of score")

    def _name(self, name: str, node: ast.Name) -> Value:
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        canonical = self.cells[self.context.cell].name_of(node)
        if canonical is not None:
            return Module(canonical)
        if name in _BUILTINS:
            return Module(f"builtins.{name}")
        return Module(f"?.{name}") if role_of_bare(name) is not None else UNKNOWN

    def _attribute(self, node: ast.Attribute) -> Value:
        owner = self.eval(node.value)
        result: Value = UNKNOWN
        for one in alternatives(owner):
            result = join(result, self._attribute_of(one, node))
        return result

    def _attribute_of(self, owner: Value, node: ast.Attribute) -> Value:
        name = node.attr
        match owner:
            case Module(name=module):
                return Module(f"{module}.{name}")
            case Data():
                return frames.attribute(self.context, owner, name, node)
            case Estimator():
                return estimators.attribute(owner, name)
            case Instance():
                if name in owner.attributes:
                    return owner.attributes[name]
                member = owner.of.member(name)
                if isinstance(member, Function):
                    if any(isinstance(one, ast.Name) and one.id == "property" for one in getattr(member.node, "decorator_list", ())):
                        return self.call_value(Function(member.node, member.cell, member.scopes, owner), Arguments(node))
                    return Function(member.node, member.cell, member.scopes, owner)
                return member or UNKNOWN
            case Class():
                return owner.member(name) or UNKNOWN
        return UNKNOWN

    def _sequence(self, elts: list[ast.expr]) -> Container:
        found: dict[Hashable, Value] = {}
        for element in elts:
            value = self.eval(element)
            if isinstance(element, ast.Starred):
                for inner in value.elements() if isinstance(value, Container) else [value]:
                    found[len(found)] = inner
            else:
                found[len(found)] = value
        return Container(found)

    def _dict(self, keys: list[ast.expr | None], values: list[ast.expr]) -> Container:
        result = Container(is_dict=True)
        for key, node in zip(keys, values, strict=True):
            value = self.eval(node)
            if key is None:
                if isinstance(value, Container):
                    result.items.update(value.items)
                continue
            name = self.eval(key)
            if isinstance(name, Constant):
                result.items[name.value] = value
            else:
                result.rest = value if result.rest is None else join(result.rest, value)
        return result

    def _comprehension(self, generators: list[ast.comprehension], element: ast.expr, key: ast.expr | None) -> Value:
        self.scopes = (*self.scopes, {})
        self._loops += 1
        result = Container(is_dict=key is not None)
        over_names = False

        def go(depth: int) -> None:
            nonlocal over_names
            if depth == len(generators):
                name = self.eval(key) if key is not None else None
                value = self.eval(element)
                if isinstance(name, Constant) and len(result.items) < _UNROLLED:
                    result.items[name.value] = value
                elif key is None and isinstance(value, Constant | Estimator | Container) and len(result.items) < 4 * _UNROLLED:
                    result.items[len(result.items)] = value
                else:
                    result.rest = value if result.rest is None else join(result.rest, value)
                return
            generator = generators[depth]
            over = self.eval(generator.iter)
            over_names = over_names or (isinstance(over, Data) and over.form in {Form.NAMES, Form.FRAME})
            turns, elements = self.context.turns, self._elements(over, generator.iter)
            for turn, one in enumerate(elements):
                self.context.turns = (*turns, 0 if one is elements[0] else turn)
                self.assign(generator.target, one)
                for test in generator.ifs:
                    self.eval(test)
                go(depth + 1)
            self.context.turns = turns

        go(0)
        self._loops -= 1
        self.scopes = self.scopes[:-1]
        if over_names and key is None and all(isinstance(value, Data) and value.form is Form.NAMES for value in result.elements()):
            return self._names_chosen(generators, element)
        return result

    def _names_chosen(self, generators: list[ast.comprehension], element: ast.expr) -> Value:
        """Columns that a comprehension picks: those that it leaves out by name, where it does no more; and what they were picked by."""
        found = [data for generator in generators for test in generator.ifs for data in data_in(self.eval(test))]
        marks = frozenset[Mark]().union(*(one.all_marks() for one in found if one.form is Form.STATISTIC))
        names = Data(marks=marks, form=Form.NAMES)
        over = first_data(self.eval(generators[0].iter))
        if len(generators) == 1 and over is not None and over.columns is not None and ast.dump(element) == _loaded(generators[0].target):
            left_out = [self._left_out(test, element) for test in generators[0].ifs]
            if None not in left_out:
                names.columns = over.columns.without([name for one in left_out if one is not None for name in one])
        return names

    def _left_out(self, test: ast.expr, element: ast.expr) -> list[str] | None:
        """The names that `c != "y"`, `c not in [...]` and both together leave out; None for any other test."""
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
            parts = [self._left_out(part, element) for part in test.values]
            return None if None in parts else [name for part in parts if part is not None for name in part]
        match test:
            case ast.Compare(left=left, ops=[ast.NotEq() | ast.NotIn()], comparators=[names]) if ast.dump(left) == ast.dump(element):
                return texts_of(self.eval(names))
            case ast.UnaryOp(op=ast.Not(), operand=ast.Compare(left=left, ops=[ast.In()], comparators=[names])):
                return texts_of(self.eval(names)) if ast.dump(left) == ast.dump(element) else None
        return None

    def _added(self, left: Value, right: Value, op: ast.operator, node: ast.AST) -> Value:
        """What an arithmetic operator gives."""
        if isinstance(left, Container) and isinstance(right, Container) and isinstance(op, ast.Add):
            items = [*left.items.values(), *right.items.values()]
            rest = left.rest or right.rest
            return Container(dict(enumerate(items)), rest)
        if isinstance(left, Container) and isinstance(op, ast.Mult):
            return left
        if isinstance(op, ast.Sub) and isinstance(left, Data) and left.form is Form.NAMES and left.columns is not None:
            names = texts_of(right)
            return left.derived(columns=None if names is None else left.columns.without(names))
        predictions = [one for value in (left, right) for one in data_in(value) if one.form is Form.PREDICTION and one.makers]
        other = next((one for value in (left, right) for one in data_in(value) if one.form is not Form.PREDICTION and one.rows), None)
        if isinstance(op, ast.Sub) and predictions and other is not None:
            return estimators.compared(self.context, "difference", node, predictions, other)
        return combined(self.context, [left, right], node)

    # calls

    def _arguments(self, node: ast.Call) -> Arguments:
        arguments = Arguments(node)
        for argument in node.args:
            value = self.eval(argument)
            if isinstance(argument, ast.Starred):
                arguments.positional += value.elements() if isinstance(value, Container) else [value]
            else:
                arguments.positional.append(value)
        for keyword in node.keywords:
            value = self.eval(keyword.value)
            if keyword.arg is not None:
                arguments.named[keyword.arg] = value
            elif isinstance(value, Container):
                arguments.named.update({key: one for key, one in value.items.items() if isinstance(key, str)})
        return arguments

    def _call(self, node: ast.Call) -> Value:
        function = node.func
        if isinstance(function, ast.Attribute):
            owner = self.eval(function.value)
            if not isinstance(owner, Module):
                arguments = self._arguments(node)
                result: Value = UNKNOWN
                for one in alternatives(owner):
                    result = join(result, self._method(one, function, arguments))
                return result
        return self.call_value(self.eval(function), self._arguments(node))

    def call_value(self, value: Value, arguments: Arguments) -> Value:
        """What calling a value gives."""
        result: Value = UNKNOWN
        for one in alternatives(value):
            result = join(result, self._call_one(one, arguments))
        return result

    def _call_one(self, value: Value, arguments: Arguments) -> Value:
        match value:
            case Function():
                return self._call_function(value, arguments)
            case Class():
                return self._instance(value, arguments)
            case Instance():
                for name in ("forward", "__call__", "call"):
                    if isinstance(member := value.of.member(name), Function):
                        return self._call_function(Function(member.node, member.cell, member.scopes, value), arguments)
            case Estimator():
                return estimators.called(self.context, value, arguments)
            case Module(name=name):
                return self._call_module(name, arguments)
        found = [data for argument in arguments.all() for data in data_in(argument)]
        return merged(found).derived(columns=None) if found else Data(self.context.origin(arguments.node))

    def _call_module(self, name: str, arguments: Arguments) -> Value:
        package, _, short = name.partition(".")
        if package == "builtins":
            return self._call_builtin(short, arguments)
        if package == "?":
            return call_library(self.context, f"sklearn.{short}", role_of_bare(short), arguments)
        last = name.rpartition(".")[2]
        if name.startswith("functools.partial") and arguments.positional:
            return arguments.positional[0]
        if last in {"argmax", "argmin", "nanargmax", "nanargmin"}:
            for argument in arguments.positional:
                self._choose(arguments.node, argument, "the best score")
        if last in {"tqdm", "trange", "deepcopy", "clone", "progress_bar", "track", "asarray_chkfinite", "count", "islice", "display"}:
            return self._copied(arguments.positional[0], last) if arguments.positional else UNKNOWN
        data = arguments.data(0)
        if package == "numpy" and data is not None and data.form in {Form.SCORE, Form.MASK} and last in _KEEPING_FUNCTIONS:
            return data.derived()
        if package == "numpy" and last == "where" and len(arguments.positional) == 3:
            return combined(self.context, arguments.positional, arguments.node)
        if package == "numpy" and last in {"split", "array_split"} and data is not None:
            return self._np_split(data, arguments)
        role = role_of(name, self.context.more_roles)
        if role is None:
            self._call_unknown(arguments, last)
        return call_library(self.context, name, role, arguments)

    def _copied(self, value: Value, how: str) -> Value:
        if how == "clone" and isinstance(value, Estimator):
            return Estimator(value.name, value.role, value.made, dict(value.settings), [*value.parts], value.given)
        return value

    def _np_split(self, data: Data, arguments: Arguments) -> Value:
        where = arguments.get(1)
        count = len(where.items) + 1 if isinstance(where, Container) else 2
        site = self.context.site(arguments.node)
        is_random = any(rows.cut is not None and rows.cut.how is How.SHUFFLE for rows in data.rows)
        cut = cut_of(How.SLICE, site, site, is_random=is_random)
        return Container({index: data.derived(rows=part(data.rows, cut, (index, ""))) for index in range(count)})

    def _call_unknown(self, arguments: Arguments, name: str = "") -> None:
        """A function that is not known may call what it is given: an objective, a loss. One that searches chooses by what it gives."""
        for value in arguments.all():
            if isinstance(value, Function) and len(self.context.calls) < _DEPTH:
                result = self._call_function(value, Arguments(arguments.node, [UNKNOWN]))
                if name in _SEARCHING:
                    self._choose(arguments.node, result, "the best trial")

    def _call_builtin(self, name: str, arguments: Arguments) -> Value:
        first = arguments.positional[0] if arguments.positional else UNKNOWN
        match name:
            case "zip":
                return self._zipped(arguments.positional)
            case "enumerate":
                elements = self._elements(first, arguments.node)
                return Container({n: Container({0: Constant(n), 1: one}) for n, one in enumerate(elements)})
            case "list" | "tuple" | "set" | "sorted" if isinstance(first, Data) and first.form is Form.FRAME:
                return frames.names_of(first)
            case "list" | "tuple" | "set" | "iter" | "reversed" | "next" | "float" | "int" | "round" | "abs":
                return self._element(first) if name == "next" else first if arguments.positional else Container()
            case "dict":
                result = Container(dict[Hashable, Value](arguments.named.items()), is_dict=True)
                if isinstance(first, Container):
                    result.items.update(first.items if first.is_dict else _pairs(first))
                return result
            case "sorted":
                is_plain = isinstance(first, Container)
                return Container(dict(first.items), first.rest, is_sorted=True) if is_plain and isinstance(first, Container) else first
            case "filter":
                return arguments.get(1) or UNKNOWN
            case "max" | "min":
                if "key" in arguments.named or (len(arguments.positional) == 1 and isinstance(first, Container) and _has_pairs(first)):
                    self._choose(arguments.node, _with_key(first, arguments), "the best score")
                if self._loops and len(arguments.positional) == 2 and not isinstance(first, Container):
                    self._choose(arguments.node, Container(dict(enumerate(arguments.positional))), "the better of two scores")
                    return join(first, arguments.positional[1])
                return self._element(first) if isinstance(first, Container) else first
            case "map":
                over = arguments.get(1) or UNKNOWN
                return Container(rest=self.call_value(first, Arguments(arguments.node, [self._element(over)])))
            case (
                "sum"
                | "print"
                | "len"
                | "type"
                | "isinstance"
                | "range"
                | "str"
                | "repr"
                | "open"
                | "super"
                | "getattr"
                | "id"
                | "any"
                | "all"
            ):
                return first if name == "sum" else UNKNOWN
        return UNKNOWN

    def _element(self, value: Value) -> Value:
        if not isinstance(value, Container):
            return value
        result: Value = UNKNOWN
        for one in value.elements():
            result = join(result, one)
        return result

    def _zipped(self, values: list[Value]) -> Container:
        columns = [self._elements(value, ast.Pass()) for value in values]
        length = min((len(column) for column in columns), default=0)
        return Container({n: Container({k: column[n] for k, column in enumerate(columns)}) for n in range(length)})

    def _method(self, owner: Value, function: ast.Attribute, arguments: Arguments) -> Value:
        name = function.attr
        match owner:
            case Data():
                if name == "backward":
                    self._trained_by(owner, arguments)
                    return UNKNOWN
                if name in {"idxmax", "idxmin", "argmax", "argmin", "nlargest", "nsmallest"}:
                    self._choose(arguments.node, owner, "the best score")
                if owner.form is Form.MASK and name in {"mean", "sum"}:
                    return owner.derived(form=Form.STATISTIC)
                if name in _SEARCHING:
                    self._call_unknown(arguments, name)
                result = frames.call_method(self.context, owner, name, arguments)
                if name == "sort_values" and isinstance(result, Data) and any(m.kind is MarkKind.SCORE for m in result.all_marks()):
                    result.by = "sorted"
                return result
            case Estimator():
                return self._estimator_method(owner, name, arguments)
            case Splitter():
                return folds(self.context, owner, arguments) if name == "split" else UNKNOWN
            case Container():
                return self._container_method(owner, name, arguments)
            case Instance():
                return self._instance_method(owner, function, arguments)
            case Class():
                return self.call_value(owner.member(name) or UNKNOWN, arguments)
        self._call_unknown(arguments)
        found = [data for argument in arguments.all() for data in data_in(argument)]
        return merged(found).derived(columns=None) if found else UNKNOWN

    def _estimator_method(self, owner: Estimator, name: str, arguments: Arguments) -> Value:
        if owner.role is Role.SEARCHES and name == "optimize":
            self._call_unknown(arguments)
        if name == "split" and owner.role is Role.PREDICTS:
            return UNKNOWN
        return estimators.call_method(self.context, owner, name, arguments)

    def _trained_by(self, loss: Data, arguments: Arguments) -> None:
        """`loss.backward()`: the models whose predictions the loss is made of learn from their rows."""
        scored = loss.by if isinstance(loss.by, Data) else loss
        for estimator in scored.makers:
            estimators.call_method(self.context, estimator, "partial_fit", Arguments(arguments.node, [scored]))

    def _container_method(self, owner: Container, name: str, arguments: Arguments) -> Value:
        first = arguments.positional[0] if arguments.positional else None
        match name:
            case "append" | "add" | "appendleft" if first is not None:
                if self._loops and len(owner.items) >= _UNROLLED:
                    owner.rest = first if owner.rest is None else join(owner.rest, first)
                else:
                    owner.items[len(owner.items)] = first
                return Constant(None)
            case "extend" | "update" if isinstance(first, Container):
                if owner.is_dict:
                    owner.items.update(first.items)
                else:
                    for one in first.elements():
                        owner.items[len(owner.items)] = one
                return Constant(None)
            case "items":
                return Container({n: Container({0: Constant(k), 1: v}) for n, (k, v) in enumerate(owner.items.items())}, _rest_pair(owner))
            case "values":
                return Container(dict(enumerate(owner.items.values())), owner.rest)
            case "keys":
                return Container({n: Constant(key) for n, key in enumerate(owner.items)})
            case "get" | "pop" | "setdefault" | "popitem":
                if isinstance(first, Constant) and first.value in owner.items:
                    return owner.items[first.value]
                return self._element(owner)
            case "index" if first is not None:
                self._choose(arguments.node, owner, "the best score")
                return UNKNOWN
            case "copy":
                return Container(dict(owner.items), owner.rest, owner.is_dict)
            case "sort" if "key" in arguments.named:
                return Constant(None)
        return UNKNOWN

    # the notebook's own functions and classes

    def _call_function(self, function: Function, arguments: Arguments) -> Value:
        site = Site(self.context.cell, arguments.node)
        node = function.node
        if len(self.context.calls) >= _DEPTH or sum(call.node is arguments.node for call in self.context.calls) > 1:
            return merged(arguments.all())
        scope: Scope = {}
        before = (self.context.cell, self.context.calls, self.scopes, self._returned)
        self.context.calls = (*self.context.calls, site)
        self.scopes = function.scopes
        self.context.cell = function.cell
        self._bind(node.args, function, arguments, scope)
        self.scopes = (*function.scopes, scope)
        self._returned = []
        try:
            if isinstance(node, ast.Lambda):
                self._returned.append(self.eval(node.body))
            else:
                self.block(node.body)
            result: Value = UNKNOWN
            for one in self._returned:
                result = _join_returned(result, one)
        finally:
            self.context.cell, self.context.calls, self.scopes, self._returned = before
        return result

    def _bind(self, parameters: ast.arguments, function: Function, arguments: Arguments, scope: Scope) -> None:
        names = [one.arg for one in (*parameters.posonlyargs, *parameters.args)]
        positional = [function.bound, *arguments.positional] if function.bound is not None else list(arguments.positional)
        for name, default in zip(reversed(names), reversed(parameters.defaults), strict=False):
            scope[name] = self.eval(default)
        for one, given in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True):
            scope[one.arg] = self.eval(given) if given is not None else UNKNOWN
        scope.update(zip(names, positional, strict=False))
        known = {*names, *(one.arg for one in parameters.kwonlyargs)}
        for name, value in arguments.named.items():
            if name in known:
                scope[name] = value
        if parameters.vararg is not None:
            scope[parameters.vararg.arg] = Container(dict(enumerate(positional[len(names) :])))
        if parameters.kwarg is not None:
            more = {key: value for key, value in arguments.named.items() if key not in known}
            scope[parameters.kwarg.arg] = Container(dict[Hashable, Value](more.items()), is_dict=True)
        for name in names:
            scope.setdefault(name, UNKNOWN)

    def _instance(self, of: Class, arguments: Arguments) -> Value:
        if any(base.startswith(_TORCH_MODELS) for base in of.bases):
            return Estimator(of.node.name, Role.PREDICTS, self.context.site(arguments.node))
        instance = Instance(of, dict(arguments.named) if self._is_dataclass(of) else {})
        member = of.member("__init__")
        if isinstance(member, Function):
            self._call_function(Function(member.node, member.cell, member.scopes, instance), arguments)
        return instance

    def _is_dataclass(self, of: Class) -> bool:
        return bool(of.node.decorator_list) or any(base.rpartition(".")[2] in {"NamedTuple", "BaseModel"} for base in of.bases)

    def _instance_method(self, owner: Instance, function: ast.Attribute, arguments: Arguments) -> Value:
        name = function.attr
        if name in owner.attributes:
            return self.call_value(owner.attributes[name], arguments)
        member = owner.of.member(name)
        if isinstance(member, Function):
            decorators = getattr(member.node, "decorator_list", ())
            is_static = any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in decorators)
            return self._call_function(Function(member.node, member.cell, member.scopes, None if is_static else owner), arguments)
        if name in {"fit_transform", "fit_predict"} and owner.of.member("fit") is not None:
            self._instance_method(owner, ast.Attribute(function.value, "fit", function.ctx), arguments)
            inner = Arguments(arguments.node, arguments.positional[:1], {k: v for k, v in arguments.named.items() if k == "X"})
            return self._instance_method(owner, ast.Attribute(function.value, name.partition("_")[2], function.ctx), inner)
        for estimator in estimators_in(owner):
            if name in {"predict", "transform", "score", "fit"}:
                return estimators.call_method(self.context, estimator, name, arguments)
        found = [data for argument in arguments.all() for data in data_in(argument)]
        return merged(found).derived(columns=None) if found else UNKNOWN


def _loaded(target: ast.expr) -> str:
    """The dump of a loop's name as it is when it is read."""
    return ast.dump(ast.Name(target.id, ast.Load())) if isinstance(target, ast.Name) else ""


def _join_returned(one: Value, other: Value) -> Value:
    """What a function returns on either of two paths; tuples of one length are joined item by item."""
    if isinstance(one, Container) and isinstance(other, Container) and len(one.items) == len(other.items) and one.items:
        return Container({key: join(value, other.items.get(key, UNKNOWN)) for key, value in one.items.items()}, one.rest, one.is_dict)
    return join(one, other)


def _pairs(container: Container) -> dict[Hashable, Value]:
    """The dict that a list of pairs makes."""
    found: dict[Hashable, Value] = {}
    for pair in container.items.values():
        if isinstance(pair, Container) and isinstance(key := pair.items.get(0), Constant):
            found[key.value] = pair.items.get(1, UNKNOWN)
    return found


def _rest_pair(owner: Container) -> Value | None:
    return Container({0: UNKNOWN, 1: owner.rest}) if owner.rest is not None else None


def _has_pairs(container: Container) -> bool:
    return any(isinstance(one, Container) for one in container.elements())


def _with_key(value: Value, arguments: Arguments) -> Value:
    """What `max(names, key=scores.get)` compares: the scores, where the key is theirs."""
    key = arguments.named.get("key")
    return Container({0: value, 1: key}) if key is not None else value
