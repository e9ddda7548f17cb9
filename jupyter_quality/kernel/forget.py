"""`%quality forget`: delete what was recorded of this notebook's runs."""

import sqlite3
from argparse import ArgumentParser, Namespace

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel.recording import recorder_of
from jupyter_quality.kernel.telling import say, say_trouble
from jupyter_quality.kernel.this_notebook import UnknownNotebookError, this_notebook
from jupyter_quality.runs.store import user_store


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `forget` takes."""
    parser.add_argument("--notebook", metavar="PATH", help="The file of this notebook, where nothing tells it.")
    parser.add_argument("--all", action="store_true", help="Forget the runs of all notebooks.")


def run(shell: InteractiveShell, args: Namespace) -> None:
    """Delete the runs, here and on disk, and say how many there were."""
    try:
        key = None if args.all else str(this_notebook(shell, args.notebook).resolve())
        recorder = recorder_of(shell)
        if recorder is not None:
            recorder.forget()
        count = user_store().forget(key)
    except (UnknownNotebookError, sqlite3.Error, OSError) as error:
        say_trouble(str(error))
        return
    say(f"{count} recorded runs were deleted.\n")
