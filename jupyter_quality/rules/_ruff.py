"""Ruff's own findings, where the project's configuration asks for ruff and its executable is installed.

Ruff runs with its settings and as its own process; none of its rules is written anew here, and ours of the same meaning give way.
"""

import json
import logging
import os
import re
import shutil
import subprocess
import sysconfig
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from jupyter_quality.notebook.document import Cell, CellKind, Notebook, Place, Span
from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule

FAMILY = "ruff"
TIMEOUT = 20
"""Seconds after which ruff is given up."""

_SEVERITIES = {
    **dict.fromkeys(("E9", "F5", "F63", "F7", "F82", "PLE"), Severity.WRONG),
    **dict.fromkeys(("ASYNC", "B", "DTZ", "NPY", "PD", "PLW", "S"), Severity.FRAGILE),
}
"""How grave codes that begin so are, the longest beginning first; all others are style."""

log = logging.getLogger(__name__)


class _Location(msgspec.Struct):
    row: int
    column: int


class _Edit(msgspec.Struct):
    content: str | None
    location: _Location
    end_location: _Location


class _Fix(msgspec.Struct):
    applicability: str
    edits: list[_Edit]
    message: str | None = None


class _Found(msgspec.Struct):
    code: str | None
    message: str
    cell: int | None
    location: _Location
    end_location: _Location
    fix: _Fix | None = None
    url: str | None = None


class Explanation(msgspec.Struct):
    """What ruff says of one of its rules: a summary and a text in Markdown."""

    name: str
    code: str
    summary: str
    explanation: str


_decoder = msgspec.json.Decoder(list[_Found])
_addresses: dict[str, str] = {}


def address(code: str) -> str | None:
    """Where ruff explains a code that it has found."""
    return _addresses.get(code)


@lru_cache(maxsize=256)
def explanation(code: str) -> Explanation | None:
    """What ruff says of one of its rules, by code; None where ruff is not installed or has no such rule."""
    ruff = executable()
    if ruff is None or not re.fullmatch(r"[A-Z]+\d+", code):
        return None
    try:
        ran = subprocess.run([ruff, "rule", code, "--output-format", "json"], capture_output=True, timeout=TIMEOUT, check=True)  # noqa: S603 - an absolute path of ours or of PATH
        return msgspec.json.decode(ran.stdout, type=Explanation)
    except (OSError, subprocess.SubprocessError, msgspec.MsgspecError):
        return None


def with_ruff(findings: Sequence[Finding], notebook: Notebook, folder: Path, rules: Mapping[str, Rule]) -> list[Finding]:
    """Our findings and ruff's, for a notebook that is in this folder; of ours those that ruff has too are left out."""
    theirs = _findings(notebook, folder)
    said = {(finding.place.cell_id, finding.place.span.line, finding.rule) for finding in theirs if finding.place}

    def is_said(finding: Finding) -> bool:
        rule, place = rules.get(finding.rule), finding.place
        return rule is not None and place is not None and any((place.cell_id, place.span.line, code) in said for code in rule.ruff)

    return [*(finding for finding in findings if not is_said(finding)), *theirs]


def _findings(notebook: Notebook, folder: Path) -> list[Finding]:
    ruff, settings = executable(), settings_file(folder)
    if ruff is None or settings is None or notebook.path is None or not notebook.path.endswith(".ipynb") or notebook.trouble:
        return []
    path = folder.absolute() / Path(notebook.path).name
    found = _run(ruff, str(path), _as_json(notebook), settings, settings.stat().st_mtime_ns)
    return [_finding(one, notebook.cells[one.cell - 1]) for one in found if one.code and one.cell and one.cell <= len(notebook.cells)]


@cache
def executable() -> str | None:
    """Ruff's executable: beside this Python, else in a folder of PATH that is no relative one."""
    folders = [sysconfig.get_path("scripts"), *os.environ.get("PATH", "").split(os.pathsep)]
    return shutil.which("ruff", path=os.pathsep.join(folder for folder in folders if Path(folder).is_absolute()))


