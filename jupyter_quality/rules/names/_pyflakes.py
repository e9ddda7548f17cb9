"""pyflakes' messages of one cell, asked only of the statements that hold something pyflakes could speak of."""

import ast
import re
from collections.abc import Iterator, Mapping

from pyflakes.checker import Checker
from pyflakes.messages import Message

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules.names._formats import Plain, plain_formats

DECIDED_BY_US = frozenset(
    """
    UnusedImport RedefinedWhileUnused ImportStarUsed ImportStarUsage UndefinedName UnusedVariable DoctestSyntaxError UndefinedExport
    LateFutureImport
    """.split()
)
"""Messages about names that only the whole notebook can decide, or that say nothing of a cell."""

_TELLTALES = tuple(
    (needle, re.compile(pattern, re.MULTILINE))
    for needle, pattern in (
        (" is ", r"\bis\s+(?:not\s+)?[bru]?[\"'\d(+-]"),
        (" is ", r"(?<=[\"'\d.]) is\b"),
        ("%", r"[\"']\s*\)?\s*%"),
        (".format", r"[\"']\s*\)?\s*\.\s*format(?=\s*\()"),
        ("f'", r"(?<![\"'])\b(?:[fF][rR]?|[rR][fF])(?:'{3}|'[^'{\n]*')"),
        ('f"', r"(?<![\"'])\b(?:[fF][rR]?|[rR][fF])(?:\"{3}|\"[^\"{\n]*\")"),
        ("F'", r"(?<![\"'])\b[rR]?F(?:'{3}|'[^'{\n]*')"),
        ('F"', r"(?<![\"'])\b[rR]?F(?:\"{3}|\"[^\"{\n]*\")"),
        ("fr'", r"\bfr'(?:'{2}|[^'{\n]*')"),
        ('fr"', r"\bfr\"(?:\"{2}|[^\"{\n]*\")"),
        ("fR", r"\bfR[\"']"),
        ("assert", r"\bassert\s*\((?:[^()\n]|\([^()\n]*\))*[,\n]"),
        ("if (", r"\bif\s*\((?:[^()\n]|\([^()\n]*\))*,[^\n]*\)\s*:"),
        ("NotImplemented", r"\bNotImplemented\b"),
        ("except:", r"\bexcept\s*:"),
        ("except ", r"\bexcept\b[^\n:]*\bas\s+(\w+)\s*:(?![\s\S]*\b\1\b)"),
        (", *", r"^[^\n=]*\*\s*\w+\s*,[^\n=]*\*[^\n]*="),
        (">>", r"\bprint\s*>>"),
        ("__future__", r"__future__"),
        ("global", r"\bglobal\b"),
        ("nonlocal", r"\bnonlocal\b"),
        ("yield", r"\byield\b"),
        ("await", r"\bawait\b"),
        ("return", r"^[ \t]*return\b"),
        ("break", r"^[ \t]*break\b"),
        ("continue", r"^[ \t]*continue\b"),
        ("->", r"\)\s*->\s*[\"']"),
        (": '", r"^[ \t]*(?!else\b)(?:(?:async[ \t]+)?def\b[^\n]*[(,][ \t]*)?\w+[ \t]*: '[^\W\d]"),
        (': "', r"^[ \t]*(?!else\b)(?:(?:async[ \t]+)?def\b[^\n]*[(,][ \t]*)?\w+[ \t]*: \"[^\W\d]"),
    )
)
_BLOCK_AROUND = {
    "return": re.compile(r"\bdef\b"),
    "yield": re.compile(r"\bdef\b"),
    "break": re.compile(r"\b(?:for|while)\b"),
    "continue": re.compile(r"\b(?:for|while)\b"),
}
_FORMATTING = frozenset({"%", ".format"})
_KEY = re.compile(r"""("[^"\n]*"|'[^'\n]*'|\b[\w.]+)\s*:(?!=)""")
_BRACES = re.compile(r"\{[^{}]*\}")
_PROSE = re.compile(r"#[^\n]*|(?<!\w)[rR]?(?:'{3}[\s\S]*?'{3}|\"{3}[\s\S]*?\"{3})|(?P<string>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\")")


class _Checker(Checker):  # type: ignore[misc]  # pyflakes has no types
    """pyflakes without its bindings of Python's own names: what is undefined, the whole notebook decides."""

    builtIns = property(lambda self: frozenset(), lambda self, names: None)  # noqa: N815  # pyflakes' own name


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
    """What pyflakes says of a cell; nothing where nothing in it could make it speak.

    Missed on purpose: a local variable that only its own assignment reads, or that is one of several unpacked at once.
    """
    return code.remember("pyflakes", lambda: _checked(code))


def _checked(code: Code) -> tuple[Message, ...]:
    if code.problem is not None:
        return ()
    text, odd = code.translation.python, code.names.odd
    lines = set(_telling_lines(text))
    if lines or odd:
        text = _PROSE.sub(_blank, text)
        lines = {*_telling_lines(text), *_lines_that_bind(odd, code.names.imported, text)}
    if not lines:
        return ()
    body = [s for s in code.tree.body if any(s.lineno <= line <= (s.end_lineno or line) for line in lines)]
    tree = ast.Module(body, [])
    return tuple(_Checker(tree, filename="<cell>", withDoctest=False).messages)


def _blank(prose: re.Match[str]) -> str:
    """A string as it stands, for its formatting counts; nothing of a comment or docstring but its line breaks."""
    return prose.group() if prose["string"] else "\n" * prose.group().count("\n")


def _lines_that_bind(names: frozenset[str], imported: frozenset[str], text: str) -> Iterator[int]:
    """The lines that assign one of the names alone (or, where it is imported, loop over it), as pyflakes would speak of."""
    if not names:
        return
    words = "|".join(map(re.escape, names))
    pattern = rf"(?:^|[;=:])[ \t]*(?:{words})\s*(?:=(?!=)|:|[-+*/%&|^@]{{1,2}}=)|\bas\s+(?:{words})\b"
    if shadowed := "|".join(map(re.escape, names & imported)):
        pattern += rf"|\bfor\b[^\n:]*\b(?:{shadowed})\b"
    for match in re.finditer(pattern, text, re.MULTILINE):
        yield text.count("\n", 0, match.start()) + 1


def _telling_lines(text: str) -> Iterator[int]:
    """The lines that hold something pyflakes could speak of; only their statements need be checked."""
    if "{{" in text:
        text = text.replace("{{", "  ").replace("}}", "  ")
    plain: Plain | None = None
    for needle, pattern in _TELLTALES:
        if needle in text:
            for match in pattern.finditer(text):
                if needle in _FORMATTING:
                    plain = plain or plain_formats(text)
                    if plain.holds(match):
                        continue
                around = _BLOCK_AROUND.get(needle)
                if around is None or around.search(text, 0, match.start()) is None:
                    yield from range(text.count("\n", 0, match.start()) + 1, text.count("\n", 0, match.end()) + 2)
    if "{" in text:
        yield from _lines_with_repeated_keys(text)


def _lines_with_repeated_keys(text: str) -> Iterator[int]:
    """The first line of each pair of braces that, those inside it taken out, holds one key twice."""
    while "{" in text:
        for block in _BRACES.finditer(text):
            keys = _KEY.findall(block.group())
            if len(keys) != len(set(keys)):
                yield text.count("\n", 0, block.start()) + 1
        text, count = _BRACES.subn(lambda block: "_" + "\n" * block.group().count("\n"), text)
        if not count:
            return
