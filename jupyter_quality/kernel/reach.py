"""What a cell can reach in the kernel: the names its own code uses, and those that functions and classes behind them use in turn."""

import ast
import functools
import linecache
import types
from collections.abc import Iterator, Mapping
from itertools import islice

from jupyter_quality.reading.code import Code
from jupyter_quality.runs.access import Access, accesses, given_to, parameter_accesses
from jupyter_quality.runs.objects import attributes_of, bases_of, identity, is_own, members_of, name_of, plain_class

_MOST = 400


class Reach:
    """What is read through functions, classes and instances, from where a cell begins.

    `mentioned` are the attributes and called names in all of it, `texts` its string constants.
    """

    def __init__(self, names: Mapping[str, object], builtin: Mapping[str, object]) -> None:
        self._names = names
        self._builtin = builtin
        self._seen = set[int]()
        self._held: list[object] = []
        self._members: list[tuple[str, object]] = []
        self.accesses: list[Access] = []
        self.mentioned: set[str] = set()
        self.texts: set[str] = set()
        self.set_texts: set[str] = set()
        """The texts under which the cell itself sets something, as in `os.environ["MODE"] = "fast"`."""

    def follow(self, access: Access, code: Code) -> None:
        """Take an access in, and all that it leads to."""
        self.accesses += self._through(access, code, 0)
        if access.attribute:
            self.mentioned.add(access.attribute)
        if access.name in self._names:
            self._look(self._names[access.name], 0)

    def _through(self, access: Access, code: Code, depth: int) -> list[Access]:
        """Of what is handed to a function of the notebook: what that reads of it."""
        given = given_to(code, access) if depth < 3 else None
        function = self._names.get(given[0]) if given is not None else None
        if given is None or type(function) is not types.FunctionType or function.__globals__ is not self._names:
            return [access]
        there = function.__code__
        read, node = _source(there.co_filename, there.co_firstlineno, there)
        positional = there.co_varnames[: there.co_argcount]
        parameter = given[1] if isinstance(given[1], str) else positional[given[1]] if given[1] < len(positional) else None
        if read is None or node is None or parameter not in there.co_varnames[: there.co_argcount + there.co_kwonlyargcount]:
            return [access]
        inner = parameter_accesses(read, node, str(parameter), access.name)
        if inner is None:
            return [access]
        return [one for part in inner for one in self._through(part, read, depth + 1)]

    def follow_quietly(self, name: str) -> None:
        """Take in what a name leads to that the cell itself has defined."""
        if name in self._names:
            self._look(self._names[name], 0)

    def mention(self, code: Code) -> None:
        """Take in the attributes, names and texts of a cell."""
        for node in _outside_definitions(code.tree):
            match node:
                case ast.Attribute(attr=name) | ast.Call(func=ast.Name(id=name)):
                    self.mentioned.add(name)
                case ast.Subscript(slice=ast.Constant(value=str() as text), ctx=ast.Store()):
                    self.set_texts.add(text)
                case ast.Constant(value=str() as text):
                    self.texts.add(text)

    def finish(self) -> None:
        """Take in the methods of the notebook's classes that are mentioned anywhere, and what they lead to in turn."""
        while found := [member for member in self._members if member[0] in self.mentioned or member[0].startswith("__")]:
            self._members = [member for member in self._members if member not in found]
            for _, member in found:
                self._look(member, 1)

    def _look(self, value: object, depth: int) -> None:
        if identity(value) in self._seen or len(self._seen) > _MOST or depth > 4:
            return
        self._seen.add(identity(value))
        self._held.append(value)  # so that no other object gets its id meanwhile
        for inner in self._inside(value):
            self._look(inner, depth + 1)

    def _inside(self, value: object) -> Iterator[object]:
        kind, plain = type(value), plain_class(value)
        if kind is types.FunctionType:
            yield from self._function(value)  # type: ignore[arg-type]
        elif kind is types.MethodType:
            yield from (value.__func__, value.__self__)  # type: ignore[attr-defined]
        elif kind is functools.partial:
            yield from (value.func, *value.args, *value.keywords.values())  # type: ignore[attr-defined]
        elif plain in {staticmethod, classmethod}:
            yield value.__func__  # type: ignore[attr-defined]
        elif kind is property:
            yield from (part for part in (value.fget, value.fset) if part is not None)  # type: ignore[attr-defined]
        elif name_of(kind) == "_lru_cache_wrapper":
            yield value.__wrapped__  # type: ignore[attr-defined]
        elif plain in {list, tuple, set}:
            yield from (item for item in islice(value, 50) if _may_call(item))  # type: ignore[call-overload]
        elif kind is dict:
            yield from (item for item in islice(value.values(), 50) if _may_call(item))  # type: ignore[attr-defined]
        elif issubclass(kind, type):
            for base in bases_of(value):  # type: ignore[arg-type]
                if is_own(base):
                    self._members += [(name, member) for name, member in members_of(base).items() if _may_call(member)]
        elif is_own(kind):
            yield kind
            yield from (item for _, item in islice(attributes_of(value), 50) if _may_call(item))

    def _function(self, function: types.FunctionType) -> Iterator[object]:
        for cell in function.__closure__ or ():
            try:
                yield cell.cell_contents
            except ValueError:
                continue
        if function.__globals__ is not self._names:
            return
        self._code(function.__code__)
        for access in function_accesses(function):
            if access.name in self._names or access.name not in self._builtin:
                self.accesses.append(access)
                if access.name in self._names:
                    yield self._names[access.name]

    def _code(self, code: types.CodeType) -> None:
        self.mentioned.update(code.co_names)
        for constant in code.co_consts:
            if isinstance(constant, str):
                self.texts.add(constant)
            elif isinstance(constant, types.CodeType):
                self._code(constant)


