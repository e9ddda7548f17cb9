"""A project that was made, told on a terminal and to a program."""

import json
from collections.abc import Iterator

from jupyter_quality.refactor.report import ProjectReport, ReportedCell
from jupyter_quality.report.checked import counted
from jupyter_quality.report.terminal import plain, plain_name


def text(report: ProjectReport) -> Iterator[str]:
    """What was made, whether it is proven, each cell that stays in the notebook with its reason, and the commands that run and test it."""
    folder = plain_name(report.folder)
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
    yield f"Run it:  cd {folder} && pip install -e . -c requirements.txt && python -m {report.package}\n"
    yield f'Test it: cd {folder} && pip install -e ".[test]" -c requirements.txt && pytest\n'


def as_json(report: ProjectReport) -> str:
    """One object, in ASCII."""
    told = {
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
    return json.dumps(told, indent=2) + "\n"


def _cell(cell: ReportedCell) -> dict[str, object]:
    told: dict[str, object] = {"id": cell.id, "number": cell.number}
    if cell.moved_to:
        told["moved_to"] = list(cell.moved_to)
    if cell.parameters:
        told["parameters"] = True
    return told | ({"kept": cell.kept, "reason": cell.reason} if cell.reason else {})
