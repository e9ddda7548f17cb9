"""Which file is the notebook that runs in this kernel?"""

import os
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell


class UnknownNotebookError(LookupError):
    """The notebook cannot be told; the message says what the user can do."""


def this_notebook(shell: InteractiveShell, given: str | None) -> Path:
    """The path that was given, else the one that the server or the editor told the kernel. Raises UnknownNotebookError."""
    if given is not None:
        return _there(Path(given).expanduser(), f"There is no file {given}.")
    told = shell.user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME")
    if not isinstance(told, str):
        raise UnknownNotebookError("Nothing tells which file this notebook is. Name it: %quality --notebook PATH")
    gone = (
        f"The notebook that this kernel was started for, {told}, is not there (it may have been renamed). Name it: %quality --notebook PATH"
    )
    return _there(Path(told), gone)


def _there(path: Path, otherwise: str) -> Path:
    if path.is_dir():
        raise UnknownNotebookError(f"{path} is a folder; `jupyter quality check` on the command line takes folders.")
    if not path.is_file():
        raise UnknownNotebookError(otherwise)
    return path
