"""From what a cell can reach and what names held before it ran: the keys that it read."""

import re
from collections.abc import Iterator, Mapping

from jupyter_quality.kernel.reach import Reach
from jupyter_quality.runs.access import Access
from jupyter_quality.runs.value import Value

_SQL = re.compile(r"(?is)\b(?:from|join|into|update|table(?:\s+if\s+(?:not\s+)?exists)?)\s+[\"'`\[]?(\w+)")
_SEEN_WHOLE = frozenset({"vars", "dump", "dumps", "deepcopy", "copy", "asdict", "astuple", "getattr", "__dict__", "dir", "replace"})


def keys(access: Access, value: Value | None, reach: Reach) -> Iterator[str]:
    """The keys that an access reads of a name that held `value`."""
    name = access.name
    if value is None or not value.is_divided:
        yield f"{name}#len" if value is not None and access.length and _is_sized(value) else name
    elif "#code" in value.parts:
        yield f"{name}#code" if access.called else name
    elif "#values" in value.parts:
        yield f"{name}#index" if access.length or access.attribute in {"index", "shape", "size"} else name
    elif "#index" in value.parts:
        yield from _of_frame(access, value)
    elif value.kind == "sqlite3.Connection":
        yield from (f"{name}{table}" for table in _tables(value, reach))
    elif value.kind == "builtins.dict" and (access.keys or access.length or not any(part[0] == "@" for part in value.parts)):
        yield from _of_dict(access)
    elif access.length and "#data" in value.parts:
        yield f"{name}#len"
    else:
        yield from (f"{name}{part}" for part in _mentioned(access, value.parts, reach))


def _is_sized(value: Value) -> bool:
    return value.whole.partition(":")[0].isdigit()


def _of_frame(access: Access, value: Value) -> Iterator[str]:
    columns = access.columns
    if access.item is not None and access.item not in value.parts and access.item not in access.without:
        columns = (access.item, "#index")
    if columns is None and access.attribute and (column := f"[{access.attribute!r}]") in value.parts:
        columns = (column, "#index")
    unknown = [column for column in columns or () if column[0] == "[" and column not in value.parts and column != access.item]
    if columns is None or any(f"[{access.attribute!r}]" == column for column in unknown):
        yield f"{access.name}-" + "\0".join(access.without) if access.without else access.name
    else:
        yield from (f"{access.name}{column}" for column in columns)


def _of_dict(access: Access) -> Iterator[str]:
    if access.store:
        return
    if access.item is not None:
        yield f"{access.name}{access.item}"
    elif access.length or access.keys:
        yield f"{access.name}{'#len' if access.length else '#keys'}"
    else:
        yield f"{access.name}-" + "\0".join(access.without) if access.without else access.name


def _tables(value: Value, reach: Reach) -> Iterator[str]:
    named = {f"[{table!r}]" for text in reach.texts for table in _SQL.findall(text)}
    tells = bool(named) and "['']" not in value.parts and not any("sqlite_" in table for table in named)
    yield from sorted(named) if tells else value.parts


def _mentioned(access: Access, parts: Mapping[str, str], reach: Reach) -> Iterator[str]:
    """Of an object or class of the notebook: what is mentioned anywhere in the code that can reach it."""
    if access.store:
        return
    whole = access.attribute is None and not _SEEN_WHOLE.isdisjoint(reach.mentioned)
    for part in parts:
        name = part.rpartition(".")[2] if part[0] in ".@" else ""
        own = part[0] != "." or name == access.attribute
        if whole or (part[0] == "#") or name in reach.mentioned or (name.startswith("__") and name.endswith("__")) or (own and not name):
            yield part