def settings_file(folder: Path) -> Path | None:
    """The nearest file, at or above a folder, that configures ruff, in ruff's own order."""
    folder = folder.absolute()
    for place in (folder, *folder.parents):
        for name in (".ruff.toml", "ruff.toml", "pyproject.toml"):
            file = place / name
            if file.is_file() and (name != "pyproject.toml" or _has_table(file)):
                return file
    return None


def _has_table(file: Path) -> bool:
    try:
        text = file.read_text(encoding="utf-8")
        return "tool.ruff" in text and "ruff" in tomllib.loads(text).get("tool", {})
    except (OSError, ValueError):
        return False


def _as_json(notebook: Notebook) -> bytes:
    """The notebook as ruff needs it: sources and kinds, no outputs."""
    cells: list[dict[str, object]] = [{"cell_type": cell.kind, "source": cell.source, "metadata": {}} for cell in notebook.cells]
    for cell in cells:
        if cell["cell_type"] == CellKind.CODE:
            cell |= {"outputs": [], "execution_count": None}
    metadata = {"language_info": {"name": notebook.language}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}).encode()


@lru_cache(maxsize=32)
def _run(ruff: str, path: str, content: bytes, settings: Path, changed: int) -> tuple[_Found, ...]:  # noqa: ARG001 (`changed` is part of the key)
    """What ruff finds; nothing, and a word in the log, where it cannot run. Remembered by content and settings."""
    command = [ruff, "check", "--output-format=json", "--exit-zero", "--no-fix", "--no-cache", "--quiet", "--force-exclude"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RUFF_")}
    try:
        ran = subprocess.run(  # noqa: S603 - an absolute path of ours or of PATH, never a file of the checked tree
            [*command, "--stdin-filename", path, "-"],
            input=content,
            cwd=settings.parent,
            env=environment,
            capture_output=True,
            timeout=TIMEOUT,
            check=True,
        )
        return tuple(_decoder.decode(ran.stdout or b"[]"))
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip()
    except (OSError, subprocess.TimeoutExpired, msgspec.MsgspecError) as error:
        reason = str(error)
    log.warning("Ruff could not check %s with the settings of %s: %s", path, settings, reason)
    return ()


def _finding(found: _Found, cell: Cell) -> Finding:
    code = found.code or ""
    if found.url:
        _addresses[code] = found.url
    place = Place(cell.id, cell.number, _span(cell.source, found.location, found.end_location))
    return Finding(code, FAMILY, severity(code), found.message, place, fix=_fix(found.fix, cell) if found.fix else None)


def severity(code: str) -> Severity:
    """How grave a finding of a code is."""
    return next((_SEVERITIES[start] for start in sorted(_SEVERITIES, key=len, reverse=True) if code.startswith(start)), Severity.STYLE)


def _fix(fix: _Fix, cell: Cell) -> Fix | None:
    if fix.applicability not in {"safe", "unsafe"}:
        return None
    edits = tuple(ReplaceText(cell.id, _span(cell.source, edit.location, edit.end_location), edit.content or "") for edit in fix.edits)
    return Fix(fix.message or "Take ruff's fix", edits, safe=fix.applicability == "safe")


def _span(source: str, start: _Location, end: _Location) -> Span:
    """A stretch as we count it: ruff ends each cell in a line break that the cell may not have."""
    lines = source.split("\n")

    def inside(location: _Location) -> tuple[int, int]:
        if location.row > len(lines):
            return len(lines), len(lines[-1]) + 1
        return location.row, min(location.column, len(lines[location.row - 1]) + 1)

    return Span(*inside(start), *inside(end))


def selected(select: Iterable[str], extend_select: Iterable[str], ignore: Iterable[str]) -> bool:
    """Whether a choice of names and families leaves ruff's findings in."""
    chosen = {*select, *extend_select}
    return FAMILY not in set(ignore) and (FAMILY in chosen or not set(select))
