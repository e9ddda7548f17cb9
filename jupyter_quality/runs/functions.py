"""What a function is, as fingerprints: what its code does, and what it holds besides."""

import sys
import types
from functools import lru_cache

from jupyter_quality.runs.value import digest


def is_of_python(function: types.FunctionType) -> bool:
    """Whether a function is the standard library's, or an installed package's and not made inside another: its name tells all of it."""
    if (function.__module__ or "").partition(".")[0] in sys.stdlib_module_names:
        return True
    file = function.__globals__.get("__file__")
    return isinstance(file, str) and "site-packages" in file and "<locals>" not in function.__qualname__


def held_by(function: types.FunctionType) -> list[object]:
    """What a function holds besides its code: its defaults, and what it closes over."""
    return [function.__defaults__, function.__kwdefaults__, *(_content(cell) for cell in function.__closure__ or ())]


def _content(cell: object) -> object:
    try:
        return cell.cell_contents  # type: ignore[attr-defined]
    except ValueError:
        return None


def function_parts(name: str, code: types.CodeType, doc: str | None, *held: str) -> dict[str, str]:
    """The parts of a function: what it does with what it is given by place, and what its parameters are called."""
    count = code.co_argcount + code.co_kwonlyargcount
    return {"#code": digest(name, code_print(code, doc), *held), "#parameters": digest(*code.co_varnames[:count])}


@lru_cache(maxsize=2048)
def code_print(code: types.CodeType, doc: str | None = None) -> str:
    """The fingerprint of code: what it does, not where it stands, how it is documented or what its own names are."""
    own = code.co_varnames if not _SEES_OWN_NAMES.isdisjoint(code.co_names) else (str(code.co_nlocals),)
    texts = [code.co_name, code.co_code.hex(), *code.co_names, "/", *own, "/", *code.co_freevars, *code.co_cellvars]
    for place, constant in enumerate(code.co_consts):
        if isinstance(constant, types.CodeType):
            texts.append(code_print(constant, _docstring(constant)))
            texts.extend(
                constant.co_varnames[: constant.co_argcount + constant.co_kwonlyargcount] if constant.co_name != "<lambda>" else ()
            )
        elif not (place == 0 and isinstance(constant, str) and constant == doc):
            texts.append(f"{type(constant).__name__} {_constant(constant)}")
            if isinstance(constant, str) and "@" in constant:
                texts.extend(code.co_varnames)
        else:
            texts.append("NoneType None")
    return digest(*texts)


_SEES_OWN_NAMES = frozenset("locals vars dir eval exec globals inspect _getframe currentframe query".split())
"""What can tell a function how its own names are called."""


def _docstring(code: types.CodeType) -> str | None:
    first = code.co_consts[0] if code.co_consts else None
    says_so = sys.version_info < (3, 14) or bool(code.co_flags & _HAS_DOCSTRING)  # before, a function without one had None there
    return first if isinstance(first, str) and says_so else None


_HAS_DOCSTRING = 0x4000000


def _constant(constant: object) -> str:
    return repr(sorted(map(repr, constant))) if isinstance(constant, frozenset) else repr(constant)
