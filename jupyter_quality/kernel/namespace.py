"""What a kernel's names stand for, as source that would define them; no code of the user's values is run."""

from collections.abc import Iterable, Mapping
from types import BuiltinFunctionType, FunctionType, ModuleType


def definitions(namespace: Mapping[str, object], names: Iterable[str]) -> str:
    """A line for each of the names that the namespace holds: an import where its value is a module, function or class of one."""
    return "\n".join(_definition(name, namespace[name]) for name in sorted(names) if name in namespace)


def _definition(name: str, value: object) -> str:
    if issubclass(type(value), ModuleType):
        module = object.__getattribute__(value, "__dict__").get("__name__")
        if isinstance(module, str) and _is_dotted(module):
            return f"import {module} as {name}"
    elif type(value) in {FunctionType, BuiltinFunctionType, type}:
        module, own_name = getattr(value, "__module__", None), getattr(value, "__name__", None)
        if (
            isinstance(module, str)
            and isinstance(own_name, str)
            and _is_dotted(module)
            and own_name.isidentifier()
            and module != "__main__"
        ):
            return f"from {module} import {own_name} as {name}"
    return f"{name} = object()"


def _is_dotted(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))
