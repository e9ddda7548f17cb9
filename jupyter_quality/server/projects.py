"""Projects that the browser asks for: one at a time for a notebook, in a new folder beside it."""

import keyword
from pathlib import Path

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.options import ProofLimits
from jupyter_quality.refactor.base import notes_of
from jupyter_quality.refactor.data import data_files
from jupyter_quality.refactor.project import ProjectError, ProjectMaker, package_for
from jupyter_quality.refactor.report import report_of
from jupyter_quality.refactor.writing import is_free, write_folder
from jupyter_quality.server.refusal import Refusal
from jupyter_quality.server.store import Store, cleaned, parent
from jupyter_quality.server.tasks import Task, Tasks
from jupyter_quality.wire import ProjectRequest, ProjectState


class Projects:
    """Starts and ends the making of projects. Nothing is written before a project is whole, and never over anything."""

    def __init__(self, store: Store, limits: ProofLimits) -> None:
        self._store = store
        self._limits = limits
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
        if not package.isidentifier() or keyword.iskeyword(package):
            raise Refusal(400, f"{package} cannot be a package's name.")
        folder = f"{parent(path)}/{package}".lstrip("/")
        if not is_free(directory / package):
            raise Refusal(409, f"{folder} is not empty: choose another name.")
        told = ProjectState(path, running=True, folder=folder)

        def work(task: Task[ProjectState, ProjectState]) -> ProjectState:
            return self._made(task, told, notebook, data, directory / package)

        return _state(path, self._tasks.start(path, work, told=told))

    def state(self, path: str) -> ProjectState:
        """How far the project of a notebook is, or what the last one came to. Raises Refusal."""
        path = cleaned(path)
        return _state(path, self._tasks.of(path))

    def cancel(self, path: str) -> None:
        """End the making of a project and its kernels; nothing is written then."""
        self._tasks.cancel(cleaned(path))

    def stop(self) -> None:
        """End all of them."""
        self._tasks.stop()

    def _made(
        self, task: Task[ProjectState, ProjectState], told: ProjectState, notebook: Notebook, data: bytes, target: Path
    ) -> ProjectState:
        path, folder = told.path, told.folder
        maker = ProjectMaker(
            notebook,
            data,
            target.parent,
            package=target.name,
            timeout=self._limits.cell_seconds,
            megabytes=self._limits.kernel_megabytes or None,
            heard=lambda doing: task.tell(ProjectState(path, running=True, folder=folder, doing=doing)),
            cancelled=task.cancelled,
        )
        try:
            project = maker.make()
        except ProjectError as error:
            return ProjectState(path, running=False, folder=folder, trouble=str(error))
        if not is_free(target):
            return ProjectState(path, running=False, folder=folder, trouble=f"{folder} is not empty any more: nothing was written.")
        report = report_of(project, notebook, folder)
        copies = data_files(maker.reading, target.parent, target)
        notes = notes_of(project, notebook, report, {name: path.read_bytes() for name, path in copies.items()})
        write_folder(target, {**project.files, **notes}, copies)
        return ProjectState(path, running=False, folder=folder, report=report)


def _state(path: str, task: Task[ProjectState, ProjectState] | None) -> ProjectState:
    if task is None:
        return ProjectState(path, running=False)
    if not task.is_done:
        return task.told or ProjectState(path, running=True)
    return task.result or ProjectState(path, running=False, trouble=task.trouble)
