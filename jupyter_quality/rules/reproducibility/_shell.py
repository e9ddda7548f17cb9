"""The shell commands of a cell: behind `!`, in `%%bash`, and those that IPython knows as magics (`%pip`, `%conda`)."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.notebook.magics import Magic
from jupyter_quality.reading.cell import CellReading

_SHELLS = frozenset({"bash", "sh", "system", "!", "sx", "script"})
_INSTALLERS = frozenset({"pip", "conda", "mamba", "micromamba", "uv"})
_BETWEEN = re.compile(r"\s*(?:&&|\|\||;|\|)\s*")
_BEFORE = re.compile(r"(?:sudo|time|nohup|\w+=\S*)$")


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its words, as the shell splits them, and the line of the cell that it stands on. `guarded`: only where another
    command before it on the line said so."""

    words: tuple[str, ...]
    line: int
    guarded: bool = False


def commands(cell: CellReading) -> Iterator[Command]:
    """Every shell command of a cell, in order."""
    for magic in cell.code.magics:
        if magic.is_cell and magic.name in _SHELLS:
            yield from _in_script(magic)
        elif magic.name == "!":
            yield from _in_line(magic.argument, magic.line)
        elif magic.name in _INSTALLERS:
            yield from _in_line(f"{magic.name} {magic.argument}", magic.line)


def _in_script(magic: Magic) -> Iterator[Command]:
    joined, start = "", 0
    for line, text in enumerate(magic.body.split("\n"), magic.line + 1):
        start = start if joined else line
        joined += text.strip()
        if joined.endswith("\\"):
            joined = joined[:-1] + " "
        else:
            yield from _in_line(joined, start)
            joined = ""


def _in_line(text: str, line: int) -> Iterator[Command]:
    position, guarded = 0, False
    for end in (*_BETWEEN.finditer(text), None):
        words = _words(text[position : end.start() if end else len(text)])
        while words and _BEFORE.match(words[0]):
            words = words[1:]
        if words:
            yield Command(tuple(words), line, guarded or words[0] in {"if", "[", "[[", "test"})
        if end:
            guarded = guarded or "||" in end.group() or (bool(words) and words[0] in {"if", "[", "[[", "test"})
            position = end.end()


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text, comments=True)
    except ValueError:
        return text.split()
