"""Three versions of one sequence made into one: what only one side changed is taken, what both changed is a conflict.

The diff3 of version control, on lines of text or on anything that can be compared and hashed; but items that stand next to each other,
each changed by one side, are no conflict here.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Generic, TypeVar

T = TypeVar("T")
Pick = Callable[[T, T, T], T]

MARKERS = "<<<<<<< ", "=======", ">>>>>>> "
"""What lines of a conflict begin with: before mine, between both, behind theirs."""

NO_NAMES: Mapping[str, str] = {}

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A stretch that is settled (`mine` is what it is, `theirs` is None), or a conflict between both."""

    mine: tuple[T, ...]
    theirs: tuple[T, ...] | None = None


def merge(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T], pick: Pick[T] = lambda _, mine, __: mine) -> tuple[Piece[T], ...]:
    """The pieces of a merge, in order; none is empty, and no two settled ones stand side by side.

    `pick` chooses between base, mine and theirs that are equal and yet not the same.
    """
    found: list[Piece[T]] = []
    settled: list[T] = []
    for piece in _pieces(base, mine, theirs, pick):
        if piece.theirs is None:
            settled += piece.mine
            continue
        found += [Piece(tuple(settled))] if settled else []
        found.append(piece)
        settled = []
    return (*found, Piece(tuple(settled))) if settled else tuple(found)


def merge_text(base: str, mine: str, theirs: str, names: Mapping[str, str] = NO_NAMES) -> tuple[str, int]:
    """A merge of texts line by line, conflicts between markers as git writes them, and how many there are.

    `names` are old name → new name: lines that differ in nothing else are the same line, and so are imports of the same names.
    """
    one, two, three = (_lines(text, names) for text in (base, mine, theirs))
    pieces = merge(one, two, three, _picked)
    before, between, behind = MARKERS
    text = ""
    for piece in pieces:
        if piece.theirs is None:
            text += "".join(one.text for one in piece.mine)
        else:
            text += f"{before}yours\n{_ended(piece.mine)}{between}\n{_ended(piece.theirs)}{behind}the notebook's\n"
    return text, sum(piece.theirs is not None for piece in pieces)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str = field(compare=False)
    key: str


def _lines(text: str, names: Mapping[str, str]) -> list[_Line]:
    lines = _LINE.findall(text)
    if not names:
        return [_Line(line, line) for line in lines]
    old = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    return [_Line(line, _key(old.sub(lambda found: names[found[0]], line))) for line in lines]


def _key(line: str) -> str:
    """What a line of code is, whatever the order of the names that it imports."""
    if not line.startswith("from "):
        return line
    head, _, names = line.partition(" import ")
    return " ".join([head, *sorted(re.findall(r"[^,\s]+", names))])


def _picked(base: _Line, mine: _Line, theirs: _Line) -> _Line:
    return theirs if mine.text == base.text else mine


def has_markers(text: str) -> bool:
    """Whether a conflict still stands in a text."""
    lines = text.split("\n")
    return any(line.startswith(MARKERS[0]) for line in lines) and any(line.startswith(MARKERS[2]) for line in lines)


def _ended(lines: Sequence[_Line]) -> str:
    text = "".join(one.text for one in lines)
    return text if not text or text.endswith("\n") else text + "\n"


def _pieces(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T], pick: Pick[T]) -> Iterator[Piece[T]]:
    at, at_mine, at_theirs = 0, 0, 0
    for start, start_mine, start_theirs, length in _shared(base, mine, theirs):
        yield from _settled(base[at:start], mine[at_mine:start_mine], theirs[at_theirs:start_theirs])
        shared = (base[start : start + length], mine[start_mine : start_mine + length], theirs[start_theirs : start_theirs + length])
        yield Piece(tuple(map(pick, *shared)))
        at, at_mine, at_theirs = start + length, start_mine + length, start_theirs + length


def _shared(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches that all three have: where each begins, and its length; at the end an empty one."""
    ours = SequenceMatcher(None, base, mine, autojunk=False).get_matching_blocks()
    others = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    one = two = 0
    while one < len(ours) and two < len(others):
        a, b = ours[one], others[two]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield start, a.b + start - a.a, b.b + start - b.a, end - start
        if a.a + a.size < b.a + b.size:
            one += 1
        else:
            two += 1
    yield len(base), len(mine), len(theirs), 0


def _settled(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> Iterator[Piece[T]]:
    """What becomes of a stretch that not all three have."""
    if list(mine) == list(theirs) or list(theirs) == list(base):
        yield Piece(tuple(mine))
    elif list(mine) == list(base):
        yield Piece(tuple(theirs))
    elif (apart := _apart(base, mine, theirs)) is not None:
        yield Piece(apart)
    else:
        head = _alike(mine, theirs)
        tail = _alike(mine[head:][::-1], theirs[head:][::-1])
        yield Piece(tuple(mine[:head]))
        yield Piece(tuple(mine[head : len(mine) - tail]), tuple(theirs[head : len(theirs) - tail]))
        yield Piece(tuple(mine[len(mine) - tail :]))


def _apart(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> tuple[T, ...] | None:
    """A stretch of which each item was changed by one side only, neighbours by the other; None where it is not so."""
    edits = sorted(
        (start, end, side, first, behind)
        for side, sequence in enumerate((mine, theirs))
        for kind, start, end, first, behind in SequenceMatcher(None, base, sequence, autojunk=False).get_opcodes()
        if kind != "equal"
    )
    found: list[T] = []
    at = 0
    for start, end, side, first, behind in edits:
        if start != at or end == start:
            return None
        found += (mine, theirs)[side][first:behind]
        at = end
    return tuple(found) if at == len(base) else None


def _alike(one: Sequence[T], other: Sequence[T]) -> int:
    """How many items are the same at the beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
