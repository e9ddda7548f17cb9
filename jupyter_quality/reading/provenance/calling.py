"""What calls give: of libraries, of methods, of the notebook's own functions and classes."""

import ast
from collections.abc import Hashable

from jupyter_quality.reading.provenance import estimators, frames
from jupyter_quality.reading.provenance.columns import column, names_of
from jupyter_quality.reading.provenance.context import Arguments, cut_of, part
from jupyter_quality.reading.provenance.functions import call_library
from jupyter_quality.reading.provenance.joining import alternatives, data_in, estimators_in, join, merged, text_of
from jupyter_quality.reading.provenance.library import Role, role_of, role_of_bare
from jupyter_quality.reading.provenance.machine import UNROLLED, Machine
from jupyter_quality.reading.provenance.marks import MarkKind
from jupyter_quality.reading.provenance.operators import combined
from jupyter_quality.reading.provenance.positions import Count, Position, Positions
from jupyter_quality.reading.provenance.rows import How, Site
from jupyter_quality.reading.provenance.splitting import folds
from jupyter_quality.reading.provenance.summaries import is_statistic, summary
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
    Partial,
    Scope,
    Splitter,
    Value,
)

_DEPTH = 6
_TORCH_MODELS = ("torch.nn.", "keras.Model", "tensorflow.keras.Model", "pytorch_lightning.", "lightning.")
_SEARCHING = frozenset({"optimize", "minimize", "minimize_scalar", "fmin", "gp_minimize", "forest_minimize", "differential_evolution"})
_KEEPING_FUNCTIONS = frozenset({"mean", "sum", "sqrt", "average", "abs"})


