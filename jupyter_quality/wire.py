"""What crosses to the browser: the requests and answers of the server, their JSON, and `labextension/src/wire.ts` written from them.

`python -m jupyter_quality.wire` writes that file, and the properties of `labextension/schema/plugin.json`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Literal, get_args, get_origin, get_type_hints

import msgspec
from traitlets import Bool, Float, Int, TraitType, Unicode

from jupyter_quality.engine import Report
from jupyter_quality.manual import RulePage
from jupyter_quality.notebook.edit import Edit
from jupyter_quality.options import PanelOptions
from jupyter_quality.proof.proof import Proof
from jupyter_quality.proof.store import Keeping
from jupyter_quality.refactor.advice import Advice
from jupyter_quality.refactor.project.filewise import Conflict
from jupyter_quality.refactor.project.report import ProjectReport
from jupyter_quality.refactor.selecting import Selection
from jupyter_quality.runs.state import NotebookState

LABEXTENSION = Path(__file__).parent.parent / "labextension"
TYPES = LABEXTENSION / "src" / "wire.ts"
SETTINGS = LABEXTENSION / "schema" / "plugin.json"

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Status:
    """What runs on the server: our version, Python's, how many rules, and whether ruff is there."""

    version: str
    python: str
    rules: int
    ruff: bool


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """A notebook to check: as sent, unsaved work included, or as it is stored where `notebook` is null."""

    path: str
    notebook: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """Notebooks and folders to check."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """A report for each notebook, and how many more were found than one request may ask for."""

    reports: tuple[Report, ...]
    left_off: int


@dataclass(frozen=True, slots=True)
class AllowRequest:
    """A rule to allow in the project of a notebook."""

    path: str
    rule: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """The file that allows it now."""

    file: str


@dataclass(frozen=True, slots=True)
class ProveRequest:
    """A stored notebook to run cleanly and compare."""

    path: str


@dataclass(frozen=True, slots=True)
class KeepRequest:
    """A stored notebook that is to be run cleanly after each save, or no more."""

    path: str
    keep: bool


@dataclass(frozen=True, slots=True)
class ProofState:
    """The clean run of a notebook: while `running`, so many code cells `done` `of` all and the id of the `cell` that runs now.

    Else the last proof, null where there is none; `edited` where the code has changed since. A proof of an earlier session holds
    no outputs.
    """

    path: str
    running: bool
    done: int = 0
    of: int = 0
    cell: str | None = None
    edited: bool = False
    proof: Proof | None = None
    keeping: Keeping = Keeping.OFF


@dataclass(frozen=True, slots=True)
class Checked:
    """The event after a saved notebook was checked: how many findings of each severity; `digest` is of what was saved."""

    path: str
    digest: str
    wrong: int
    fragile: int
    style: int


@dataclass(frozen=True, slots=True)
class StateRequest:
    """A notebook as it stands, and what its kernel has recorded. A record may be sent twice; `kernel` is the kernel's id."""

    path: str
    notebook: dict[str, object]
    runs: tuple[dict[str, object], ...] = ()
    kernel: str | None = None


