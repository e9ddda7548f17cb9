"""Projects that the browser asks for: one at a time for a notebook, in a new folder beside it."""

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.options import ProofLimits
from jupyter_quality.refactor.project.base import notes_of
from jupyter_quality.refactor.project.data import data_files
from jupyter_quality.refactor.project.project import Progressed, ProjectError, ProjectMaker, package_for, why_unfit
from jupyter_quality.refactor.project.report import report_of
from jupyter_quality.refactor.project.update import ProjectUpdater
from jupyter_quality.refactor.writing import is_free, write_folder
from jupyter_quality.server.proofs import run_settings
from jupyter_quality.server.refusal import Refusal
from jupyter_quality.server.store import Store, cleaned, parent
from jupyter_quality.server.tasks import Task, Tasks, state_of
from jupyter_quality.wire import ProjectRequest, ProjectState

_Making = Task[ProjectState, ProjectState]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A project to be made: what is told of it at its start, the notebook as it is stored, and the folder."""

    told: ProjectState
    notebook: Notebook
    data: bytes
    target: Path


class Projects:
    """Starts and ends the making of projects. Nothing is written before a project is whole, and never over anything."""

    def __init__(self, store: Store, limits: ProofLimits) -> None:
        self._store = store
        self._settings = run_settings(limits)
        self._tasks = Tasks[ProjectState, ProjectState]("The project", limits.clean_runs)

    async def start(self, asked: ProjectRequest) -> ProjectState:
        """Start to make a project of a stored notebook; where one is under way it stays. Raises Refusal."""
        path = cleaned(asked.path)
        data = await self._store.notebook(path)
        notebook = read_notebook(data, path)
        directory = self._store.directory(path)
        if directory is None:
            raise Refusal(400, "A project is made where the server keeps its notebooks as files on this machine; here it does not.")
        package = asked.package or package_for(notebook)
        if (unfit := why_unfit(package, notebook)) is not None:
            raise Refusal(400, unfit)
        folder = f"{parent(path)}/{package}".lstrip("/")
        if not asked.update and not is_free(directory / package):
            raise Refusal(409, f"{folder} is not empty: choose another name.")
        told = ProjectState(path, running=True, folder=folder)
        wanted = _Wanted(told, notebook, data, directory / package)
        work = self._updated if asked.update else self._made
        return state_of(self._tasks.start(path, lambda task: work(task, wanted), told=told), replace(told, running=False))

    def state(self, path: str) -> ProjectState:
        """How far the project of a notebook is, or what the last one came to. Raises Refusal."""
        path = cleaned(path)
        return state_of(self._tasks.of(path), ProjectState(path, running=False))

    def cancel(self, path: str) -> None:
        """End the making of a project and its kernels; nothing is written then."""
        self._tasks.cancel(cleaned(path))

    def stop(self) -> None:
        """End all of them."""
        self._tasks.stop()

    def _made(self, task: _Making, wanted: _Wanted) -> ProjectState:
        target, idle = wanted.target, replace(wanted.told, running=False)
        maker = ProjectMaker(
            wanted.notebook,
            wanted.data,
            target.parent,
            package=target.name,
            settings=self._settings,
            heard=lambda doing: task.tell(replace(wanted.told, doing=doing)),
            progressed=_counter(task, wanted.told),
            cancelled=task.cancelled,
        )
        try:
            project = maker.make()
        except ProjectError as error:
            return replace(idle, trouble=str(error))
        if not is_free(target):
            return replace(idle, trouble=f"{idle.folder} is not empty any more: nothing was written.")
        report = report_of(project, wanted.notebook, idle.folder)
        copies = data_files(maker.reading, target.parent, target)
        notes = notes_of(project, wanted.notebook, report, {name: path.read_bytes() for name, path in copies.items()})
        write_folder(target, {**project.files, **notes}, copies)
        return replace(idle, report=report)

    def _updated(self, task: _Making, wanted: _Wanted) -> ProjectState:
        target, idle = wanted.target, replace(wanted.told, running=False)
        notebook = replace(wanted.notebook, path=str(target.parent / PurePosixPath(idle.path).name))
        try:
            updater = ProjectUpdater(
                target,
                notebook,
                wanted.data,
                settings=self._settings,
                heard=lambda doing: task.tell(replace(wanted.told, doing=doing)),
                progressed=_counter(task, wanted.told),
                cancelled=task.cancelled,
            )
            update = updater.update()
            if task.cancelled.is_set():
                return replace(idle, trouble="The project was cancelled.")
            updater.write(update)
        except ProjectError as error:
            return replace(idle, trouble=str(error).replace(str(target), idle.folder))
        report = replace(update.report, notebook=idle.path, folder=idle.folder)
        return replace(idle, report=report, edited=update.edited, conflicts=update.conflicts)


def _counter(task: _Making, start: ProjectState) -> Progressed:
    return lambda progress: task.tell(replace(task.told or start, done=progress.done, of=progress.of))
