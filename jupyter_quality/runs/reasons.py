"""Why a cell is stale, or may be, in a sentence."""

from collections.abc import Sequence

from jupyter_quality.runs.origin import Origins
from jupyter_quality.runs.record import Run
from jupyter_quality.runs.value import ABSENT


def reason_for(key: str, stands: str, run: Run, origins: Origins) -> str:
    """Why a run no longer holds that read `key`, which a clean run would have as `stands`."""
    what = words(key)
    maker = origins.made_before(run, key)
    is_gone = maker is not None and origins.is_gone(maker)
    if stands == ABSENT:
        return f"{what} does not exist at this point of a clean run{': the cell that made it was deleted' if is_gone else ''}"
    writer = origins.changed_after(run, key)
    if writer is not None:
        return f"{what} was changed by cell {writer} after this ran"
    if is_gone:
        return f"{what} was made by a cell that was deleted"
    if stands.startswith("nondeterministic"):
        return f"{what} is another in every run"
    return f"{what} {'may be' if stands.startswith('unknown') else 'is'} another at this point of a clean run"


def but_chooses(reasons: Sequence[str]) -> str:
    """Why a cell may be stale that only chooses among what it reads."""
    return f"its input changed, but it only chooses among what it reads: {', and '.join(reasons)}"


def but_alike(reasons: Sequence[str]) -> str:
    """Why a cell may be stale that calls another version of a function, which gave the same in other cells."""
    return f"{', and '.join(reasons)}, but both versions gave the same in the cells that were run with both"


def words(key: str) -> str:
    """A key as a person would say it."""
    kind, _, rest = key.partition(":")
    if kind in {"file", "dir"} and rest:
        return f"the {'file' if kind == 'file' else 'folder'} `{rest.rpartition('/')[2]}`"
    if kind == "module" and rest:
        return f"`{rest}`"
    if key.startswith("@"):
        return _AROUND.get(key.partition("[")[0], "a setting")
    key = key.removesuffix("#code")
    name, mark, part = key.partition("#")
    if mark:
        return f"{_PARTS.get(part, 'a part')} of `{name}`"
    return f"`{key.partition('-')[0].replace('@', '.')}`"


_PARTS = {
    "len": "the length",
    "index": "the index",
    "columns": "the columns",
    "keys": "the keys",
    "dtypes": "the types",
    "shape": "the shape",
}
_AROUND = {
    "@random": "the random generator",
    "@numpy_random": "NumPy's random generator",
    "@torch_random": "PyTorch's random generator",
    "@numpy_print": "how NumPy prints numbers",
    "@pandas_options": "how pandas shows tables",
    "@rcParams": "how matplotlib draws",
    "@cwd": "the working directory",
    "@environ": "the environment",
}
