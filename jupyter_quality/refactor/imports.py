"""Import lines as a file holds them."""

import re
import sys
from collections.abc import Iterable, Iterator


def sorted_imports(lines: Iterable[str], package: str) -> Iterator[str]:
    """Import lines in their usual order: the standard library, others, the package; those from one module in one line."""
    groups: dict[int, list[str]] = {}
    for line in _joined(lines):
        root = re.split(r"[ .]", line.split(" ", 1)[1])[0]
        groups.setdefault(0 if root in sys.stdlib_module_names else 2 if root == package else 1, []).append(line)
    for number, group in enumerate(sorted(groups)):
        yield from ([""] if number else [])
        yield from sorted(groups[group], key=lambda line: (line.startswith("from"), _natural(line.split(" ", 1)[1])))


def _by_kind(name: str) -> tuple[int, list[str | int]]:
    """What sorts names as ruff does: constants, classes, others."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2), _natural(name)


def _natural(text: str) -> list[str | int]:
    """What sorts a text with its numbers in their order, and letters alike."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", text.lower())]


def _joined(lines: Iterable[str]) -> Iterator[str]:
    sources: dict[str, set[str]] = {}
    for line in set(lines):
        if line.startswith("from "):
            source, _, names = line.partition(" import ")
            sources.setdefault(source, set()).add(names)
        else:
            yield line
    for source, parts in sources.items():
        picked = sorted(parts, key=_by_kind)
        line = f"{source} import {', '.join(picked)}"
        yield line if len(line) <= 88 else f"{source} import (\n" + "".join(f"    {part},\n" for part in picked) + ")"
