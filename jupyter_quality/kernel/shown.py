"""What the running cell shows, as a fingerprint: its printed text and the plain text of what it displays."""

import contextlib
import re
import sys
import threading
from collections import deque
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

_ADDRESSES = [re.compile(text) for text in (r"0x[0-9a-fA-F]+", r"ipykernel_\d+/\d+\.py", r"CPU times[^\n]*", r"Wall time[^\n]*")]
"""What is another in each run; each begins with letters that are quickly searched for."""
_MOST = 1 << 20
"""So many characters are kept of what a run shows; of what comes then, how many lines it is, and its end."""
_END = 4096


class Shown:
    """Listens between `begin` and `end` by standing in for three methods of the shell's own objects; the user's are left alone."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._texts: list[str] = []
        self._room = 0
        self._lines = 0
        self._last = deque[str](maxlen=8)
        self._inside = 0
        self.foreign = set[int]()
        """Threads in which other cells run meanwhile, whose output is not this cell's."""
        self.has_table = False
        """Whether something of several lines was shown at once, as tables are."""
        self._stood: list[tuple[object, str, object]] = []

    def begin(self) -> None:
        """Listen, from nothing."""
        self._clear()
        self.foreign.clear()
        self._inside, self.has_table = 0, False
        self._stand_in(sys.stdout, "write", self._note)
        self._stand_in(self._shell.display_pub, "publish", self._note_data)
        self._stand_in(self._shell.displayhook, "write_format_data", self._note_data)
        for method in ("write_output_prompt", "finish_displayhook"):  # a terminal's `Out[3]:` is no result
            self._stand_in(self._shell.displayhook, method, lambda *_, **__: None)

    def _stand_in(self, owner: object, method: str, note: Callable[..., None]) -> None:
        original = getattr(owner, method, None)

        def noting(*args: Any, **kwargs: Any) -> Any:
            with contextlib.suppress(Exception):  # what we note must not stop what the user shows
                note(*args, **kwargs)
            self._inside += 1
            try:
                return original(*args, **kwargs)  # type: ignore[misc]
            finally:
                self._inside -= 1

        with contextlib.suppress(AttributeError, TypeError):  # a stream written in C: what is printed there is not seen
            setattr(owner, method, noting)
            self._stood.append((owner, method, noting))

    def _note(self, text: object = None, *_: object, **__: object) -> None:
        if type(text) is str and not self._inside and threading.get_ident() not in self.foreign:
            self._keep(text)
            self.has_table = self.has_table or "\n" in text.strip()

    def _note_data(self, data: object = None, *_: object, **__: object) -> None:
        if isinstance(data, dict) and not self._inside and threading.get_ident() not in self.foreign:
            text = data.get("text/plain")
            self.has_table = self.has_table or "text/html" in data or (isinstance(text, str) and "\n" in text)
            self._keep(f"\0{text if isinstance(text, str) else sorted(data)}\0")

    def _clear(self) -> None:
        self._texts.clear()
        self._last.clear()
        self._room, self._lines = _MOST, 0

    def _keep(self, text: str) -> None:
        if len(text) <= self._room:
            self._texts.append(text)
            self._room -= len(text)
            return
        self._texts.append(text[: self._room])
        self._last.append(text if len(text) <= _END else text[-_END:].partition("\n")[2])
        self._lines += text.count("\n")
        self._room = 0

    def end(self) -> str:
        """Listen no more; the fingerprint of what was shown, empty where nothing was."""
        for owner, method, noting in self._stood:
            if vars(owner).get(method) is noting:
                delattr(owner, method)
        self._stood.clear()
        text = "".join([*self._texts, *([f"\0{self._lines}\0", *self._last] if self._last else ())])
        self._clear()
        for address in _ADDRESSES:
            text = address.sub("", text)
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=9).hexdigest() if text else ""