class Calling(Machine):
    """The calls."""

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
                before, self.context.frame = self.context.frame, _frame(owner) or self.context.frame
                arguments = self._arguments(node)
                self.context.frame = before
                result: Value = UNKNOWN
                for one in alternatives(owner):
                    result = join(result, self._method(one, function, arguments))
                if isinstance(owner, Data) and isinstance(function.value, ast.Subscript) and arguments.constant(None, "inplace") is True:
                    self.assign(function.value, owner)
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
            case Partial():
                positional, named = [*value.positional, *arguments.positional], {**value.named, **arguments.named}
                return self._call_one(value.function, Arguments(arguments.node, positional, named))
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
        if package in {"polars", "pyspark"} and (expression := self._of_column(last, arguments)) is not None:
            return expression
        if name.startswith("functools.partial") and arguments.positional:
            return Partial(arguments.positional[0], tuple(arguments.positional[1:]), dict(arguments.named))
        if last in {"argmax", "argmin", "nanargmax", "nanargmin"}:
            for argument in arguments.positional:
                self._choose(arguments.node, argument, "the best score")
        if last in {"tqdm", "trange", "deepcopy", "clone", "progress_bar", "track", "asarray_chkfinite", "count", "islice", "display"}:
            return self._copied(arguments.positional[0], last) if arguments.positional else UNKNOWN
        if package == "numpy" and (result := self._call_numpy(last, arguments)) is not None:
            return result
        if last == "shuffle" and package in {"numpy", "random"}:
            self._shuffled_in_place(arguments)
        role = role_of(name, self.context.more_roles)
        if role is None:
            self._call_unknown(arguments, last)
        return call_library(self.context, name, role, arguments)

    def _of_column(self, name: str, arguments: Arguments) -> Value | None:
        """`col("a")`, `mean("a")` within a method of a frame: its column, or a statistic of that."""
        frame, named = self.context.frame, text_of(arguments.get(0))
        if frame is None or named is None or not (name == "col" or is_statistic(name)):
            return None
        of = column(self.context, frame, named, arguments.node)
        return of if name == "col" else summary(self.context, name, arguments, of, f'{name}("{named}")')

    def _call_numpy(self, name: str, arguments: Arguments) -> Value | None:
        """What a function of numpy gives that keeps, counts, picks or splits rows; None for all others."""
        data = arguments.data(0)
        if name == "arange" and len(arguments.positional) == 1:
            return _counted(arguments)
        if name == "where" and len(arguments.positional) == 3:
            return combined(self.context, arguments.positional, arguments.node)
        if data is None:
            return None
        if data.form in {Form.SCORE, Form.MASK} and name in _KEEPING_FUNCTIONS:
            return data.derived()
        if name in {"split", "array_split"}:
            return self._np_split(data, arguments)
        if name in {"setdiff1d", "delete"} and (other := arguments.data(1)) is not None:
            return frames.left_over(self.context, data, other, arguments.node)
        return None

    def _shuffled_in_place(self, arguments: Arguments) -> None:
        for data in data_in(arguments.get(0)):
            cut = cut_of(How.SHUFFLE, self.context.site(arguments.node), "shuffle", is_random=True)
            data.rows = part(data.rows, cut, "all")

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
                return names_of(first)
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
                    self._choose(arguments.node, self._with_key(first, arguments), "the best score")
                if self._loops and len(arguments.positional) == 2 and not isinstance(first, Container):
                    self._choose(arguments.node, Container(dict(enumerate(arguments.positional))), "the better of two scores")
                    return join(first, arguments.positional[1])
                return self._element(first) if isinstance(first, Container) else first
            case "map":
                over = arguments.get(1) or UNKNOWN
                return Container(rest=self.call_value(first, Arguments(arguments.node, [self._element(over)])))
            case "range":
                return _counted(arguments)
            case "len":
                return _length(first)
            case "sum" | "print" | "type" | "isinstance" | "str" | "repr" | "open" | "super" | "getattr" | "id" | "any" | "all":
                return first if name == "sum" else UNKNOWN
        return UNKNOWN

    def _with_key(self, value: Value, arguments: Arguments) -> Value:
        """What `max(names, key=scores.get)` compares: the scores, where the key is theirs, or what the key gives for a name."""
        key = arguments.named.get("key")
        if isinstance(key, Function):
            key = self._call_function(key, Arguments(arguments.node, [self._element(value)]))
        return Container({0: value, 1: key}) if key is not None else value

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
                    self._choose(arguments.node, owner, "the best score", lowest="min" in name or name == "nsmallest")
                if owner.form is Form.MASK and name in {"mean", "sum"}:
                    return owner.derived(form=Form.STATISTIC)
                if name in _SEARCHING:
                    self._call_unknown(arguments, name)
                if name == "shuffle" and owner.form is Form.RANDOM:
                    self._shuffled_in_place(arguments)
                result = frames.call_method(self.context, owner, name, arguments)
                if name == "sort_values" and isinstance(result, Data) and any(m.kind is MarkKind.SCORE for m in result.all_marks()):
                    result.by = "sorted" if "ascending" in arguments.named else "sorted up"
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
                owner.is_grown = owner.is_grown or self._loops > 0
                first = self._collected(first, arguments.node)
                if self._loops and len(owner.items) >= UNROLLED:
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

    def _call_function(self, function: Function, arguments: Arguments) -> Value:
        site = Site(self.context.cell, arguments.node)
        node = function.node
        if len(self.context.calls) >= _DEPTH or sum(call.node is arguments.node for call in self.context.calls) > 1:
            return merged(arguments.all())
        plain = self._plain_calls.setdefault(node, []) if function.bound is None and _are_plain(arguments) else None
        if plain is not None and len(plain) > UNROLLED:
            return plain[-1]
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
        if plain is not None:
            plain.append(result)
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


def _frame(value: Value) -> Data | None:
    return value if isinstance(value, Data) and value.form in {Form.FRAME, Form.DATA} else None


def _length(value: Value) -> Value:
    """How many rows or items there are."""
    if isinstance(value, Container):
        return Count(items=len(value.items)) if value.rest is None and not value.is_grown else UNKNOWN
    return Count(value.rows) if isinstance(value, Data) and value.rows else UNKNOWN


def _counted(arguments: Arguments) -> Value:
    """The numbers up to a count, those of all its rows where it begins at 0: `range(stop)`, `range(0, stop, step)`."""
    match arguments.positional:
        case [Count(rows=rows)] | [Constant(value=0), Count(rows=rows), *_] if rows:
            return Data(rows, form=Form.INDEX)
        case [Count(items=items)]:
            return Positions(min(max(items, 2), UNROLLED))
    return Positions(in_steps=len(arguments.positional) == 3)


def _are_plain(arguments: Arguments) -> bool:
    """Whether a call is given constants only, and what nothing is known of: after some such calls the next tells nothing new."""
    plain = (Constant, Module, Position, Positions)
    values = [one for value in arguments.all() for one in (value.elements() if isinstance(value, Container) else (value,))]
    return all(isinstance(one, plain) or one is UNKNOWN for one in values)


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
