"""Sessions as they are written by hand: a notebook, its files, and what a person does in it step by step.

`## id | category | neg or pos` begins a session (neg: meant to be clean), `[cell]` a cell's source, `> run a b`, `> runall`, `> restart`,
`> interrupt a`, `> delete a`, `> move a 3`, `> edit a` and `> add a 3` with the source below them are steps. `@file NAME … @end` is a file,
`@csv NAME ROWS SEED column=spec;…` a made-up table, whose specs are: `i5` counts from 5, `cA,B` one of these, `r0:9:2` a number with two
places, `n0:9` a whole one, `d2024-01-01` a day a row; a `?` before leaves about one in seven empty.
"""

import datetime
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Step = tuple[str, ...]
_WITH_SOURCE = {"edit", "add"}


@dataclass
class Session:
    """One session. A step is its word, the cell's id, then a place or a source or both."""

    id: str
    is_meant_clean: bool
    cells: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)


def sessions_in(folder: Path) -> list[Session]:
    """The sessions of all text files of a folder."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    return [_session(block) for text in texts for block in re.split(r"^## ", text, flags=re.MULTILINE)[1:]]


def _session(block: str) -> Session:
    head, _, body = block.partition("\n")
    name, _, design = (part.strip() for part in head.split("|"))
    session = Session(name, design == "neg")
    for mark, text in _pieces(body):
        match re.split(r"\s+", mark):
            case ["@csv", file, rows, seed, *columns]:
                session.files[file] = _csv(int(rows), int(seed), " ".join(columns))
            case ["@file", file]:
                session.files[file] = text.strip("\n") + "\n"
            case [">", "run" | "interrupt" | "delete" as word, *cells]:
                session.steps += [(word, cell) for cell in cells]
            case [">", "edit" | "add" as word, *rest]:
                session.steps.append((word, *rest, text.strip("\n")))
            case [">", *words]:
                session.steps.append(tuple(words))
            case [cell]:
                session.cells[cell[1:-1]] = text.strip("\n")
    return session


def _pieces(body: str) -> Iterator[tuple[str, str]]:
    """The lines that begin something, each with the text below it."""
    mark, lines, in_file = "", list[str](), False
    for line in body.split("\n"):
        if in_file and line == "@end":
            in_file = False
        elif not in_file and re.match(r"@csv |@file |> |\[\w+\]$", line):
            if mark:
                yield mark, "\n".join(lines)
            mark, lines, in_file = line, [], line.startswith("@file ")
        else:
            lines.append(line)
    yield mark, "\n".join(lines)


def _csv(rows: int, seed: int, columns: str) -> str:
    chance = random.Random(seed)
    specs = [column.split("=", 1) for column in columns.split(";")]
    lines = [",".join(name for name, _ in specs)]
    lines += [",".join(_value(spec, row, chance) for _, spec in specs) for row in range(rows)]
    return "\n".join(lines) + "\n"


def _value(spec: str, row: int, chance: random.Random) -> str:
    kind, rest = spec[0], spec[1:]
    match kind:
        case "?":
            return "" if chance.random() < 0.15 else _value(rest, row, chance)
        case "i":
            return str(int(rest) + row)
        case "c":
            return chance.choice(rest.split(","))
        case "n":
            low, high = rest.split(":")
            return str(chance.randint(int(low), int(high)))
        case "d":
            return str(datetime.date.fromisoformat(rest) + datetime.timedelta(days=row))
    low, high, places = rest.split(":")
    return f"{chance.uniform(float(low), float(high)):.{places}f}"
