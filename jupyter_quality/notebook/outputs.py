"""What a cell's saved outputs say."""

from dataclasses import dataclass
from functools import lru_cache

import msgspec

TEXT_LIMIT = 2**16
"""Characters of one output that are looked at."""


@dataclass(frozen=True, slots=True)
class Output:
    """One saved output. `kind` is nbformat's output_type (pyout and pyerr of nbformat 3 under their later names).

    `text` is what a person reads: the stream, text/plain, or an error's "Name: value"; at most TEXT_LIMIT characters.
    `media` pairs each further mime type with the length of its value in the file, in bytes.
    """

    kind: str
    text: str
    media: tuple[tuple[str, int], ...] = ()
    error_name: str | None = None
    error_value: str | None = None


class _Saved(msgspec.Struct):
    output_type: str = ""
    text: str | list[str] = ""
    data: dict[str, msgspec.Raw] = {}
    ename: str = ""
    evalue: str = ""


_decoder = msgspec.json.Decoder(list[_Saved])
_text_decoder: msgspec.json.Decoder[str | list[str]] = msgspec.json.Decoder(str | list[str])
_LATER_NAMES = {"pyout": "execute_result", "pyerr": "error"}


@lru_cache(maxsize=4096)
def read_outputs(saved: bytes) -> tuple[Output, ...]:
    """The outputs in the JSON of a cell (`Cell.saved`); none where it is not what nbformat says."""
    if len(saved) <= 2:
        return ()
    try:
        return tuple(_output(one) for one in _decoder.decode(saved))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ()


def _output(saved: _Saved) -> Output:
    kind = _LATER_NAMES.get(saved.output_type, saved.output_type)
    if kind == "error":
        return Output(kind, f"{saved.ename}: {saved.evalue}"[:TEXT_LIMIT], error_name=saved.ename, error_value=saved.evalue[:TEXT_LIMIT])
    text = saved.text if isinstance(saved.text, str) else "".join(saved.text)
    if not text and "text/plain" in saved.data:
        plain = _plain(saved.data["text/plain"])
        text = plain if isinstance(plain, str) else "".join(plain)
    media = tuple((mime, len(bytes(raw))) for mime, raw in saved.data.items() if mime != "text/plain")
    return Output(kind, text[:TEXT_LIMIT], media)


def _plain(raw: msgspec.Raw) -> str | list[str]:
    try:
        return _text_decoder.decode(raw)
    except msgspec.MsgspecError:
        return ""
