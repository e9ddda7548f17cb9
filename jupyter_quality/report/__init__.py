"""How is it told? One file a format; `FORMATS` names them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import cast

from jupyter_quality.report.checked import Checked

Format = Callable[[Iterable[Checked], bool], Iterator[str]]
"""Tells what was checked, in pieces, as it comes in; the flag says whether colours are wanted."""

FORMATS = {
    "full": "text:full",
    "concise": "text:concise",
    "json": "json:findings",
}
"""Each format's name, and the module and function that writes it."""

STATISTICS = {
    "full": "statistics:statistics",
    "concise": "statistics:statistics",
    "json": "statistics:as_json",
}
"""The same for the sum of each rule's findings."""


def format_named(formats: Mapping[str, str], name: str) -> Format:
    """The format of a name in FORMATS or STATISTICS."""
    module, _, function = formats[name].partition(":")
    return cast("Format", getattr(import_module(f"{__name__}.{module}"), function))
