"""Why a cell is stale, in a sentence."""

from jupyter_quality.runs.value import ABSENT


def reason_for(key: str, stands: str, writer: int | None) -> str:
    """Why a run no longer holds that read `key`, which a clean run would have as `stands`; `writer` is the cell that wrote it since."""
    what = _words(key)
    if stands == ABSENT:
        return f"{what} does not exist at this point of a clean run"
    if writer is not None:
        return f"{what} was changed by cell {writer} after this ran"
    return f"{what} is another at this point of a clean run"


def _words(key: str) -> str:
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
