"""Where the parts of a JSON text stand in it, so that one can be changed and the rest kept to the byte."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}]+")
_BETWEEN = re.compile(r"[\s,:]*")
_CHARACTER = re.compile(r"\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|\\u\w{4}|\\.|[^\\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A value in a JSON text, from `start` to before `end`."""

    start: int
    end: int


def value_at(text: str, start: int) -> Stretch:
    """The value that begins at or behind a position. The text must be valid JSON."""
    start = _after(_BETWEEN, text, start)
    if text[start] == '"':
        return Stretch(start, _after(_STRING, text, start))
    if text[start] not in "[{":
        return Stretch(start, _after(_SCALAR, text, start))
    depth = 0
    for token in _BRACKET.finditer(text, start):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group(), 0)
        if depth == 0:
            return Stretch(start, token.end())
    raise ValueError("the JSON ends within a value")


def _after(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    if match is None:
        raise ValueError(f"the JSON has no value at {start}")
    return match.end()


def items(text: str, array: Stretch) -> list[Stretch]:
    """The items of an array; none where the value is no array."""
    found: list[Stretch] = []
    position = _after(_BETWEEN, text, array.start + 1)
    while text[array.start] == "[" and text[position] != "]":
        found.append(value_at(text, position))
        position = _after(_BETWEEN, text, found[-1].end)
    return found


def members(text: str, whole: Stretch) -> dict[str, Stretch]:
    """The values of an object by key, the last where a key stands twice; none where the value is no object."""
    found: dict[str, Stretch] = {}
    position = _after(_BETWEEN, text, whole.start + 1)
    while text[whole.start] == "{" and text[position] != "}":
        key = value_at(text, position)
        value = value_at(text, key.end)
        found[json.loads(text[key.start : key.end])] = value
        position = _after(_BETWEEN, text, value.end)
    return found


def characters(string: str) -> list[str]:
    """A JSON string (with its quotes) as one piece for each character that it stands for."""
    return _CHARACTER.findall(string[1:-1])


def respelled(text: str, changes: Sequence[tuple[Stretch, str]]) -> str:
    """A text with each stretch replaced; the stretches are in order and apart."""
    pieces, position = [], 0
    for stretch, new in changes:
        pieces += [text[position : stretch.start], new]
        position = stretch.end
    return "".join([*pieces, text[position:]])


@dataclass(frozen=True, slots=True)
class Frame:
    """How an array is laid out: what stands before its first item, between two and behind the last."""

    lead: str
    gap: str
    tail: str

    @property
    def line_break(self) -> str:
        """What begins the line of an item, empty where the items share a line."""
        return self.lead[1:] if "\n" in self.lead else ""


def frame(text: str, array: Stretch, spans: Sequence[Stretch], indent: str | None) -> Frame:
    """The layout of an array; `indent` is one step of the file's indentation, for an array that has no items yet."""
    if spans:
        lead = text[array.start : spans[0].start]
        gap = text[spans[0].end : spans[1].start] if len(spans) > 1 else "," + (lead[1:] or " ")
        return Frame(lead, gap, text[spans[-1].end : array.end])
    if indent is None:
        return Frame("[", ", ", "]")
    line = text[text.rfind("\n", 0, array.start) + 1 : array.start]
    outer = "\n" + line[: len(line) - len(line.lstrip())]
    return Frame(f"[{outer}{indent}", f",{outer}{indent}", f"{outer}]")


def rearranged(text: str, spans: Sequence[Stretch], order: Sequence[int | str], layout: Frame) -> str:
    """An array of items that are old ones, by index, or new JSON; what stood between two old neighbours is kept."""
    pieces = [layout.lead]
    for index, item in enumerate(order):
        before = order[index - 1] if index else None
        if isinstance(before, int) and item == before + 1:
            pieces.append(text[spans[before].end : spans[before + 1].start])
        elif index:
            pieces.append(layout.gap)
        pieces.append(text[spans[item].start : spans[item].end] if isinstance(item, int) else item)
    return "".join([*pieces, layout.tail]) if order else "[]"
