"""A whole notebook to a project, run and compared until both are equal; what differs goes back into the notebook."""

import keyword
import re
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.folder import DiskFolder
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.proof.compare import Verdict, compare
from jupyter_quality.proof.run import DEFAULT_SETTINGS, CellRun, CleanRun, Progress, RunSettings, run_cleanly
from jupyter_quality.proof.seen import Json, Output
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.flowing import IN_PLAIN_TEXT, MEANT_TO_RAISE, Flowing
from jupyter_quality.refactor.naming import slug
from jupyter_quality.refactor.project.facts import ASKING, Facts, asking, facts_of
from jupyter_quality.refactor.project.files import project_files, requirements
from jupyter_quality.refactor.project.known import KnownFunction
from jupyter_quality.refactor.project.module import module_text
from jupyter_quality.refactor.project.plan import ProjectPlan, plan_project
from jupyter_quality.refactor.project.recorded import BESIDE, Recorded, recorded_tests, recorder
from jupyter_quality.refactor.project.roles import Role
from jupyter_quality.refactor.project.secrets import without_secrets
from jupyter_quality.refactor.project.slim import IMPORTS, PARAMETERS, main_text, slim_cells, slim_json
from jupyter_quality.refactor.writing import write_files

ROUNDS = 12
"""How often cells are put back before the project is given up."""

LAST_ROUNDS = 3
"""Rounds from the end in which more than one cell is put back."""

_SETUP = "quality-setup"
_UNTOLD = re.compile(r"(?:\s*%who(?:s|_ls)?\b[^\n]*)+\s*|(?s:.*\n)?\s*(?:np|numpy)\.empty(?:_like)?\([^\n]*\)\s*")
"""Cells that show what no move can keep: the names of the notebook, which has those of its functions too, and memory never written to."""
_WARNED = re.compile(r"(?m)^\S[^\n]*?:\d+: (\w*Warning: [^\n]*)(?:\n  [^\n]+)?")


class ProjectError(Exception):
    """No project can be made; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project: `files` are path → content. `verified`: two fresh kernels gave the same; `unproven` says where they do not."""

    package: str
    files: Mapping[str, str]
    plan: ProjectPlan
    verified: bool
    unproven: str | None
    tests: Recorded
    kept: Mapping[str, str]
    failing: str | None = None
    rounds: int = 0


Heard = Callable[[str], None]
Progressed = Callable[[Progress], None]


@dataclass(slots=True)
class _Try:
    """One plan, written and run."""

    plan: ProjectPlan
    files: dict[str, str]
    run: CleanRun
    notebook: Notebook = field(default_factory=lambda: Notebook(None, ()))


