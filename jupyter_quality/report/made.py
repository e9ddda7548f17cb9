"""A project that was made, told on a terminal and to a program."""

import json
import shlex
from collections.abc import Iterator

from jupyter_quality.refactor.project.report import ProjectReport, ReportedCell
from jupyter_quality.refactor.project.update import Update
from jupyter_quality.report.checked import counted
from jupyter_quality.report.terminal import plain, plain_name


def text(report: ProjectReport) -> Iterator[str]:
    """What was made, whether it is proven, each cell that stays in the notebook with its reason, and the commands that run and test it."""
    folder, quoted = plain_name(report.folder), plain_name(shlex.quote(report.folder))
    modules = {name.partition(".")[0] for name in report.functions}
    yield f"{folder}: package {report.package}, {counted(len(report.functions), 'function')} in {counted(len(modules), 'module')}\n"
    yield "Proven equal in two fresh kernels.\n" if report.verified else f"Not proven equal: {plain(report.unproven or '')}\n"
    if report.failing:
        yield f"The notebook itself ends with an error: {plain(report.failing)}\n"
    for cell in report.cells:
        if cell.kept:
            yield f"  cell {cell.number} stays in the notebook: {plain(cell.reason or '')}\n"
    yield f"{counted(report.tests.passed, 'recorded test')} {'passes' if report.tests.passed == 1 else 'pass'}.\n"
    for one in report.tests.dropped:
        yield f"  no test of {one.function}: {plain(one.reason)}\n"
    yield f"Run it:  cd {quoted} && pip install -e . -c requirements.txt && python -m {report.package}\n"
    yield f'Test it: cd {quoted} && pip install -e ".[test]" -c requirements.txt && pytest\n'


def as_json(report: ProjectReport) -> str:
    """One object, in ASCII."""
    return json.dumps(_told(report), indent=2) + "\n"


def updated_text(update: Update) -> Iterator[str]:
    """What is new in a project that was made again, what was kept of the changes by hand, each conflict, and what is not proven."""
    report = update.report
    written = [path for path in update.contents if not path.startswith(".jupyter_quality/")]
    yield f"{plain_name(report.folder)}: package {report.package}, {counted(len(written), 'file')} changed with the notebook\n"
    for path in written:
        yield f"  {'gone' if update.contents[path] is None else 'written'}: {plain(path)}\n"
    for path in update.edited:
        yield f"  your changes are kept: {plain(path)}\n"
    for old, new in update.renamed.items():
        yield f"  `{old}` is called `{new}`, as you named it\n"
    for conflict in update.conflicts:
        yield f"  conflict in {plain(conflict.path)}: {plain(conflict.reason)}\n"
    yield "Proven equal in two fresh kernels.\n" if report.verified else f"Not proven equal: {plain(report.unproven or '')}\n"
    for cell in report.cells:
        if cell.kept:
            yield f"  cell {cell.number} stays in the notebook: {plain(cell.reason or '')}\n"
    if report.tests.passed or update.failing:
        yield f"{counted(report.tests.passed, 'recorded test')} {'passes' if report.tests.passed == 1 else 'pass'}.\n"
    for one in update.failing:
        yield f"  {one.function} does not give what it gave in the notebook: {plain(one.reason)}\n"


def updated_as_json(update: Update) -> str:
    """One object, in ASCII: what is told of a project, and what became of its files."""
    files = {path: content is not None for path, content in update.contents.items() if not path.startswith(".jupyter_quality/")}
    told = _told(update.report) | {
        "written": [path for path, stays in files.items() if stays],
        "removed": [path for path, stays in files.items() if not stays],
        "edited": list(update.edited),
        "renamed": dict(update.renamed),
        "conflicts": [{"path": conflict.path, "reason": conflict.reason} for conflict in update.conflicts],
        "failing": {one.function: one.reason for one in update.failing},
    }
    return json.dumps(told, indent=2) + "\n"


def _told(report: ProjectReport) -> dict[str, object]:
    return {
        "notebook": report.notebook,
        "package": report.package,
        "folder": report.folder,
        "verified": report.verified,
        "unproven": report.unproven,
        "cells": [_cell(cell) for cell in report.cells],
        "functions": list(report.functions),
        "tests": {
            "passed": report.tests.passed,
            "failed": report.tests.failed,
            "dropped": {one.function: one.reason for one in report.tests.dropped},
        },
    }


def _cell(cell: ReportedCell) -> dict[str, object]:
    told: dict[str, object] = {"id": cell.id, "number": cell.number}
    if cell.moved_to:
        told["moved_to"] = list(cell.moved_to)
    if cell.parameters:
        told["parameters"] = True
    return told | ({"kept": cell.kept, "reason": cell.reason} if cell.reason else {})
