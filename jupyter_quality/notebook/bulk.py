"""Reading a large notebook without the bulk of its outputs.

A file is passed over in blocks; of each cell's outputs the first 64 KiB of text are kept and every further string becomes
empty, so that memory follows the sources and not the pictures.
"""

import re
from collections.abc import Iterator
from pathlib import Path

BLOCK = 2**20
KEPT = 2**16
"""Bytes of text that are kept of one cell's outputs."""

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_OUTPUTS = re.compile(rb"\s*:\s*\[")


def read_without_bulk(path: Path) -> bytes:
    """The file's JSON, its outputs shortened. Raises OSError as `open` does."""
    with path.open("rb") as file:
        return b"".join(_shortened(iter(lambda: file.read(BLOCK), b"")))


def _shortened(blocks: Iterator[bytes]) -> Iterator[bytes]:
    window, position, depth, kept = b"", 0, 0, 0
    in_outputs = False
    for block in blocks:
        window = window[position:] + block
        position = 0
        while token := _TOKEN.search(window, position):
            text = token.group()
            if not in_outputs:
                if text == b'"outputs"' and (opened := _OUTPUTS.match(window, token.end())):
                    in_outputs, depth, kept = True, 1, 0
                    yield window[position : opened.end()]
                    position = opened.end()
                    continue
                if text == b'"outputs"' and len(window) - token.end() < 64:
                    break
                yield window[position : token.end()]
            elif text.startswith(b'"'):
                kept += len(text)
                yield window[position : token.start()] + (text if kept <= KEPT else b'""')
            else:
                depth += 1 if text in b"[{" else -1
                in_outputs = depth > 0
                yield window[position : token.end()]
            position = token.end()
        if in_outputs and len(window) - position > 4 * BLOCK and (cut := _cut_open_string(window, position)):
            window, position = cut, 0
    yield window[position:]


def _cut_open_string(window: bytes, position: int) -> bytes | None:
    """A string of an output that is still open after several blocks, without its middle (an even stretch of no backslash)."""
    start = window.find(b'"', position)
    tail = window[-BLOCK:]
    cut = tail.rfind(b"\\")
    if start < 0 or cut > BLOCK // 2:
        return None
    return window[position : start + 1] + tail[max(cut + 2, 0) :] if cut >= 0 else window[position : start + 1] + tail
