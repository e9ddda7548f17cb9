"""Texts compared as a person reads them: what a clock, an address or a random name puts there is no difference."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from math import isclose

CLOSE = 1e-6
"""How far apart printed numbers may be, as a share of the larger one: less than any reader takes for another result."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+"
_TOKEN = re.compile(
    rf"""
      (?P<timing>^[^\n]*(?:CPU\ times:|Wall\ time:|\ per\ loop\ \(mean\ ±|\ loops?,\ best\ of\ |Compiler\ *:\ |Parser\ *:\ )[^\n]*$
                |\d+%\|[^|\n]*\|[^\n]*
                |\d+(?:ms|s|us|µs)(?:\ \d+(?:ms|s|us|µs))?/(?:step|epoch|sample)
                |(?<=\ -\ )\d+(?:ms|s)(?=\ )
                |\d+(?:\.\d+)?(?:it/s|s/it))
    | (?P<date>(?:{_DAY})?\b\d{{4}}-\d\d-\d\d|(?:{_DAY})?\b\d{{1,2}}\ {_MONTH},?\ \d{{4}}|(?:{_DAY})?\b{_MONTH}\s+\d{{1,2}},?\ \d{{4}})
    | (?P<time>\b\d{{1,2}}:\d\d(?::\d\d(?:\.\d+)?)?\b)
    | (?P<unique>\b[0-9a-fA-F]{{8}}-[0-9a-fA-F]{{4}}-[0-9a-fA-F]{{4}}-[0-9a-fA-F]{{4}}-[0-9a-fA-F]{{12}}\b
                |0x[0-9a-fA-F]{{6,}}
                |<ipython-input-\d+-\w+>
                |[^\s'"(]{{0,200}}[/\\](?:tmp\w{{6,}}|ipykernel_\d+(?:[/\\]\d+\.py)?))
    | (?P<number>(?<![\w.])[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)
    | (?P<word>\w+)
    | (?P<line>\n)
    | (?P<sign>\S)
    """,
    re.VERBOSE | re.MULTILINE,
)
_ADDRESSES = range(0x5500_0000_0000, 0x8000_0000_0000)
_NOISE = (1e-19, 1e-13)
"""Magnitudes of what is left where nought was meant: the rounding of some sum of ones."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When something ran: a date or time of then that it shows was read from the clock."""

    start: datetime
    end: datetime

    def reads(self, kind: str, text: str) -> bool:
        """Whether a text of a date or a time can have come from the clock, here or in UTC."""
        moments = [(start, start + (self.end - self.start)) for start in (self.start.astimezone(UTC), self.start.astimezone())]
        if kind == "date":
            days = {day for start, end in moments for day in (start.date(), end.date())}
            return any(_says_day(text, f"{day:%Y-%m-%d}", str(day.day), f"{day:%b}", str(day.year)) for day in days)
        return any(start <= at <= end for start, end in moments for at in _times(text, start, end))


def _says_day(text: str, iso: str, day: str, month: str, year: str) -> bool:
    numbers = re.findall(r"\d+", text)
    return iso in text or (month in text and [n.lstrip("0") for n in numbers] in ([day, year], [year, day]))


def _times(text: str, start: datetime, end: datetime) -> Iterator[datetime]:
    """A time of day on each day of a run, as late in its minute or second as it can mean."""
    hour, minute, *second = (float(part) for part in text.split(":"))
    if hour < 24 and minute < 60 and (not second or second[0] < 60):
        for day in {start.date(), end.date()}:
            at = datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=start.tzinfo) + timedelta(seconds=sum(second))
            resolution = timedelta(seconds=59 if not second else 1)
            yield min(max(at, start), at + resolution)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer("\n".join(row.rstrip() for row in text.strip().split("\n"))):
        kind = match.lastgroup or ""
        yield _Token(kind, match.group(), line)
        line += kind == "line"


def differing_line(one: str, other: str, clocks: tuple[Clock | None, Clock | None] = (None, None)) -> int | None:
    """The first line of `other`, from 1, that a person reads otherwise than in `one`; None where both read the same.

    `clocks` say when each was made. Numbers with a fraction may be CLOSE, whole ones may not.
    """
    if one == other:
        return None
    last = 1
    for a, b in zip_longest(_tokens(one), _tokens(other)):
        if a is None or b is None or not _reads_same(a, b, clocks):
            return b.line if b else last
        last = b.line
    return None


def _reads_same(a: _Token, b: _Token, clocks: tuple[Clock | None, Clock | None]) -> bool:
    if a.kind != b.kind:
        return False
    if a.text == b.text or a.kind in {"timing", "unique"}:
        return True
    if a.kind == "number":
        return _close(a.text, b.text)
    if a.kind in {"date", "time"}:
        read = [clock.reads(token.kind, token.text) for clock, token in zip(clocks, (a, b), strict=True) if clock is not None]
        return bool(read) and all(read)
    return False


def _close(a: str, b: str) -> bool:
    if a.lstrip("+-").isdecimal() or b.lstrip("+-").isdecimal():
        return all(text.isdecimal() and int(text) in _ADDRESSES for text in (a, b))
    return isclose(float(a), float(b), rel_tol=CLOSE) or all(_is_noise(abs(float(text))) for text in (a, b))


def _is_noise(number: float) -> bool:
    return number == 0 or _NOISE[0] <= number <= _NOISE[1]
