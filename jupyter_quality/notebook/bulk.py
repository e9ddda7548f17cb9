"""Reading a large notebook without the bulk of its outputs.

A file is passed over in blocks; of each cell's outputs the first 64 KiB of text are kept and every further string becomes
empty, the short ones that say what an output is excepted, so that memory follows the sources and not the pictures. How many bytes
were left out is noted behind the outputs, as the cell's member LEFT_OUT.
"""

import re
from pathlib import Path

BLOCK = 2**20
KEPT = 2**16
"""Bytes of text that are kept of one cell's outputs."""

LEFT_OUT = "jupyter_quality_left_out"
"""The member of a cell that says how many bytes of its outputs were left out."""

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]|(?P<open>")', re.DOTALL)
_OUTPUTS = re.compile(rb"\s*:\s*\[")
_PLAIN = re.compile(rb"[^\\]{2}")
_LOOKAHEAD = 64


def read_without_bulk(path: Path) -> bytes:
    """The file's JSON, its outputs shortened. Raises OSError as `open` does."""
    shortener = _Shortener()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            shortener.feed(block)
    return shortener.end()


class _Shortener:
    """Takes JSON in blocks; `window[position:]` is what could not be told yet."""

    def __init__(self) -> None:
        self.short = bytearray()
        self.window = b""
        self.position = 0
        self.depth = 0
        self.kept = 0
        self.left_out = 0

    def feed(self, block: bytes) -> None:
        """Take one more block."""
        self.window = self.window[self.position :] + block
        self.position = 0
        while token := _TOKEN.search(self.window, self.position):
            if token["open"]:
                break
            if self.depth:
                self._in_outputs(token)
            elif not self._outside(token):
                break
        if self.depth and len(self.window) - self.position > 2 * BLOCK:
            self._cut_open_string()

    def end(self) -> bytes:
        """What the blocks came to."""
        self.short += self.window[self.position :]
        return bytes(self.short)

    def _take(self, end: int) -> None:
        self.short += self.window[self.position : end]
        self.position = end

    def _outside(self, token: re.Match[bytes]) -> bool:
        """Whether a token outside of outputs could be taken; the word `outputs` waits for what follows it."""
        if token.group() == b'"outputs"':
            if opened := _OUTPUTS.match(self.window, token.end()):
                self._take(opened.end())
                self.depth, self.kept, self.left_out = 1, 0, 0
                return True
            if len(self.window) - token.end() < _LOOKAHEAD:
                return False
        self._take(token.end())
        return True

    def _in_outputs(self, token: re.Match[bytes]) -> None:
        text = token.group()
        if text.startswith(b'"'):
            self.kept += len(text)
            if self.kept > KEPT and not self._is_member(token):
                self._take(token.start())
                self.short += b'""'
                self.left_out += len(text) - 2
                self.position = token.end()
                return
        else:
            self.depth += 1 if text in b"[{" else -1
        self._take(token.end())
        if not self.depth:
            self.short += f', "{LEFT_OUT}": {self.left_out}'.encode()

    def _is_member(self, token: re.Match[bytes]) -> bool:
        """Whether a string is a key, or the short value of one: these say what kind of output it is."""
        before = self.window[self.position : token.start()].rstrip()
        after = self.window[token.end() : token.end() + _LOOKAHEAD].lstrip()
        return after.startswith(b":") or (before.endswith(b":") and len(token.group()) < _LOOKAHEAD)

    def _cut_open_string(self) -> None:
        """Take out the middle of a string that is still open after two blocks, never between a backslash and what it escapes."""
        start = self.window.find(b'"', self.position)
        between = _PLAIN.search(self.window, len(self.window) - BLOCK)
        if start >= 0 and between is not None:
            self._take(start)
            self.left_out += between.end() - start - 1
            self.window, self.position = b'"' + self.window[between.end() :], 0
