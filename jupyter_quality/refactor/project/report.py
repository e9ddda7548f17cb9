"""What was made of a notebook: where each cell went, and what is proven."""

import re
from dataclasses import dataclass, replace

import msgspec

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.proof.proof import sources_digest
from jupyter_quality.refactor.project.plan import CellPlan
from jupyter_quality.refactor.project.project import Project
from jupyter_quality.refactor.project.roles import Role

KEPT_IN = ".jupyter_quality/report.json"
"""Where a project keeps the report on itself."""


@dataclass(frozen=True, slots=True)
class ReportedCell:
    """Where a code cell went: into functions, by their full names; into the cell of the `parameters`. `kept`: something that cannot move
    stays in it. `reason` says why what stays does."""

    id: str
    number: int
    moved_to: tuple[str, ...] = ()
    parameters: bool = False
    kept: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Untested:
    """A function without a recorded test, and why."""

    function: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportedTests:
    """The recorded tests: how many `passed` again in a fresh process and are kept, how many `failed` and were dropped for that.

    `dropped` are the functions without a test, those that failed among them.
    """

    passed: int
    failed: int
    dropped: tuple[Untested, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectReport:
    """A project that was made. `verified`: the notebook and the slim notebook gave the same in fresh kernels, else `unproven` says where
    they do not; `failing` is the error that the notebook itself ends with. `sources` is a digest of the notebook's code."""

    notebook: str
    package: str
    folder: str
    verified: bool
    unproven: str | None
    failing: str | None
    cells: tuple[ReportedCell, ...]
    functions: tuple[str, ...]
    tests: ReportedTests
    sources: str


def report_of(project: Project, notebook: Notebook, folder: str) -> ProjectReport:
    """What was made of a notebook, and where it is written."""
    dropped = tuple(Untested(function, reason) for function, reason in project.tests.dropped.items())
    return ProjectReport(
        notebook.path or "",
        project.package,
        folder,
        project.verified,
        project.unproven,
        project.failing,
        tuple(_cell(project, cell) for cell in project.plan.cells),
        tuple(f"{function.module}.{function.name}" for function in project.plan.functions),
        ReportedTests(project.tests.passed, project.tests.failed, dropped),
        sources_digest(notebook),
    )


def report_file(report: ProjectReport) -> dict[str, str]:
    """The file in which a project keeps the report on itself: path → text, without the folders, which may be moved."""
    bare = replace(report, folder="", notebook=re.split(r"[/\\]", report.notebook)[-1])
    return {KEPT_IN: msgspec.json.format(msgspec.json.encode(bare), indent=2).decode() + "\n"}


def read_report(text: str) -> ProjectReport | None:
    """The report that a project keeps; None where it is none."""
    try:
        return msgspec.json.decode(text, type=ProjectReport)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return None


def _cell(project: Project, cell: CellPlan) -> ReportedCell:
    functions = [part.function for part in cell.parts if part.function]
    moved = tuple(f"{project.package}.{project.plan.module(name)}.{name}" for name in functions)
    roles = {part.role for part in cell.parts}
    reason = cell.reason or (None if moved else _why_there(roles))
    return ReportedCell(cell.cell.id, cell.cell.number, moved, Role.PARAMETER in roles, cell.reason is not None, reason)


def _why_there(roles: set[Role]) -> str:
    for role, words in (
        (Role.PARAMETER, "its constants stand in the cell of the parameters"),
        (Role.IMPORT, "its imports stand where they are used"),
        (Role.SETTING, "it sets a constant"),
        (Role.MAGIC, "it is IPython's own syntax"),
    ):
        if role in roles:
            return words
    return "it shows a result"