class ProjectMaker:
    """Makes a project of a notebook that would run in `folder`; `heard` is told what is done, `progressed` how far each run is.

    `known` are the functions that the project had when it was made last: they keep their names and modules where they can.
    """

    def __init__(
        self,
        notebook: Notebook,
        data: bytes,
        folder: Path,
        *,
        package: str | None = None,
        known: Sequence[KnownFunction] = (),
        settings: RunSettings = DEFAULT_SETTINGS,
        heard: Heard = lambda _: None,
        progressed: Progressed = lambda _: None,
        cancelled: threading.Event | None = None,
    ) -> None:
        self._given = notebook
        self._secrets = without_secrets(notebook, DiskFolder(folder))
        self._notebook = self._secrets.notebook
        self._data = data
        self._folder = folder
        self._heard = heard
        self._progressed = progressed
        self._cancelled = cancelled or threading.Event()
        self._settings = replace(settings, variables=True)
        self.package = package or package_for(notebook)
        self.reading = Reading(self._notebook, DiskFolder(folder))
        self._known = known
        self._kept = dict.fromkeys(self._secrets.left, IN_PLAIN_TEXT)
        self._first: CleanRun | None = None
        self._facts = Facts()
        self._again: CleanRun | None = None
        self._left = frozenset[str]()
        self._unset = frozenset[str]()

    def make(self) -> Project:
        """Run, plan, run again and compare until nothing differs. Raises ProjectError."""
        if self._notebook.trouble:
            raise ProjectError(self._notebook.trouble)
        if self.reading.is_python_2:
            raise ProjectError("This notebook says that it is written in Python 2.")
        if not self.reading.cells:
            raise ProjectError("This notebook has no Python cells.")
        self._heard("running the notebook")
        first = self._run(asking(self._given, self.reading.star_imports))
        if first.trouble:
            raise ProjectError(first.trouble)
        self._facts, failing = facts_of(first), self._failing(first)
        self._first = replace(first, cells=tuple(cell for cell in first.cells if cell.id != ASKING))
        if failing is not None:
            self._keep_from(failing.id, "the notebook itself ends with an error here")
        with TemporaryDirectory(prefix="jupyter-quality-") as place:
            unproven, rounds = "", 0
            for rounds in range(1, ROUNDS + 1):
                made = self._try(Path(place) / str(rounds))
                self._heard(f"comparing, round {rounds}")
                unproven = self._put_back(made, ROUNDS - rounds)
                if not unproven or unproven not in self._kept:
                    break
            reason = self._kept.get(unproven, unproven) or None
            self._heard("recording tests")
            tests = self._record(made, Path(place) / "tests")
        files = {**made.files, **tests.files}
        files[self._file()] = slim_json(self._data, self._notebook, slim_cells(made.plan, self.reading, self.package), made.run)
        kept = {cell.cell.id: cell.reason for cell in made.plan.cells if cell.reason}
        return Project(self.package, files, made.plan, not unproven, reason, tests, kept, failing.error if failing else None, rounds)

    def _file(self) -> str:
        return Path(self._notebook.path or "notebook").name.removesuffix(".py").removesuffix(".ipynb") + ".ipynb"

    def _run(self, notebook: Notebook, setup: str = "None") -> CleanRun:
        """A run with one cell before all others, so that both sides count their cells alike."""
        secrets = f"__import__('os').environ.update({dict(self._secrets.environment)!r})"
        first = Cell(_SETUP, 0, CellKind.CODE, f"{secrets}\n{setup}")
        whole = replace(notebook, cells=(first, *notebook.cells))
        run = run_cleanly(whole, self._folder, self._settings, self._progressed, self._cancelled)
        if self._cancelled.is_set():
            raise ProjectError("The project was cancelled.")
        return replace(run, cells=tuple(_calmed(cell) for cell in run.cells if cell.id != _SETUP))

    def _told(self, run: CleanRun) -> CleanRun:
        """A run without what cells show that no move can keep."""
        untold = {cell.id for cell in self._notebook.code_cells if _UNTOLD.fullmatch(cell.source)}
        return replace(run, cells=tuple(replace(cell, outputs=()) if cell.id in untold else cell for cell in run.cells))

    def _failing(self, run: CleanRun) -> CellRun | None:
        for cell in run.cells:
            if cell.expected:
                self._kept[cell.id] = MEANT_TO_RAISE
        return next((cell for cell in run.cells if cell.error is not None and not cell.expected), None)

    def _keep_from(self, cell_id: str, reason: str) -> None:
        cells = [cell.id for cell in self._notebook.code_cells]
        for later in cells[cells.index(cell_id) :]:
            self._kept.setdefault(later, reason)

    def run_slim(self, notebook: Notebook, project: Path) -> CleanRun:
        """Run a slim notebook with the package in a project's folder."""
        return self._run(notebook, f"__import__('sys').path.insert(0, {str(project / 'src')!r})")

    def difference(self, run: CleanRun) -> str | None:
        """Where a run of a slim notebook is not what the notebook's own was when the project was made; None where it is."""
        if run.trouble:
            return run.trouble
        return next((self._sentence(where, reason) for where, reason in self._differing(run)), None)

    def _try(self, place: Path) -> _Try:
        flowing = Flowing(self.reading, self._facts.stars, self._facts.shown, self._kept)
        plan = plan_project(flowing, self._known)
        self._left = frozenset[str]().union(*(function.extraction.dropped for function in plan.functions if function.extraction))
        self._unset = self._left.union(plan.imports, *self._facts.stars.values())
        files = self._code(plan)
        write_files(place, files)
        cells = slim_cells(plan, self.reading, self.package)
        saved = {cell.id: cell.saved for cell in self._notebook.cells}
        slim = read_notebook(slim_json(self._data, self._notebook, cells).encode(), self._file())
        notebook = replace(slim, cells=tuple(replace(cell, saved=saved.get(cell.id, b"[]")) for cell in slim.cells))
        run = self.run_slim(notebook, place)
        return _Try(plan, {**files, **self._around(plan, run, files)}, run, notebook)

    def _code(self, plan: ProjectPlan) -> dict[str, str]:
        base = f"src/{self.package}"
        files = {f"{base}/{name}.py": module_text(plan, name, self.package, self._notebook, self._facts) for name in plan.modules}
        name = Path(self._file()).stem
        files[f"{base}/__init__.py"] = f'"""The steps of the notebook {name}, as functions."""\n'
        files[f"{base}/__main__.py"] = main_text(plan, self.package, self._notebook)
        return files

    def _around(self, plan: ProjectPlan, run: CleanRun, code: Mapping[str, str]) -> dict[str, str]:
        modules = {re.split(r"[ .]", line.split(" ", 1)[1])[0] for line in plan.imports.values()}
        if any("display" in function.globals_ for function in plan.functions):
            modules.add("IPython")
        return project_files(plan, self.package, self._notebook, run.environment, requirements(run.environment, sorted(modules)), code)

    def _put_back(self, made: _Try, rounds_left: int) -> str:
        """Keep the cell in which the runs first differ: its id, a sentence where there is none to keep, nothing where both are the same.

        Where few rounds are left, all below it is kept as well, and in the end all: a project that moves little is worth more than
        one that is not proven.
        """
        if made.run.trouble:
            return made.run.trouble
        differing = self._differing(made.run)
        if not differing:
            return ""
        where, reason = differing[0]
        culprit = self._culprit(made.plan, where, definitions=_early(made.run) is not None)
        if culprit is None:
            return self._sentence(where, reason)
        self._kept[culprit] = reason if culprit == where else f"with it moved, a later cell differs: {reason}"
        if rounds_left <= LAST_ROUNDS:
            first = self._notebook.code_cells[0].id if rounds_left == 1 else culprit
            self._keep_from(first, f"too much differs from cell {self._number(first)} on, if it is moved")
        return culprit

    def _differing(self, run: CleanRun) -> list[tuple[str, str]]:
        """The cells in which a run of a slim notebook is not what the notebook's own was, in order, and why."""
        if self._first is None:
            return []
        order = [cell.id for cell in self._notebook.code_cells]
        if (early := _early(run)) is not None:
            return [(cell, f"its definitions fail at import: {early.error}") for cell in order]
        pairs = {cell.id: cell.id for cell in self._first.cells}
        first, run = self._told(self._first), self._told(run)
        found = compare(first, run, pairs)
        if not found.is_same and self._again is None:
            self._heard("running the notebook once more")
            self._again = self._run(self._given)
        if self._again is not None:
            found = compare(first, run, pairs, self._told(self._again))
        bad = {Verdict.DIFFERS, Verdict.FAILS, Verdict.UNREACHED}
        differing = [(cell.id, cell.reason or "it differs") for cell in found.cells if cell.verdict in bad]
        differing += [
            (v.cell_id, f"`{v.name}` would hold something else")
            for v in found.variables
            if v.verdict is Verdict.DIFFERS and v.name not in self._left
        ]
        differing += [
            (self._binder(name), f"`{name}` would not be set") for name in found.missing if self._binder(name) and name not in self._unset
        ]
        return sorted(differing, key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))

    def _sentence(self, where: str, reason: str) -> str:
        return f"cell {self._number(where)} differs: {reason}"

    def _number(self, cell_id: str) -> str:
        return next((str(cell.number) for cell in self._notebook.code_cells if cell.id == cell_id), "?")

    def _binder(self, name: str) -> str:
        return next((read.cell.id for read in self.reading.cells if name in read.defines), "")

    def _culprit(self, plan: ProjectPlan, where: str, *, definitions: bool) -> str | None:
        """The cell to put back: this one where something of it was moved, else the nearest before it that feeds it, else the nearest."""
        roles = {Role.DEFINITION} if definitions else {Role.MOVED, Role.PARAMETER, Role.DEFINITION}
        moved = [cell.cell.id for cell in plan.cells if any(part.role in roles for part in cell.parts)]
        order = [cell.id for cell in self._notebook.code_cells]
        if where in moved:
            return where
        behind = order.index(where) if where in order else len(order)
        before = [cell for cell in moved if order.index(cell) < behind]
        cells = {read.cell.id: read for read in self.reading.cells}
        feeding = [cell for cell in before if where in cells and cells[cell].defines & cells[where].uses]
        return next(reversed(feeding or before), None)

    def _record(self, made: _Try, place: Path) -> Recorded:
        """Record each function as the slim notebook calls it, and keep the tests that pass."""
        names = {function.name: f"{self.package}.{function.module}" for function in made.plan.functions}
        if not names:
            return Recorded()
        place.mkdir()
        write_files(place, {**made.files, **BESIDE})
        setup = recorder(place, names)
        self._run(made.notebook, setup)
        return recorded_tests(place, names, self._folder, self._cancelled, self._secrets.texts)


