"""Percent scripts: a Python file whose cells begin with `# %%`."""

import re
from dataclasses import dataclass

_MARKER = re.compile(r"^#\s?%%(?!%)(?P<rest>.*)$")
_HEADER = re.compile(r"\A(?:#!.*\n)?# ---\n(?:#.*\n)*?# ---\n")


@dataclass(frozen=True, slots=True)
class ScriptCell:
    """One cell of a script. `first` is the line of the file, from 1, on which its source begins; `marker` what follows `# %%`."""

    kind: str
    source: str
    first: int
    marker: str = ""


def cells(text: str) -> list[ScriptCell]:
    """The cells of a script; one without markers is one cell. Blank lines at a cell's end do not belong to it."""
    header = _HEADER.match(text)
    skipped = header.group().count("\n") if header else 0
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if number >= skipped and _MARKER.match(line)]
    found = []
    opening = "\n".join(lines[skipped : starts[0] if starts else len(lines)])
    if opening.strip():
        found.append(ScriptCell("code", opening.rstrip("\n"), skipped + 1))
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        found.append(_cell(lines[start], "\n".join(lines[start + 1 : end]).rstrip("\n"), start + 2))
    return found


def _cell(marker: str, source: str, first: int) -> ScriptCell:
    match = _MARKER.match(marker)
    rest = match["rest"].strip() if match else ""
    if "[markdown]" in rest or "[md]" in rest:
        return ScriptCell("markdown", re.sub(r"(?m)^# ?", "", source).strip('"\n'), first, rest)
    return ScriptCell("raw" if "[raw]" in rest else "code", source, first, rest)
