"""What a project was when it was made last, kept in it: from there on, what the user changed and what the notebook changed differ."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from jupyter_quality.refactor.known import KnownFunction
from jupyter_quality.refactor.project import Project

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


def base_of(project: Project, notebook: str, cells: Iterable[str], copies: Mapping[str, bytes]) -> Base:
    """The base of a project that is made now; `copies` are path → content of the files that were copied into it."""
    functions = tuple(KnownFunction(one.name, one.module, one.cell.id, one.code) for one in project.plan.functions)
    texts = {path: _bare(text) if path.endswith(".ipynb") else text for path, text in project.files.items() if not is_whole(path)}
    whole = {path: text.encode() for path, text in project.files.items() if is_whole(path)}
    digests = {path: digest(content) for path, content in (whole | dict(copies)).items()}
    return Base(_name(notebook), project.package, tuple(cells), functions, texts, digests)


def is_whole(path: str) -> bool:
    """Whether a file that is made is data, which cannot be merged line by line."""
    return path.startswith("tests/recorded/")


def digest(content: bytes) -> str:
    """What tells contents apart."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def base_file(base: Base) -> dict[str, str]:
    """The file in which a project keeps its base: path → text."""
    return {BASE_IN: msgspec.json.format(msgspec.json.encode(base), indent=1).decode() + "\n"}


def read_base(text: str) -> Base | None:
    """The base that a project keeps; None where it is none."""
    try:
        return msgspec.json.decode(text, type=Base)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return None


def renamed(base: Base, names: Mapping[str, str]) -> Base:
    """The base as it would be, had functions had other names: old name → new name."""
    if not names:
        return base
    word = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")

    def told(text: str) -> str:
        return word.sub(lambda found: names[found[0]], text)

    functions = tuple(replace(one, name=names.get(one.name, one.name)) for one in base.functions)
    texts = {path: told(text) for path, text in base.texts.items()}
    digests = {told(path) if is_whole(path) else path: found for path, found in base.digests.items()}
    return replace(base, functions=functions, texts=texts, digests=digests)


def _bare(notebook: str) -> str:
    """A notebook's file without its outputs."""
    content = json.loads(notebook)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _name(path: str) -> str:
    return re.split(r"[/\\]", path)[-1]
