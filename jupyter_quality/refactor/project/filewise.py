"""The files of a project, three versions of each made into one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from jupyter_quality.refactor.project.base import Base, digest, is_whole
from jupyter_quality.refactor.project.cellwise import merge_notebook, same_cells
from jupyter_quality.refactor.project.threeway import NO_NAMES, merge_text

Reader = Callable[[str], bytes | None]
"""Path → what stands there; None where nothing does."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A file that both sides changed: `reason` is a sentence on what was done with it."""

    path: str
    reason: str


@dataclass(slots=True)
class Merged:
    """`contents` are path → what is to be written, None where the file goes; `edited` are files whose changes by hand are kept."""

    contents: dict[str, bytes | None] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)


def merge_files(base: Base, mine: Reader, theirs: Mapping[str, bytes], names: Mapping[str, str] = NO_NAMES) -> Merged:
    """Merge what stands on disk (`mine`) with what the notebook makes now (`theirs`); files that never were made are left alone.

    `names` are functions that the user has given another name: old name → new name.
    """
    merged = Merged()
    for path in sorted(base.paths() | theirs.keys()):
        there = mine(path)
        before = _Before(base, path)
        content = there
        for said in _merge(before, there, theirs.get(path), names):
            if isinstance(said, str):
                merged.conflicts.append(Conflict(path, said))
            else:
                content = said.content
        if content != there:
            merged.contents[path] = content
        if content is not None and before.changed(there) and content != theirs.get(path):
            merged.edited.append(path)
    return merged


def is_unchanged(base: Base, theirs: Mapping[str, bytes]) -> bool:
    """Whether the notebook makes what it made last, recordings of chance aside."""
    made = {path: content for path, content in theirs.items() if not is_whole(path)}
    known = {path for path in base.paths() if not is_whole(path)}
    return made.keys() == known and not any(_Before(base, path).changed(content) for path, content in made.items())


@dataclass(frozen=True, slots=True)
class _Becomes:
    content: bytes | None


class _Before:
    """A file as it was made last."""

    def __init__(self, base: Base, path: str) -> None:
        self.is_notebook = path.endswith(".ipynb")
        self.text = base.texts.get(path)
        self._digest = base.digests.get(path)

    @property
    def is_known(self) -> bool:
        return self.text is not None or self._digest is not None

    def changed(self, content: bytes | None) -> bool:
        """Whether a file is there and not as it was made; of a notebook, its outputs aside."""
        if content is None or not self.is_known:
            return content is not None
        if self.text is None:
            return digest(content) != self._digest
        text = _text(content)
        if text is not None and self.is_notebook:
            return not same_cells(text, self.text)
        return text != self.text


def _merge(before: _Before, mine: bytes | None, theirs: bytes | None, names: Mapping[str, str]) -> Iterator[_Becomes | str]:
    """What a file becomes, where that is not what it is, and sentences on what both sides did."""
    if not before.is_known:
        if mine is None:
            yield _Becomes(theirs)
        elif mine != theirs:
            yield "this file is yours; the one of the same name that the notebook makes now is left out"
    elif mine is None:
        if before.changed(theirs):
            yield _Becomes(theirs)
            yield "you deleted it, and it has changed with the notebook: it is back"
    elif theirs is None:
        if before.changed(mine):
            yield "the notebook makes it no more, and you have changed it: it is kept"
        else:
            yield _Becomes(None)
    elif before.changed(theirs):
        if before.changed(mine) or before.is_notebook:
            yield from _merge_both(before, mine, theirs, names)
        else:
            yield _Becomes(theirs)


def _merge_both(before: _Before, mine: bytes, theirs: bytes, names: Mapping[str, str]) -> Iterator[_Becomes | str]:
    one, other = _text(mine), _text(theirs)
    if mine == theirs:
        return
    if before.text is None or one is None or other is None:
        yield "both changed it: yours is kept"
    elif before.is_notebook:
        merged = merge_notebook(before.text, one, other, names)
        if merged is None:
            yield "it cannot be read as a notebook: yours is kept"
        else:
            yield _Becomes(merged.text.encode())
            yield from merged.conflicts
    else:
        text, count = merge_text(before.text, one, other, names)
        yield _Becomes((text.replace("\n", "\r\n") if b"\r\n" in mine else text).encode())
        if count:
            yield f"both changed the same lines, in {count} place{'s' if count > 1 else ''}"


def _text(content: bytes) -> str | None:
    """A file's text with plain line ends; None where it is none."""
    try:
        return content.decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
