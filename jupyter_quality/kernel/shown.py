"""What the running cell shows, as a fingerprint: its printed text and the plain text of what it displays."""

import contextlib
import re
import sys
import threading
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

_ADDRESS = re.compile(r"0x[0-9a-fA-F]+|ipykernel_\d+/\d+\.py|(?:CPU times|Wall time)[^\n]*")


class Shown:
    """Listens between `begin` and `end` by standing in for three methods of the shell's own objects; the user's are left alone."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._texts: list[str] = []
        self._inside = 0
        self.foreign = set[int]()
        """Threads in which other cells run meanwhile, whose output is not this cell's."""
        self.has_table = False
        """Whether something of several lines was shown at once, as tables are."""
        self._stood: list[tuple[object, str, object]] = []

    def begin(self) -> None:
        """Listen, from nothing."""
        self._texts.clear()
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
            self._texts.append(text)
            self.has_table = self.has_table or "\n" in text.strip()

    def _note_data(self, data: object = None, *_: object, **__: object) -> None:
        if isinstance(data, dict) and not self._inside and threading.get_ident() not in self.foreign:
            text = data.get("text/plain")
            self.has_table = self.has_table or "text/html" in data or (isinstance(text, str) and "\n" in text)
            self._texts.append(f"\0{text if isinstance(text, str) else sorted(data)}\0")

    def end(self) -> str:
        """Listen no more; the fingerprint of what was shown, empty where nothing was."""
        for owner, method, noting in self._stood:
            if vars(owner).get(method) is noting:
                delattr(owner, method)
        self._stood.clear()
        text = _ADDRESS.sub("", "".join(self._texts))
        self._texts.clear()
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=9).hexdigest() if text else ""