def _outside_definitions(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those in the bodies of functions, which run only where they are called."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        children = ast.iter_child_nodes(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            children = iter([*node.decorator_list, node.args])
        stack.extend(children)


_CALLED = frozenset(
    {types.FunctionType, types.MethodType, functools.partial, staticmethod, classmethod, property, list, tuple, dict}
)  # fmt: skip


def _may_call(value: object) -> bool:
    kind = type(value)
    return plain_class(value) in _CALLED or is_own(kind) or issubclass(kind, type) or name_of(kind) == "_lru_cache_wrapper"


def function_accesses(function: types.FunctionType) -> tuple[Access, ...]:
    """The global names that a function's body uses, with their parts where its source is at hand."""
    code = function.__code__
    return _accesses(code.co_filename, code.co_firstlineno, code)


@functools.lru_cache(maxsize=1024)
def _source(filename: str, line: int, code: types.CodeType) -> tuple[Code | None, ast.AST | None]:
    """The code of the cell or file that a function stands in, and the function's node in it; None, None where its source is not at hand."""
    text = "".join(linecache.getlines(filename)) if filename in linecache.cache else ""
    read = _read(text) if text else None
    if read is None:
        return None, None
    for node in read.nodes(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda):
        first = min(one.lineno for one in [node, *getattr(node, "decorator_list", [])])
        if getattr(node, "name", "<lambda>") == code.co_name and first == line:
            return read, node
    return None, None


@functools.lru_cache(maxsize=1024)
def _accesses(filename: str, line: int, code: types.CodeType) -> tuple[Access, ...]:
    read, found = _source(filename, line, code)
    if read is None or found is None:
        return tuple(Access(name, ast.Name(name)) for name in sorted(_globals(code)))
    first, last = getattr(found, "lineno", line), getattr(found, "end_lineno", line)
    within = [event for event in read.events if event.deferred and first <= getattr(event.node, "lineno", 0) <= last]
    return tuple(accesses(read, tuple(within), inside=True))


@functools.lru_cache(maxsize=256)
def _read(text: str) -> Code:
    return Code(text)


def _globals(code: types.CodeType) -> set[str]:
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= _globals(constant)
    return names
