"""pyflakes' messages of one cell, asked only where the cell holds something that pyflakes could speak of."""

import re
from collections.abc import Mapping

from pyflakes.checker import Checker
from pyflakes.messages import Message

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.reading import Reading

DECIDED_BY_US = frozenset(
    """
    UnusedImport RedefinedWhileUnused ImportStarUsed ImportStarUsage UndefinedName UnusedVariable DoctestSyntaxError UndefinedExport
    LateFutureImport
    """.split()
)
"""Messages about names that only the whole notebook can decide, or that say nothing of a cell."""

_TELLTALE = re.compile(
    r"""
      \bis\s+(?:not\s+)?["'\d\[({+-]   | ["'\d\])}]\s+is\b            # identity of a literal
    | ["']\s*\)?\s*%                   | ["']\s*\)?\s*\.\s*format\b   # formatting
    | \b(?:[fF][rR]?|[rR][fF])(?:"{3}|'{3}|"[^"{\n]*"|'[^'{\n]*')     # an f-string without a placeholder
    | \b(?:assert|if|elif)\s*\(        | \bNotImplemented\b           # a tuple taken as a condition
    | \bexcept\s*:                     | \*\s*\w+\s*,[^\n]*\*         # a bare except that is not the last
    | \bprint\s*>>                     | \b__future__\b
    | \b(?:global|nonlocal|yield|await)\b | ^\s*(?:return|break|continue)\b
    | (?:->|:)\s*["']                                                 # an annotation in quotes
    """,
    re.VERBOSE | re.MULTILINE,
)
_KEY = re.compile(r"""("[^"\n]*"|'[^'\n]*'|\b[\w.]+)\s*:(?!=)""")
_LOOSE_FLOW = re.compile(r"^(?P<indent>[ \t]*)(?:return|break|continue)\b", re.MULTILINE)


def by_kind(reading: Reading) -> Mapping[type[Message], list[tuple[CellReading, Message]]]:
    """Every message of a notebook, with its cell, by class."""
    return reading.remember("pyflakes", lambda: _by_kind(reading))


def _by_kind(reading: Reading) -> Mapping[type[Message], list[tuple[CellReading, Message]]]:
    found: dict[type[Message], list[tuple[CellReading, Message]]] = {}
    for cell in reading.cells:
        for message in messages(cell.code):
            found.setdefault(type(message), []).append((cell, message))
    return found


def messages(code: Code) -> tuple[Message, ...]:
    """What pyflakes says of a cell's tree; an empty tuple where nothing in it could make it speak."""
    return code.remember("pyflakes", lambda: _checked(code))


def _checked(code: Code) -> tuple[Message, ...]:
    if code.problem is not None or not _may_speak(code):
        return ()
    return tuple(Checker(code.tree, filename="<cell>", withDoctest=False).messages)


def _may_speak(code: Code) -> bool:
    if code.names.has_odd_scopes:
        return True
    text = code.translation.python.replace("{{", "").replace("}}", "")
    if any(_tells(match, text) for match in _TELLTALE.finditer(text)):
        return True
    if "{" not in text:
        return False
    keys = _KEY.findall(text)
    return len(keys) != len(set(keys))


def _tells(match: re.Match[str], text: str) -> bool:
    """Whether a telltale may be one: a `return` is where no function, a `break` where no loop stands above it."""
    flow = _LOOSE_FLOW.match(match.group().lstrip("\n"))
    if flow is None:
        return True
    above = text[: match.start()]
    return re.search(r"\bdef\b" if "return" in match.group() else r"\b(?:for|while)\b", above) is None
