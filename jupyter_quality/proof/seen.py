"""What a person sees of a cell's outputs: the richest form of each, as plain values."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jupyter_quality.proof.html import text_of

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
Output = Mapping[str, Json]
"""One output as nbformat 4 has it."""


class SeenKind(StrEnum):
    """What an output is to the eye."""

    PRINTED = "printed"
    TEXT = "text"
    TABLE = "table"
    PICTURE = "picture"
    DRAWING = "drawing"
    DATA = "data"
    ERROR = "error"
    WARNED = "warned"


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that is seen: its text, for a PICTURE in base64, for a DRAWING as SVG, for DATA as JSON.

    `plain` is its text/plain, by which it is compared with something of another kind.
    """

    kind: SeenKind
    text: str
    mime: str = "text/plain"
    plain: str = ""


_RANKED = (
    ("application/vnd.plotly.v1+json", SeenKind.DATA),
    ("text/html", SeenKind.TABLE),
    ("image/svg+xml", SeenKind.DRAWING),
    ("image/png", SeenKind.PICTURE),
    ("image/jpeg", SeenKind.PICTURE),
    ("image/gif", SeenKind.PICTURE),
    ("image/webp", SeenKind.PICTURE),
    ("text/markdown", SeenKind.TEXT),
    ("text/latex", SeenKind.TEXT),
    ("application/json", SeenKind.DATA),
)
_WIDGET = "application/vnd.jupyter.widget-view+json"
_OLD_NAMES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "html": "text/html",
    "latex": "text/latex",
    "text": "text/plain",
}
"""What nbformat 3 calls them; it keeps them beside the output's type."""

_STEERING = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]")


def seen(outputs: Iterable[Output], *, warnings: bool = False) -> tuple[Seen, ...]:
    """What is seen of outputs, in order; the pieces of a stream are one. stderr is left out unless `warnings` are wanted.

    Widgets are left out: what they show is kept outside of the outputs.
    """
    found: list[Seen] = []
    for output in outputs:
        match output.get("output_type"):
            case "stream":
                _print(found, output, warnings=warnings)
            case "error" | "pyerr":
                name, value = (_text(output.get(key)) for key in ("ename", "evalue"))
                found.append(Seen(SeenKind.ERROR, f"{name}: {plain_text(value)}"))
            case _:
                found += _displayed(output)
    return tuple(Seen(s.kind, plain_text(s.text)) if s.kind in {SeenKind.PRINTED, SeenKind.WARNED} else s for s in found)


def _print(found: list[Seen], output: Output, *, warnings: bool) -> None:
    kind = SeenKind.WARNED if (output.get("name") or output.get("stream")) == "stderr" else SeenKind.PRINTED
    if kind is SeenKind.WARNED and not warnings:
        return
    text = _text(output.get("text"))
    if found and found[-1].kind is kind:
        text = found.pop().text + text
    found.append(Seen(kind, text))


def _displayed(output: Output) -> list[Seen]:
    data = output.get("data")
    if not isinstance(data, dict):
        data = {_OLD_NAMES[key]: value for key, value in output.items() if key in _OLD_NAMES}
    if _WIDGET in data:
        return []
    plain = plain_text(_text(data.get("text/plain")))
    for mime, kind in _RANKED:
        if mime in data:
            return [Seen(kind, _shown(kind, data[mime]), mime, plain)]
    return [Seen(SeenKind.TEXT, plain, plain=plain)] if "text/plain" in data else []


def _shown(kind: SeenKind, value: Json) -> str:
    if kind is SeenKind.DATA:
        return json.dumps(value, sort_keys=True)
    text = _text(value)
    if kind is SeenKind.TABLE:
        return text_of(text)
    return "".join(text.split()) if kind is SeenKind.PICTURE else text


def _text(value: Json) -> str:
    if isinstance(value, list):
        return "".join(piece for piece in value if isinstance(piece, str))
    return value if isinstance(value, str) else ""


def plain_text(text: str) -> str:
    """A text as a terminal leaves it: no colours, each line as it was written last."""
    text = _STEERING.sub("", text).replace("\r\n", "\n")
    if "\b" in text:
        text = _rubbed_out(text)
    if "\r" in text:
        text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    return text


def _rubbed_out(text: str) -> str:
    kept: list[str] = []
    for character in text:
        if character != "\b":
            kept.append(character)
        elif kept and kept[-1] != "\n":
            kept.pop()
    return "".join(kept)
