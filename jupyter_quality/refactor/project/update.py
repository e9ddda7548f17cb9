"""A project made again after its notebook has changed; what was written in it by hand is kept."""

import json
import re
import shutil
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.proof.run import DEFAULT_SETTINGS, CleanRun, RunSettings
from jupyter_quality.refactor.naming import title
from jupyter_quality.refactor.project.base import BASE_IN, Base, digest, is_whole, notes_of, read_base, renamed
from jupyter_quality.refactor.project.data import data_files
from jupyter_quality.refactor.project.filewise import Conflict, Merged, is_unchanged, merge_files
from jupyter_quality.refactor.project.newnames import new_names
from jupyter_quality.refactor.project.project import Heard, Progressed, Project, ProjectError, ProjectMaker
from jupyter_quality.refactor.project.recorded import check_recordings, recording_path
from jupyter_quality.refactor.project.report import ProjectReport, Untested, report_of
from jupyter_quality.refactor.project.swapping import put_back, swap_files
from jupyter_quality.refactor.project.threeway import has_markers

_FROM_SOURCE = re.compile(r"q[0-9a-f]{10}(-\d+)?")
"""Ids of cells that were made from their source, where the file has none."""


@dataclass(frozen=True, slots=True)
class Update:
    """A project as it is to be: `contents` are path → what is to be written, None where a file goes.

    `edited` are files whose changes by hand are kept, `renamed` functions whose new names are. `failing` are recorded tests that the
    package does not pass as it is now. The report tells of the merged project.
    """

    report: ProjectReport
    contents: Mapping[str, bytes | None]
    conflicts: tuple[Conflict, ...]
    edited: tuple[str, ...]
    renamed: Mapping[str, str]
    failing: tuple[Untested, ...]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do: no conflict, proven, and the recorded tests pass."""
        return not self.conflicts and self.report.verified and not self.failing


class ProjectUpdater:
    """Makes the project in a folder again. Raises ProjectError where the folder holds none that can be, OSError.

    An update that was cut short before is undone first.
    """

    def __init__(
        self,
        folder: Path,
        notebook: Notebook,
        data: bytes,
        *,
        settings: RunSettings = DEFAULT_SETTINGS,
        heard: Heard = lambda _: None,
        progressed: Progressed = lambda _: None,
        cancelled: threading.Event | None = None,
    ) -> None:
        self._folder = folder
        self._notebook = notebook
        self._heard = heard
        self._cancelled = cancelled or threading.Event()
        self._seen: dict[str, bytes | None] = {}
        self._beside = Path(notebook.path or ".").resolve().parent
        put_back(folder)
        self._base = _read_base(folder)
        for path in sorted(self._base.texts):
            if has_markers(self._text(path) or ""):
                raise ProjectError(f"Conflicts of the last update still stand in {path}: settle them first.")
        words = {word for cell in notebook.cells for word in re.findall(r"[^\W\d]\w*", cell.source)}
        self._renamed = new_names(self._base, self._text, words)
        self._base = renamed(self._base, self._renamed, lambda path: (folder / path).is_file())
        path = str(self._beside / self._base.notebook)
        self._named = replace(notebook, path=path, cells=_with_known_ids(self._base, notebook.cells))
        self._maker = ProjectMaker(
            self._named,
            data,
            self._beside,
            package=self._base.package,
            known=self._base.functions,
            settings=settings,
            heard=heard,
            progressed=progressed,
            cancelled=self._cancelled,
        )

    def update(self) -> Update:
        """Make the project anew beside, merge, and prove what came of it. Writes nothing. Raises ProjectError, OSError."""
        project = self._maker.make()
        copies = {name: path.read_bytes() for name, path in data_files(self._maker.reading, self._beside, self._folder).items()}
        theirs = {path: text.encode() for path, text in project.files.items()} | copies
        if is_unchanged(self._base, theirs):
            project = replace(project, files=self._with_recordings(project.files))
            theirs = {path: text.encode() for path, text in project.files.items()} | copies
        titles = {title(old): title(new) for old, new in self._renamed.items()}
        merged = merge_files(self._base, self._looked, theirs, {**titles, **self._renamed})
        report = report_of(project, self._notebook, str(self._folder))
        unproven, failing, passed = self._proven(project, merged)
        report = replace(report, verified=unproven is None, unproven=unproven, tests=replace(report.tests, passed=passed))
        notes = {path: text.encode() for path, text in notes_of(project, self._named, report, copies).items()}
        edited = tuple(path for path in merged.edited if path not in {conflict.path for conflict in merged.conflicts})
        return Update(report, merged.contents | notes, tuple(merged.conflicts), edited, self._renamed, failing)

    def write(self, update: Update) -> None:
        """Write it, all or nothing. Raises ProjectError where a file has changed since it was read, OSError."""
        for path, content in self._seen.items():
            if self._bytes(path) != content:
                raise ProjectError(f"{path} has changed while the project was made again; nothing was written.")
        swap_files(self._folder, update.contents)

    def _proven(self, project: Project, merged: Merged) -> tuple[str | None, tuple[Untested, ...], int]:
        """Run the merged notebook and the recorded tests with the merged package: what is unproven, which tests fail, how many pass."""
        marked = [path for path, content in merged.contents.items() if content and has_markers(content.decode(errors="replace"))]
        if any(path.endswith((".py", ".ipynb")) for path in marked):
            return "conflicts stand in the code: settle them, then update once more to prove it", (), 0
        slim = next(path for path in project.files if path.endswith(".ipynb"))
        with TemporaryDirectory(prefix="jupyter-quality-") as name:
            place = Path(name)
            self._copy(place, merged)
            self._heard("running the merged project")
            content = merged.contents.get(slim) or self._bytes(slim)
            if content is None:
                return f"you deleted {slim}", (), 0
            run = self._maker.run_slim(read_notebook(content, slim), place)
            if slim in merged.contents:
                merged.contents[slim] = _with_outputs(content, run)
            package = self._base.package
            tested = {one.name: f"{package}.{one.module}" for one in project.plan.functions if one.name not in project.tests.dropped}
            tested = {one: home for one, home in tested.items() if (place / recording_path(home, one)).exists()}
            outcome = check_recordings(place, tested, self._beside, self._cancelled)
        failing = {name: outcome.get(name, "the check did not end") for name in tested}
        unproven = self._maker.difference(run) or (None if project.verified else project.unproven)
        return unproven, tuple(Untested(name, why) for name, why in failing.items() if why), sum(why is None for why in failing.values())

    def _with_recordings(self, files: Mapping[str, str]) -> dict[str, str]:
        """Files with the recordings that are there in place of new ones, which differ by chance alone."""
        kept = {path: text for path, text in files.items() if not is_whole(path)}
        for path, text in files.items():
            there = self._bytes(path) if is_whole(path) else None
            if there is not None:
                kept[path] = there.decode() if digest(there) == self._base.digests.get(path) else text
        return kept

    def _copy(self, place: Path, merged: Merged) -> None:
        """The package and its tests as they are to be."""
        for part in ("src", "tests"):
            if (self._folder / part).is_dir():
                shutil.copytree(self._folder / part, place / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        for path, content in merged.contents.items():
            if PurePosixPath(path).parts[0] in {"src", "tests"}:
                if content is None:
                    (place / path).unlink(missing_ok=True)
                else:
                    (place / path).parent.mkdir(parents=True, exist_ok=True)
                    (place / path).write_bytes(content)

    def _looked(self, path: str) -> bytes | None:
        self._seen[path] = self._bytes(path)
        return self._seen[path]

    def _bytes(self, path: str) -> bytes | None:
        there = self._folder / path
        return there.read_bytes() if there.is_file() else None

    def _text(self, path: str) -> str | None:
        content = self._bytes(path)
        return content.decode(errors="replace") if content is not None else None


def _read_base(folder: Path) -> Base:
    try:
        base = read_base((folder / BASE_IN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProjectError(f"{folder} holds no project that can be updated: {BASE_IN} is not there.") from None
    except UnicodeDecodeError:
        base = None
    if base is None or not all(_is_inside(path) for path in base.paths()):
        raise ProjectError(f"{folder / BASE_IN} cannot be read.")
    return base


def _is_inside(path: str) -> bool:
    return not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts and "\\" not in path


def _with_known_ids(base: Base, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cells with the ids that they had: where the file holds none, a changed cell is the one whose code is most like it."""
    now = {cell.id: cell for cell in cells if cell.kind is CellKind.CODE and _FROM_SOURCE.fullmatch(cell.id)}
    new = {key: _tokens(cell.source) for key, cell in now.items() if key not in base.cells}
    gone = [key for key in base.cells if key not in now and _FROM_SOURCE.fullmatch(key)]
    ids: dict[str, str] = {}
    for key in gone:
        code = _tokens("\n".join(part for one in base.functions if one.cell == key for part in one.code))
        shares = {other: SequenceMatcher(None, code, tokens, autojunk=False).ratio() for other, tokens in new.items() if other not in ids}
        best = max(shares, key=shares.__getitem__, default=None)
        if best is not None and shares[best] > 0.5:
            ids[best] = key
    return tuple(replace(cell, id=ids.get(cell.id, cell.id)) for cell in cells)


def _tokens(source: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", source)


def _with_outputs(notebook: bytes, run: CleanRun) -> bytes:
    """A notebook's file with the outputs of its run."""
    content = json.loads(notebook)
    for cell in content["cells"]:
        ran = run.cell(cell.get("id", ""))
        if cell["cell_type"] == "code" and ran is not None:
            cell |= {"outputs": [dict(output) for output in ran.outputs], "execution_count": None}
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
