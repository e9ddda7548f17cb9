"""Fingerprints of arrays, series and frames, of whichever library holds them; none is imported here."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from jupyter_quality.runs.blocks import glances
from jupyter_quality.runs.database import tables
from jupyter_quality.runs.inherited import Unreadable
from jupyter_quality.runs.looking import BRIEFLY, SMALL, Look
from jupyter_quality.runs.objects import module_of, name_of, plain_class
from jupyter_quality.runs.texts import bytes_print, ends, items_print, text_print
from jupyter_quality.runs.value import digest

_WHOLE = 1 << 20
"""Up to so many bytes of an array are taken whole; of more, a spread of blocks."""
_BLOCK = 4096
_BLOCKS = 64
_OBJECTS = 2000


def array_print(value: Any, look: Look) -> str | None:
    """The fingerprint of an array or of what holds arrays; None where it is none."""
    kind = type(value)
    module, name = module_of(kind), name_of(kind)
    library = module.partition(".")[0]
    if library == "numpy":
        return _numpy(value, name, look)
    if library == "pandas":
        return _pandas(value, name, look)
    if library == "pyarrow" and hasattr(value, "to_pylist"):
        return f"{len(value)}:{value.type}:{_sample(value, len(value), lambda a, b: value.slice(a, b - a).to_pylist(), look)}"
    if library == "torch" and name in {"Tensor", "Parameter"}:
        held = value.detach()
        if held.device.type != "cpu":
            raise Unreadable("a tensor on another device")
        return f"{len(held) if held.ndim else 0}:torch:{buffer_print(held.numpy(), look)}"
    if library == "polars" and name == "DataFrame":
        return f"{len(value)}:polars:{digest(*map(str, value.schema.items()), *map(str, value.hash_rows(0).to_list()[:100_000]))}"
    if library == "sqlite3" and name == "Connection":
        return digest(*(text for table in tables(value, look.check).items() for text in table))
    if library == "random" and name == "Random":
        return f"random:{digest(repr(value.getstate()))}"
    if library == "array" or kind is memoryview:
        return f"{name}:{_raw(memoryview(value), look)}"
    if library == "_io":
        return _stream(value, name, look)
    return None


def _raw(view: memoryview, look: Look) -> str:
    """The fingerprint of memory that is no array of NumPy's."""
    with view:
        if not view.contiguous:
            raise Unreadable("memory in pieces")
        look.check(view.nbytes // _BLOCK if not look.brief else 1)
        with view.cast("B") as held:
            return f"{len(view) if view.ndim else 0}:{view.format}:{ends(held, memoryview) if look.brief else bytes_print(held)}"


def _stream(value: Any, name: str, look: Look) -> str:
    """The fingerprint of an open file, by its name; of one in memory by what it holds and where it stands."""
    if name not in {"BytesIO", "StringIO"} or value.closed:
        return f"{name}:{digest(str(getattr(value, 'name', '')), str(getattr(value, 'mode', '')), str(value.closed))}"
    if name == "BytesIO":
        return f"{name}:{value.tell()}:{_raw(value.getbuffer(), look)}"
    if value.__sizeof__() > _WHOLE:
        raise Unreadable("a long text, which cannot be seen without a copy")
    return f"{name}:{value.tell()}:{text_print(value.getvalue())}"


def _numpy(value: Any, name: str, look: Look) -> str | None:
    if name in {"ndarray", "memmap", "matrix", "recarray"}:
        return buffer_print(value, look)
    if name == "MaskedArray":
        held = (value.data, _mask(value))
        return f"{len(value) if value.ndim else 0}:masked:{digest(*(buffer_print(part, look) for part in held))}"
    if name == "Generator":
        return f"generator:{look.print(value.bit_generator.state)}"
    if name == "RandomState":
        return f"state:{look.print(value.get_state())}"
    if hasattr(value, "dtype") and hasattr(value, "tobytes"):
        if value.nbytes > _WHOLE:
            raise Unreadable("a row of many bytes")
        return f"{value.dtype}:{blake2b(value.tobytes(), digest_size=9).hexdigest()}"
    return None


def _mask(value: Any) -> Any:
    import sys

    return sys.modules["numpy"].ma.getmaskarray(value)


def buffer_print(array: Any, look: Look, blocks: int = _BLOCKS) -> str:
    """The fingerprint of a NumPy array: its length, its dtype, its content."""
    look.check()
    start, end = _stretch(array)
    if look.touches(start, end):
        return look.unlike()
    if look.brief:
        return str(hash((not look.is_made and start, array.shape, array.strides, array.dtype.str, _glance(array, look))))
    length = array.shape[0] if array.ndim else 0
    dtype = array.dtype
    head = f"{length}:{dtype}:"
    if dtype.hasobject:
        if dtype.names:
            return head + digest(*(buffer_print(array[field], look) for field in dtype.names), str(array.shape))
        flat = array if array.ndim == 1 else array.flat
        return head + digest(str(array.shape), _sample(flat, array.size, lambda a, b: flat[a:b].tolist(), look))
    return head + digest(str(array.shape), _content(array, blocks))


def _stretch(array: Any) -> tuple[int, int]:
    """The addresses between which an array's items lie."""
    start = end = array.__array_interface__["data"][0]
    for length, stride in zip(array.shape, array.strides, strict=True):
        if stride > 0:
            end += (length - 1) * stride
        else:
            start += (length - 1) * stride
    return start, end + array.itemsize


def _glance(array: Any, look: Look) -> str | bytes:
    """An array at a few places along each of its axes."""
    if array.nbytes > SMALL:
        if array.ndim == 1:
            array = array[:: array.shape[0] // BRIEFLY or 1]
        else:
            array = array[tuple([slice(None, None, length // 3 or 1) for length in array.shape])]
    if array.dtype.hasobject:
        return digest(*map(look.print, array.ravel().tolist()[:SMALL]))
    return array.tobytes()  # type: ignore[no-any-return]


def _content(array: Any, blocks: int) -> str:
    if array.nbytes <= _WHOLE:
        return blake2b(array.tobytes(), digest_size=9).hexdigest()
    state = blake2b(digest_size=9)
    block = _BLOCK if array.flags.c_contiguous or array.flags.f_contiguous else _BLOCK // 8  # a column of a table of rows is far apart
    flat = _in_a_row(array)
    for start, end in _stretches(array.size, max(1, block // array.itemsize), blocks):
        state.update(flat[start:end].tobytes())
    return state.hexdigest()


def _in_a_row(array: Any) -> Any:
    """The items of an array one behind the other; nothing is copied for it."""
    if array.ndim == 1:
        return array
    return array.reshape(-1) if array.flags.c_contiguous else array.T.reshape(-1) if array.flags.f_contiguous else array.flat


def _stretches(length: int, size: int, blocks: int) -> Iterator[tuple[int, int]]:
    """Where blocks of so many items begin and end, spread over a length."""
    for start in (*range(0, length, max(size, length // blocks)), length - size):
        yield start, start + size


def _masked(data: Any, mask: Any, look: Look) -> str:
    """The fingerprint of a column of which some items are missing: what stands behind these says nothing."""
    if look.brief or data.dtype.kind not in "biuf":
        return digest(buffer_print(data, look), buffer_print(mask, look))
    look.check()
    look.touches(*_stretch(data))
    look.touches(*_stretch(mask))
    whole = data.nbytes <= _WHOLE
    state = blake2b(digest_size=9)
    for start, end in ((0, len(data)),) if whole else _stretches(len(data), _BLOCK // data.itemsize, _BLOCKS):
        state.update((data[start:end] * ~mask[start:end]).tobytes())
        state.update(mask[start:end].tobytes())
    return f"{len(data)}:{data.dtype}:{state.hexdigest()}"


def _sample(_: object, length: int, part: Callable[[int, int], list[object]], look: Look) -> str:
    """The fingerprint of many objects: all up to a number, else the first, the last, and stretches between."""
    if look.brief:
        step = max(1, length // BRIEFLY)
        return digest(str(length), *(look.print(item) for start in range(0, length, step) for item in part(start, start + 1)))
    if length <= 5 * _OBJECTS:
        return _objects(part(0, length), look)
    step = length // 16
    stretches = [part(start, start + _OBJECTS // 16) for start in range(0, length, step)]
    return digest(*(_objects(stretch, look) for stretch in (*stretches, part(length - 100, length))))


def _objects(items: list[object], look: Look) -> str:
    return items_print(items) or digest(*map(look.print, items))


def _pandas(value: Any, name: str, look: Look) -> str | None:
    if name == "DataFrame":
        parts = frame_parts(value, look, 1 << 30, {})
        return f"{len(value)}:frame:{digest(*(text for part in (parts or {}).items() for text in part))}"
    if name == "Series":
        return f"{len(value)}:series:{digest(*series_parts(value, look).values())}"
    if name == "RangeIndex":
        return f"{len(value)}:index:{digest(str(value.start), str(value.step), look.print(value.name))}"
    if name == "MultiIndex":
        held = [*map(look.print, value.names), *(buffer_print(code, look) for code in value.codes)]
        return f"{len(value)}:multi:{digest(*held, *(index_print(level, look) for level in value.levels))}"
    if name.endswith("Index"):
        return index_print(value, look)
    if hasattr(value, "dtype") and hasattr(value, "take") and hasattr(value, "isna"):
        return column_print(value, look)
    if name.endswith(("GroupBy", "Rolling", "Expanding", "Resampler")):
        return f"{name}:{digest(*(look.print(held) for held in (value.obj, getattr(value, 'keys', None))))}"
    return None


def index_print(index: Any, look: Look) -> str:
    """The fingerprint of an index, its names included."""
    if type(index).__name__ in {"RangeIndex", "MultiIndex"}:
        return str(_pandas(index, type(index).__name__, look))
    return f"{len(index)}:{digest(look.print(index.name), column_print(index.array, look))}"


def column_print(array: Any, look: Look, blocks: int = _BLOCKS) -> str:
    """The fingerprint of a column: its dtype, its content."""
    if look.brief and type(array).__name__ == "ndarray":
        return buffer_print(array, look)
    kind = str(array.dtype)
    return f"{kind}:{digest(*_column(array, look, blocks))}"


def _column(array: Any, look: Look, blocks: int) -> Iterator[str]:
    name = type(array).__name__
    if name == "ndarray" or hasattr(array, "__array_interface__"):
        yield buffer_print(array, look, blocks)
    elif name == "Categorical":
        yield from (buffer_print(array.codes, look), index_print(array.categories, look), str(array.ordered))
    elif name == "IntervalArray":
        yield from (index_print(array.left, look), index_print(array.right, look), str(array.closed))
    elif hasattr(array, "sp_values"):
        held = (array.sp_values, array.sp_index.to_int_index().indices)
        yield from (*(buffer_print(part, look) for part in held), repr(array.fill_value), str(len(array)))
    elif hasattr(array, "_pa_array"):
        arrow = array._pa_array  # noqa: SLF001 (a copy of the whole column would be the public way)
        yield _sample(arrow, len(arrow), lambda a, b: arrow.slice(a, b - a).to_pylist(), look)
    elif hasattr(array, "_mask") and hasattr(array, "_data"):
        data, mask = array._data, array._mask  # noqa: SLF001 (likewise)
        yield _masked(data, mask, look)
    elif hasattr(array, "_ndarray"):
        yield buffer_print(array._ndarray, look, blocks)  # noqa: SLF001 (likewise)
    else:
        look.check()
        yield _sample(array, len(array), lambda a, b: list(array[a:b]), look)


def frame_parts(frame: Any, look: Look, most: int, kept: Mapping[str, str]) -> dict[str, str] | None:
    """The fingerprints of a frame's index and columns, of which some are known; None where columns cannot be named apart, or are
    more than `most`."""
    names = frame.columns.tolist()
    if len(names) > most:
        return None
    seen = glances(frame, look) if look.brief else {}
    blocks = max(4, min(_BLOCKS, 2048 // max(1, len(names))))
    parts = {"#index": kept.get("#index") or index_print(frame.index, look), "#names": digest(*map(look.print, frame.columns.names))}
    for place, key in enumerate(_keys(names, look)):
        parts[key] = kept.get(key) or seen.get(place) or column_print(_array(frame, place), look, blocks)
    return parts


def _keys(names: list[object], look: Look) -> tuple[str, ...]:
    """The parts that columns of these names are, each once."""
    plain = tuple([name if type(name) is str else (f"[{name!r}]" if _is_plain(name) else f"[{look.print(name)}]",) for name in names])
    return _keys_of(plain)


@lru_cache(maxsize=64)
def _keys_of(names: tuple[str | tuple[str], ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for place, name in enumerate(names):
        key = f"[{name!r}]" if isinstance(name, str) else name[0]
        found[key if key not in found else f"{key}#{place}"] = None
    return tuple(found)


def _is_plain(name: object) -> bool:
    kinds = set(map(plain_class, name)) if type(name) is tuple else {plain_class(name)}
    return kinds <= {str, int}


def _array(frame: Any, place: int) -> Any:
    quick = getattr(frame, "_get_column_array", None)  # pandas' own way to a column's array, which makes no series of it
    return frame.iloc[:, place].array if quick is None else quick(place)


def series_parts(series: Any, look: Look) -> dict[str, str]:
    """The fingerprints of a series' index, values and name."""
    index, name = index_print(series.index, look), look.print(series.name)
    return {"#index": index, "#values": column_print(series.array, look), "#name": name}
