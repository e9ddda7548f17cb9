"""One forward pass over a notebook's cells: what each expression may be, and what happens to the rows on the way."""

import ast
from collections.abc import Iterable

from jupyter_quality.reading.provenance import frames
from jupyter_quality.reading.provenance.columns import set_column
from jupyter_quality.reading.provenance.context import Arguments, cut_of, first_data, part
from jupyter_quality.reading.provenance.expressions import Expressions
from jupyter_quality.reading.provenance.joining import alternatives, text_of
from jupyter_quality.reading.provenance.machine import TooManyStepsError
from jupyter_quality.reading.provenance.rows import UNSEEN, How
from jupyter_quality.reading.provenance.subscripts import set_item
from jupyter_quality.reading.provenance.values import (
    UNKNOWN,
    Class,
    Constant,
    Container,
    Data,
    Form,
    Function,
    Instance,
    Module,
    Scope,
    Value,
)


class Interpreter(Expressions):
    """The pass over all cells: the statements."""

    def run(self) -> None:
        """Interpret all cells, in notebook order."""
        try:
            for index, cell in enumerate(self.cells):
                self.context.cell = index
                self._cell(cell.code.tree.body)
        except TooManyStepsError:
            pass

    def _cell(self, body: list[ast.stmt]) -> None:
        """Interpret a cell; a statement that is nested too deeply to follow, as formulas that a machine wrote are, is left out."""
        for statement in body:
            try:
                self.statement(statement)
            except RecursionError:
                self._start_over()

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
            elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value is not None:
                members[statement.target.id] = self._default(statement.value)
        self.scopes[-1][node.name] = Class(node, self.context.cell, tuple(bases), members, tuple(parents))

    def _default(self, node: ast.expr) -> Value:
        """What a field of a dataclass begins as: its value, or what its `default_factory` makes."""
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg in {"default", "default_factory"}:
                    value = self.eval(keyword.value)
                    return value if keyword.arg == "default" else self.call_value(value, Arguments(node))
        return self.eval(node)

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

    def _chosen_by(self, node: ast.If, test: Value) -> None:
        """Note the choice in `if score > best: best = score`."""
        if not isinstance(test, Data) or not (self._loops or self.context.calls):
            return
        bound = {name.id for one in node.body for name in ast.walk(one) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}
        compared_with = {name.id for name in ast.walk(node.test) if isinstance(name, ast.Name)}
        if bound & compared_with or any(name.startswith("best") or name.endswith("best") for name in bound):
            self._choose(node.test, test, "kept where it beats the best so far")

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        elements = self._elements(self.eval(node.iter), node.iter)
        self._loops += 1
        turns = self.context.turns
        for turn, element in enumerate(elements):
            before = dict(self.scopes[-1])
            self.context.turns = (*turns, 0 if element is elements[0] else turn)
            is_pair = isinstance(node.target, ast.Tuple | ast.List) and isinstance(element, Data)
            self.assign(node.target, element.derived(is_single=False) if is_pair and isinstance(element, Data) else element)
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

    def assign(self, target: ast.expr, value: Value) -> None:
        """Bind a target."""
        match target:
            case ast.Name(id=name):
                scope = self.scopes[-1]
                scope[name] = value
                self.values[self.context.cell, target] = value
                self._note_part(target, value)
            case ast.Tuple(elts=elts) | ast.List(elts=elts):
                self._unpack(elts, value, target)
            case ast.Starred(value=inner):
                self.assign(inner, value)
            case ast.Attribute(value=owner, attr=attr):
                self._set_attribute(self.eval(owner), attr, value)
            case ast.Subscript(value=owner):
                inner = owner.value if isinstance(owner, ast.Attribute) and owner.attr in {"loc", "iloc", "at", "iat"} else owner
                set_item(self.eval(inner), self.eval(target.slice), target, value)

    def _note_part(self, target: ast.Name, value: Value) -> None:
        """Note what the author calls a part of the rows: a validation part, a test part."""
        is_part = isinstance(value, Data) and value.form in {Form.FRAME, Form.COLUMN, Form.DATA}
        if is_part and isinstance(value, Data) and any(rows.cut is not None for rows in value.rows):
            for kind in frames.parts_named(target.id):
                self.context.sign(target, kind, value.rows, None)

    def _set_attribute(self, owner: Value, name: str, value: Value) -> None:
        for one in alternatives(owner):
            if isinstance(one, Instance):
                one.attributes[name] = value
            elif isinstance(one, Data) and one.columns is not None and name != "columns" and isinstance(value, Data):
                set_column(one, name, value)

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
        if len(elts) == 2 and data.form is not Form.INDEX and data.by != UNSEEN:
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
