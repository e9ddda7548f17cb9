"""What is known of a notebook's runs: this kernel's, and those of earlier kernels that were kept."""

import sqlite3
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel.recording import recorder_of
from jupyter_quality.notebook.document import Notebook
from jupyter_quality.runs.record import Run
from jupyter_quality.runs.store import user_store


def known_runs(shell: InteractiveShell, path: Path, notebook: Notebook) -> tuple[list[Run], str]:
    """The runs, of which this kernel's are written down for the next time; and a sentence on what is left out, where something is."""
    recorder = recorder_of(shell)
    own = [] if recorder is None else list(recorder.runs)
    store, key = user_store(), str(path.resolve())
    try:
        kept = store.runs(key, notebook.run_cells)
        store.add(key, own)
    except (sqlite3.Error, OSError) as error:
        return own, f"The runs of earlier kernels are left out, since {store.path} cannot be used: {error}."
    return [*kept, *own], ""