def _early(run: CleanRun) -> CellRun | None:
    """The new cell that fails before any of the notebook's runs."""
    return next((cell for cell in run.cells if cell.id in {IMPORTS, PARAMETERS} and cell.error), None)


def package_for(notebook: Notebook) -> str:
    """The name of the package that a notebook becomes where no other is asked for."""
    name = package_name(Path(notebook.path or "project").name.removesuffix(".ipynb").removesuffix(".py"))
    return name if why_unfit(name, notebook) is None else f"{name}_project"


def package_name(text: str) -> str:
    """A package's name for a notebook's."""
    name = slug(re.sub(r"([a-z])([A-Z])", r"\1 \2", text), 5) or "project"
    return name if not re.match(r"(tests?|site|code|recording|recorded_\w+)$", name) else f"{name}_project"


def why_unfit(name: str, notebook: Notebook) -> str | None:
    """Why a package for a notebook cannot have a name: a sentence, or None where it can."""
    if not name.isidentifier() or not name.isascii() or keyword.iskeyword(name):
        return f"{name} cannot be a package's name."
    if name in sys.stdlib_module_names:
        return f"Python has a module {name} of its own; choose another name."
    if name in {target.partition(".")[0] for target in Reading(notebook).imports.values()}:
        return f"The notebook imports a module {name}, which a package of this name would hide; choose another one."
    return None


def _calmed(run: CellRun) -> CellRun:
    """A cell's run with warnings that do not tell in which file they arose: that is what moving changes."""
    return replace(run, outputs=tuple(_calm(output) for output in run.outputs))


def _calm(output: Output) -> Output:
    text: Json = output.get("text")
    if output.get("output_type") != "stream" or not isinstance(text, str) or output.get("name") != "stderr":
        return output
    return {**output, "text": _WARNED.sub(r"\1", text)}
