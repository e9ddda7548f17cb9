"""What expressions may be."""

import ast
import builtins
from collections.abc import Hashable

from jupyter_quality.reading.provenance import estimators, frames
from jupyter_quality.reading.provenance.calling import Calling
from jupyter_quality.reading.provenance.context import Arguments, first_data
from jupyter_quality.reading.provenance.joining import alternatives, data_in, join, texts_of
from jupyter_quality.reading.provenance.library import role_of_bare
from jupyter_quality.reading.provenance.machine import UNROLLED, TooManyStepsError
from jupyter_quality.reading.provenance.marks import Mark
from jupyter_quality.reading.provenance.operators import combined, compare, inverted
from jupyter_quality.reading.provenance.positions import Bounds, Count, Position, reckoned
from jupyter_quality.reading.provenance.rows import RUNNING, SORTED
from jupyter_quality.reading.provenance.subscripts import subscript
from jupyter_quality.reading.provenance.values import (
    UNKNOWN,
    Class,
    Constant,
    Container,
    Data,
    Estimator,
    Form,
    Function,
    Instance,
    Module,
    Value,
)

_REMEMBERED = frozenset({ast.Call, ast.Name, ast.Subscript, ast.Attribute})
_MOST_STEPS = 60_000
_BUILTINS = frozenset(dir(builtins))


class Expressions(Calling):
    """The expressions."""

    def eval(self, node: ast.expr) -> Value:
        """What an expression may be."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise TooManyStepsError
        value = self._eval(node)
        if node.__class__ in _REMEMBERED:
            before = self.values.get((self.context.cell, node)) if isinstance(value, Module) else None
            self.values[self.context.cell, node] = value if before is None or value in alternatives(before) else join(before, value)
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
                item: Value = subscript(self.context, whole, self._index(index), node)
                if isinstance(item, Data) and item.by in SORTED and _is_place(index):
                    item.by = None
                return item
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
            lower, upper = (self.eval(bound) if bound is not None else None for bound in (node.lower, node.upper))
            return Bounds(lower, upper)
        if isinstance(node, ast.Tuple):
            return Container({position: self._index(one) for position, one in enumerate(node.elts)})
        return self.eval(node)

    def _chosen_first(self, node: ast.Subscript, value: Value, index: ast.expr) -> None:
        """Note the choice in `sorted(scores)[0]` and `scores.sort_values(…).iloc[0]`."""
        inner = node.value.value if isinstance(node.value, ast.Attribute) else node.value
        is_sorted = (isinstance(value, Container) and value.is_sorted) or (isinstance(value, Data) and value.by in SORTED)
        if is_sorted and _is_place(index):
            is_up = isinstance(value, Data) and value.by == "sorted up"
            lowest = isinstance(index, ast.Constant) if is_up else None
            self._choose(node, value, "the first in order of score", lowest=lowest)
            return
        if _is_place(index) and isinstance(inner, ast.Call):
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
        result = Container(is_dict=key is not None, is_grown=True)
        over_names = False

        def go(depth: int) -> None:
            nonlocal over_names
            if depth == len(generators):
                name = self.eval(key) if key is not None else None
                value = self._collected(self.eval(element), element)
                if isinstance(name, Constant) and len(result.items) < UNROLLED:
                    result.items[name.value] = value
                elif key is None and isinstance(value, Constant | Estimator | Container) and len(result.items) < 4 * UNROLLED:
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
                if False not in [test.value for test in map(self.eval, generator.ifs) if isinstance(test, Constant)]:
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
        if len(generators) == 1 and over is not None and over.columns is not None and _is_same_name(element, generators[0].target):
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
            case ast.Compare(left=left, ops=[ast.NotEq() | ast.NotIn()], comparators=[names]) if _is_same_name(left, element):
                return texts_of(self.eval(names))
            case ast.UnaryOp(op=ast.Not(), operand=ast.Compare(left=left, ops=[ast.In()], comparators=[names])):
                return texts_of(self.eval(names)) if _is_same_name(left, element) else None
        return None

    def _added(self, left: Value, right: Value, op: ast.operator, node: ast.AST) -> Value:
        """What an arithmetic operator gives."""
        if isinstance(left, Container) and isinstance(right, Container) and isinstance(op, ast.Add):
            items = [*left.items.values(), *right.items.values()]
            rest = left.rest or right.rest
            return Container(dict(enumerate(items)), rest)
        if isinstance(left, Container) and isinstance(op, ast.Mult):
            return left
        if isinstance(left, Position | Count):
            return reckoned(left, right, op)
        if isinstance(op, ast.Sub) and isinstance(left, Data) and left.form is Form.NAMES and left.columns is not None:
            names = texts_of(right)
            return left.derived(columns=None if names is None else left.columns.without(names))
        if isinstance(op, ast.Sub) and isinstance(left, Data) and isinstance(right, Data) and left.form is right.form is Form.INDEX:
            return frames.left_over(self.context, left, right, node)
        if isinstance(op, ast.Sub) and isinstance(left, Data) and isinstance(right, Data) and left.by == (RUNNING, right.column):
            return left.derived(by=None)
        predictions = [one for value in (left, right) for one in data_in(value) if one.form is Form.PREDICTION and one.makers]
        other = next((one for value in (left, right) for one in data_in(value) if one.form is not Form.PREDICTION and one.rows), None)
        if isinstance(op, ast.Sub) and predictions and other is not None:
            return estimators.compared(self.context, "difference", node, predictions, other)
        return combined(self.context, [left, right], node)


def _is_place(index: ast.expr) -> bool:
    """Whether a subscript takes what stands at one place: `[0]`, `[-1]`, not `["error"]`."""
    return isinstance(index, ast.UnaryOp) or (isinstance(index, ast.Constant) and isinstance(index.value, int))


def _is_same_name(one: ast.expr, other: ast.expr) -> bool:
    return isinstance(one, ast.Name) and isinstance(other, ast.Name) and one.id == other.id
