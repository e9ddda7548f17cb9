"""What a statement gives that only says so: literals, imports that ran before, plain functions and classes. Nothing is run to know it."""

import ast
import types
from collections.abc import Callable, Sequence
from time import thread_time
from typing import Any

from jupyter_quality.runs.fingerprint import DEADLINE, Fingerprints, LateError
from jupyter_quality.runs.functions import function_parts
from jupyter_quality.runs.record import Run, dump
from jupyter_quality.runs.value import Value, whole_of

Values = dict[str, Value]


def derived(statement: ast.stmt, runs: Sequence[Run]) -> Values | None:
    """The values of the names that a statement binds; None where its text does not tell."""
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return {}
        case ast.Assign(targets=targets, value=value) if all(isinstance(target, ast.Name) for target in targets):
            found = _literal(value)
            return None if found is None else {target.id: found for target in targets if isinstance(target, ast.Name)}
        case ast.Import(names=names):
            return {
                alias.asname or alias.name.partition(".")[0]: _module(alias.name if alias.asname else alias.name.partition(".")[0])
                for alias in names
            }
        case ast.ImportFrom():
            return _imported(statement, runs)
        case ast.FunctionDef() if not statement.decorator_list:
            parts = _function(statement)
            return None if parts is None else {statement.name: Value("builtins.function", whole_of("builtins.function", parts), parts)}
    return None


def _module(name: str) -> Value:
    return Value("builtins.module", f"module:{name}")


def _literal(node: ast.expr) -> Value | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict" and not node.args:
        if any(keyword.arg is None for keyword in node.keywords):
            return None
        keys: list[ast.expr | None] = [ast.Constant(keyword.arg) for keyword in node.keywords]
        node = ast.Dict(keys=keys, values=[keyword.value for keyword in node.keywords])
    try:
        value = _constant(node)
        return Fingerprints(thread_time() + DEADLINE).value(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError, ArithmeticError, LateError):
        return None


_OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], object]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Mod: lambda a, b: a % b,
}
_LARGEST = 1 << 64


def _constant(node: ast.expr) -> object:
    """The value of a literal, and of arithmetic over numbers. Raises ValueError for all else."""
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            numbers = (_constant(left), _constant(right))
            if not all(type(number) in {int, float} and abs(number) < _LARGEST for number in numbers):  # type: ignore[arg-type]
                raise ValueError
            return _OPERATIONS[type(op)](*numbers)
    return ast.literal_eval(node)


def _imported(statement: ast.ImportFrom, runs: Sequence[Run]) -> Values | None:
    """What the same import gave in an earlier run."""
    found: Values = {}
    for alias in statement.names:
        name = alias.asname or alias.name
        alone = dump(ast.ImportFrom(statement.module, [alias], statement.level))
        value = next((value for run in reversed(runs) if (value := run.wrote.get(name)) and alone in _imports(run.source)), None)
        if value is None:
            return None
        found[name] = value
    return found


def _imports(source: str) -> set[str]:
    from jupyter_quality.reading.code import read_codes

    code = read_codes([source])[0]

    def work_out() -> set[str]:
        return {dump(ast.ImportFrom(node.module, [alias], node.level)) for node in code.nodes(ast.ImportFrom) for alias in node.names}

    return code.remember("imports one by one", work_out)


def _function(statement: ast.FunctionDef) -> dict[str, str] | None:
    """The fingerprints that a plain function will have: from its code, which is compiled and not run."""
    arguments = statement.args
    try:
        defaults = tuple(ast.literal_eval(default) for default in arguments.defaults) or None
        named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        keywords = {argument.arg: ast.literal_eval(default) for argument, default in named if default is not None} or None
        module = compile(ast.Module([statement], []), "<cell>", "exec", dont_inherit=True)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    code = next(
        (constant for constant in module.co_consts if isinstance(constant, types.CodeType) and constant.co_name == statement.name), None
    )
    if code is None:
        return None
    prints = Fingerprints(thread_time() + DEADLINE)
    doc = ast.get_docstring(statement, clean=False)
    return function_parts(statement.name, code, doc, prints.print(defaults), prints.print(keywords))
