"""How the command line speaks: results on stdout, trouble on stderr, nothing that steers a terminal."""

import logging
import os
import sys
from collections.abc import Iterable
from typing import TextIO

from jupyter_quality.report.terminal import painted, plain


def say(pieces: Iterable[str], stream: TextIO | None = None) -> None:
    """Write pieces of text to stdout (or another stream); characters that its encoding lacks are written as escapes."""
    _write(stream or sys.stdout, pieces)


def say_trouble(message: str) -> None:
    """Write a sentence on what went wrong to stderr."""
    _write(sys.stderr, [f"{painted('error', 'red', wants_colour(sys.stderr))}: {plain(message)}\n"])


def say_aside(message: str) -> None:
    """Write a remark that is no result to stderr."""
    _write(sys.stderr, [plain(message) + "\n"])


def wants_colour(stream: TextIO) -> bool:
    """Whether a stream is a terminal that shows colours, and the user has not said NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _write(stream: TextIO, pieces: Iterable[str]) -> None:
    encoding = stream.encoding or "utf-8"
    stream.writelines(piece.encode(encoding, "backslashreplace").decode(encoding) for piece in pieces)


class TroubleHandler(logging.Handler):
    """Tells of the package's own log messages in a line each, without tracebacks, and counts them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1
        cause = record.exc_info[1] if record.exc_info else None
        say_trouble(record.getMessage() + (f" ({type(cause).__name__}: {cause})" if cause else ""))
