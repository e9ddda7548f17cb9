"""What stands between a notebook and production: seven lines, each with its state and its one next step."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from jupyter_quality.proof.compare import Verdict
from jupyter_quality.proof.proof import HELD, Proof, sources_digest
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.project.pins import unpinned
from jupyter_quality.refactor.project.report import ProjectReport
from jupyter_quality.rules._finding import Finding
from jupyter_quality.rules.reproducibility._environment import imported_packages


class Standing(StrEnum):
    """How a line of the checklist stands. What was never looked at is unknown."""

    DONE = "done"
    OPEN = "open"
    UNKNOWN = "unknown"


class Leads(StrEnum):
    """What a next step leads to: a `tab` by its name, the findings of a `rule`, or a `command`: "prove", "project" or "update"."""

    TAB = "tab"
    RULE = "rule"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next: the label of a button, and where it leads."""

    label: str
    leads: Leads
    to: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist: `sentence` says what is so, `step` what would change it, null where nothing need be done."""

    name: str
    standing: Standing
    sentence: str
    step: NextStep | None = None


_STOPS = ("syntax-error", "defined-below", "deleted-definition", "undefined-name")
"""Rules whose findings say that a run from the top would end early."""

_NAMED = 3
_PROVE = NextStep("Run cleanly and compare…", Leads.COMMAND, "prove")
_MAKE = NextStep("Make a project…", Leads.COMMAND, "project")
_UPDATE = NextStep("Bring it up to date", Leads.COMMAND, "update")


def checklist(
    reading: Reading, findings: Sequence[Finding], looked: Collection[str], proof: Proof | None, made: ProjectReport | None
) -> tuple[Line, ...]:
    """The seven lines for a notebook. `findings` are those of a check by the rules that `looked`; `proof` is the last clean run that
    was compared, `made` the report on the project that was made of the notebook; each None where there is none."""
    asked = _Asked(findings, looked)
    proof = proof if proof is not None and proof.trouble is None else None
    return (
        _runs(reading, asked, proof),
        _environment(reading, asked),
        asked.line("No machine's paths", ("absolute-path",), "No path is one of this machine's own."),
        asked.line("No secrets", ("secret-in-source", "secret-in-output"), "No key or password stands in it."),
        _parameters(asked),
        _tested(made),
        _proven(reading, made),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a check found, and which rules it asked."""

    findings: Sequence[Finding]
    looked: Collection[str]

    def of(self, rules: Collection[str]) -> list[Finding]:
        return [finding for finding in self.findings if finding.rule in rules]

    def line(self, name: str, rules: tuple[str, ...], good: str) -> Line:
        """A line that is done where rules find nothing, and unknown where none of them was asked."""
        found = self.of(rules)
        if found:
            first = found[0]
            more = f"; {others} more finding{'s' if others > 1 else ''}" if (others := len(found) - 1) else ""
            return Line(name, Standing.OPEN, _sentence(f"{_where(first)}{first.message}{more}"), _mend(first))
        if not set(rules) & set(self.looked):
            return Line(name, Standing.UNKNOWN, f"It was not looked at: the settings leave `{rules[0]}` out.")
        return Line(name, Standing.DONE, good)


def _where(finding: Finding) -> str:
    return f"cell {finding.place.cell}: " if finding.place is not None else ""


def _mend(finding: Finding) -> NextStep:
    return NextStep("Mend it…" if finding.fix is not None and finding.fix.edits else "Show it", Leads.RULE, finding.rule)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")


def _runs(reading: Reading, asked: _Asked, proof: Proof | None) -> Line:
    name = "Runs from the top"
    if proof is not None and proof.sources == sources_digest(reading.notebook):
        ended = next((cell for cell in proof.cells if cell.verdict not in HELD), None)
        when = f"on {proof.when[:10]}, Python {proof.python}" if proof.python else f"on {proof.when[:10]}"
        if ended is None:
            return Line(name, Standing.DONE, f"Proven {when}: it shows what a clean run gives.")
        what = "fails" if ended.verdict is Verdict.FAILS else "gives something else"
        told = _sentence(f"run cleanly {when}, cell {ended.number} {what}: {ended.reason or 'it is not the same'}")
        return Line(name, Standing.OPEN, told, NextStep("Show what differs", Leads.TAB, "state"))
    stops = asked.of(_STOPS)
    if stops:
        return Line(name, Standing.OPEN, _sentence(f"{_where(stops[0])}{stops[0].message}"), _mend(stops[0]))
    told = "It was never run cleanly." if proof is None else "Its code has changed since it was run cleanly."
    return Line(name, Standing.UNKNOWN, told, _PROVE)


def _environment(reading: Reading, asked: _Asked) -> Line:
    name, rules = "Environment declared and pinned", ("no-environment", "undeclared-import", "unpinned-install")
    line = asked.line(name, rules, "The files beside it say which packages it needs, in which versions.")
    if line.standing is not Standing.DONE:
        return line
    if not reading.folder.names(0):
        return Line(name, Standing.UNKNOWN, "What lies beside the notebook cannot be seen from here.")
    loose = unpinned(reading)
    if loose:
        named = ", ".join(f"`{one}`" for one in loose[:_NAMED]) + (f" and {len(loose) - _NAMED} more" if len(loose) > _NAMED else "")
        return Line(name, Standing.OPEN, f"No exact version is said of {named}; a project is made with those that are installed.", _MAKE)
    if not imported_packages(reading):
        return replace(line, sentence="It needs no package but Python's own.")
    return line


def _parameters(asked: _Asked) -> Line:
    line = asked.line("Parameters in one place", ("parameters-scattered",), "What steers it stands together.")
    return replace(line, step=NextStep("Show the move", Leads.TAB, "refactor")) if line.step is not None else line


def _tested(made: ProjectReport | None) -> Line:
    name = "Functions tested"
    if made is None:
        return Line(name, Standing.OPEN, "No function of it has a test; a project is made with tests that record what each gives.", _MAKE)
    passed, functions = made.tests.passed, len(made.functions)
    if passed < functions:
        without = made.tests.dropped[0] if made.tests.dropped else None
        why = f" `{without.function}` has none: {without.reason}" if without else ""
        return Line(name, Standing.OPEN, _sentence(f"{passed} of {functions} functions have a recorded test.{why}"))
    if not functions:
        return Line(name, Standing.OPEN, "Its project has no function that could be tested.")
    return Line(
        name, Standing.DONE, f"Each of its {functions} functions has a recorded test." if functions > 1 else "Its function is tested."
    )


def _proven(reading: Reading, made: ProjectReport | None) -> Line:
    name = "Proven equal as a package"
    if made is None:
        return Line(name, Standing.OPEN, "No project was made of it yet.", _MAKE)
    if made.sources != sources_digest(reading.notebook):
        return Line(name, Standing.UNKNOWN, f"The notebook has changed since `{made.package}` was made of it.", _UPDATE)
    if not made.verified:
        return Line(name, Standing.OPEN, _sentence(f"`{made.package}` does not give the same: {made.unproven or 'it differs'}"), _UPDATE)
    return Line(name, Standing.DONE, f"`{made.package}` gave the same as the notebook, each run in a fresh kernel.")
