"""Text that is safe on a terminal and in a CI log, and its colours."""

import re
import unicodedata

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_CODES = {"bold": "1", "red": "1;31", "yellow": "33", "green": "32", "cyan": "36", "dim": "2"}
_COLOURS = {"wrong": "red", "fragile": "yellow", "style": "cyan"}


def plain(text: str) -> str:
    r"""A text on one line in which nothing steers the terminal: control and direction characters become `\x1b` and the like."""
    return _UNSAFE.sub(lambda match: match.group().encode("unicode_escape", "surrogatepass").decode(), text)


def plain_name(name: str) -> str:
    """A file name that begins a line: as `plain`, and never read as a command by a CI log (`::error`, `##[error]`)."""
    return plain(f"./{name}" if name.startswith((":", "#")) else name)


def width(text: str) -> int:
    """How many columns a text takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def painted(text: str, colour: str, wanted: bool) -> str:
    """A text in a colour (or a severity's colour), where colours are wanted."""
    return f"\x1b[{_CODES[_COLOURS.get(colour, colour)]}m{text}\x1b[0m" if wanted else text