@dataclass(frozen=True, slots=True)
class ForgetRequest:
    """A notebook whose recorded runs are to be deleted."""

    path: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many recorded runs were deleted."""

    runs: int


@dataclass(frozen=True, slots=True)
class Recorder:
    """The source that makes a kernel record its runs where the package is not installed; to be run there silently."""

    code: str


@dataclass(frozen=True, slots=True)
class RefactorRequest:
    """A notebook to advise on, as sent, or stored where `notebook` is null. `names`: id of a suggestion → name → the user's own.

    With a `selection` only the function that its lines make is asked for.
    """

    path: str
    notebook: dict[str, object] | None = None
    names: dict[str, dict[str, str]] | None = None
    selection: Selection | None = None


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """A suggestion, by its id, to be proven: the notebook runs as it is and as it would be, up to the last cell that is touched."""

    path: str
    suggestion: str
    notebook: dict[str, object] | None = None
    names: dict[str, str] | None = None
    selection: Selection | None = None


@dataclass(frozen=True, slots=True)
class MoveState:
    """The proof of one suggestion for a notebook: while `running`, `doing` says what, and so many cells are `done` `of` those of this run;
    else the last one, with no `suggestion` where there is none.

    `same`: both runs gave the same, `reason` says in a sentence where not; `trouble` why there is no answer.
    """

    path: str
    running: bool
    suggestion: str | None = None
    doing: str = ""
    done: int = 0
    of: int = 0
    same: bool | None = None
    reason: str | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectRequest:
    """A stored notebook to be made a project, in a new folder beside it. `package` is its name and the folder's, else the notebook's.

    `update`: it is there already and made again, what was written in it by hand is kept.
    """

    path: str
    package: str | None = None
    update: bool = False


@dataclass(frozen=True, slots=True)
class ProjectState:
    """The project that is made of a notebook: while `running`, `doing` says what, and so many cells are `done` `of` those of this run;
    else what the last one came to, or its `trouble`.

    `folder` is where it goes, as the contents manager names it. Of an update: `edited` are files whose changes by hand were kept,
    `conflicts` those where both sides stand, or what could not be done.
    """

    path: str
    running: bool
    folder: str = ""
    doing: str = ""
    done: int = 0
    of: int = 0
    report: ProjectReport | None = None
    edited: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    trouble: str | None = None


CROSSING = (
    Status,
    CheckRequest,
    Report,
    BatchRequest,
    BatchAnswer,
    RulePage,
    AllowRequest,
    Allowed,
    Checked,
    StateRequest,
    NotebookState,
    ForgetRequest,
    Forgotten,
    Recorder,
    ProveRequest,
    KeepRequest,
    ProofState,
    RefactorRequest,
    Advice,
    MoveRequest,
    MoveState,
    ProjectRequest,
    ProjectState,
)
"""All that crosses; what these hold crosses with them."""

TAGGED = {Edit: "Edit"}
"""Unions whose members carry their class's name as `type`, and the unions' own names."""

_MEMBERS = frozenset(member for union in TAGGED for member in get_args(union))


def to_json(value: object) -> bytes:
    """The JSON of anything that crosses."""
    return msgspec.json.encode(to_plain(value))


def to_plain(value: object) -> Json:
    """Anything that crosses as dicts, lists and plain values."""
    if is_dataclass(value):
        tag: dict[str, Json] = {"type": type(value).__name__} if type(value) in _MEMBERS else {}
        return tag | {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{type(value).__name__} does not cross to the browser")


def typescript() -> str:
    """The text of wire.ts."""
    declared: dict[str, str] = {}
    for kind in CROSSING:
        _declare(kind, declared)
    return "".join(["// generated by jupyter_quality/wire.py; do not edit\n", *declared.values()])


def _declare(kind: type, declared: dict[str, str]) -> None:
    """Declare a dataclass, after all that it holds."""
    if kind.__name__ not in declared:
        hints = get_type_hints(kind)
        lines = [f"  type: '{kind.__name__}';"] if kind in _MEMBERS else []
        lines += [f"  {name}: {_type(hint, declared)};" for name, hint in hints.items()]
        declared[kind.__name__] = _documented(kind, f"export interface {kind.__name__} {{\n" + "\n".join(lines) + "\n}\n")


def _documented(kind: type, text: str) -> str:
    first = (kind.__doc__ or "").partition("\n\n")[0].replace("None", "null")
    return f"\n/** {' '.join(first.split())} */\n{text}"


def _type(hint: object, declared: dict[str, str]) -> str:
    """The TypeScript of a type hint; dataclasses and enumerations in it are declared on the way."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        declared.setdefault(hint.__name__, _documented(hint, f"export type {hint.__name__} = {_one_of(map(str, hint))};\n"))
        return hint.__name__
    if isinstance(hint, type) and is_dataclass(hint):
        _declare(hint, declared)
        return hint.__name__
    parts = get_args(hint)
    if get_origin(hint) is tuple and parts[1:] == (...,):
        return f"{_type(parts[0], declared)}[]"
    if get_origin(hint) is dict and parts[0] is str:
        return f"Record<string, {_type(parts[1], declared)}>"
    if get_origin(hint) is Literal:
        return _one_of(parts)
    if isinstance(hint, UnionType):
        text = " | ".join(_type(part, declared) for part in parts)
        if hint not in TAGGED:
            return text
        declared[TAGGED[hint]] = f"\nexport type {TAGGED[hint]} = {text};\n"
        return TAGGED[hint]
    raise TypeError(f"{hint} does not cross to the browser")


_PLAIN: dict[object, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    NoneType: "null",
    dict[str, object]: "object",
}


def _one_of(words: Iterable[str]) -> str:
    return " | ".join(f"'{word}'" for word in words)


def settings_schema() -> str:
    """The text of JupyterLab's settings schema: the one that stands, with the properties that PanelOptions has."""
    schema = json.loads(SETTINGS.read_text(encoding="utf-8"))
    schema["properties"] = {_camel(name): _property(trait) for name, trait in vars(PanelOptions).items() if isinstance(trait, TraitType)}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def _property(trait: TraitType[object, object]) -> dict[str, object]:
    return {
        "type": _SCHEMA_TYPES[type(trait)],
        "title": trait.metadata["title"],
        "description": trait.help,
        "default": trait.default_value,
    }


_SCHEMA_TYPES: dict[type, str] = {Bool: "boolean", Int: "integer", Float: "number", Unicode: "string"}


def main() -> None:
    """Write the generated files of the labextension."""
    TYPES.write_text(typescript(), encoding="utf-8")
    SETTINGS.write_text(settings_schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
