"""What a project was when it was made last, kept in it: from there on, what the user changed and what the notebook changed differ."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.refactor.naming import file_name
from jupyter_quality.refactor.project.known import KnownFunction
from jupyter_quality.refactor.project.project import Project
from jupyter_quality.refactor.project.recorded import recording_path
from jupyter_quality.refactor.project.report import ProjectReport, report_file

BASE_IN = ".jupyter_quality/base.json"
"""Where a project keeps it."""


@dataclass(frozen=True, slots=True)
class Base:
    """`notebook` is the name of the file that the project was made of, `cells` are the ids of its cells.

    `texts` are path → content of the files that are merged line by line or cell by cell; `digests` are path → digest of those that
    are taken as a whole. `functions` are what the package had.
    """

    notebook: str
    package: str
    cells: tuple[str, ...]
    functions: tuple[KnownFunction, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)

    def paths(self) -> frozenset[str]:
        """The paths of all files that were made."""
        return frozenset({*self.texts, *self.digests})


def notes_of(project: Project, notebook: Notebook, report: ProjectReport, copies: Mapping[str, bytes]) -> dict[str, str]:
    """The files in which a project that is made now keeps its base and the report on itself: path → text.

    `copies` are path → content of the files that were copied into it.
    """
    base = _base_of(project, notebook, copies)
    return {BASE_IN: msgspec.json.format(msgspec.json.encode(base), indent=1).decode() + "\n", **report_file(report)}


def _base_of(project: Project, notebook: Notebook, copies: Mapping[str, bytes]) -> Base:
    functions = tuple(KnownFunction(one.name, one.module, one.cell.id, one.code) for one in project.plan.functions)
    texts = {path: bare(text) if path.endswith(".ipynb") else text for path, text in project.files.items() if not is_whole(path)}
    whole = {path: text.encode() for path, text in project.files.items() if is_whole(path)} | dict(copies)
    digests = {path: digest(content) for path, content in whole.items()}
    return Base(file_name(notebook), project.package, tuple(cell.id for cell in notebook.code_cells), functions, texts, digests)


def is_whole(path: str) -> bool:
    """Whether a file that is made is taken as it is: recorded data, and the code that reads them, which is the same in every project."""
    return path.startswith("tests/record")


def digest(content: bytes) -> str:
    """What tells contents apart."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def read_base(text: str) -> Base | None:
    """The base that a project keeps; None where it is none."""
    try:
        return msgspec.json.decode(text, type=Base)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return None


def renamed(base: Base, names: Mapping[str, str], has: Callable[[str], bool]) -> Base:
    """The base as if its functions had had other names: old name → new name. `has` tells whether there is a file at a path now."""
    functions = tuple(replace(one, name=names.get(one.name, one.name)) for one in base.functions)
    digests = dict(base.digests)
    for before, now in zip(base.functions, functions, strict=True):
        old, new = recording_path(before.module, before.name), recording_path(now.module, now.name)
        if old != new and old in digests and has(new):
            digests[new] = digests[old]
    return replace(base, functions=functions, digests=digests)


def bare(notebook: str) -> str:
    """A notebook's file without its outputs."""
    content = json.loads(notebook)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
