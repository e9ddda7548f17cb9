"""`%quality state`: whether a clean run would give what this notebook shows."""

import json
from argparse import ArgumentParser, Namespace

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.engine import state
from jupyter_quality.kernel.known_runs import known_runs
from jupyter_quality.kernel.recording import recorder_of
from jupyter_quality.kernel.telling import say, say_trouble
from jupyter_quality.kernel.this_notebook import UnknownNotebookError, this_notebook
from jupyter_quality.notebook.read import read_file
from jupyter_quality.proof.store import ProofStore
from jupyter_quality.runs.state import NotebookState, State


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `state` takes."""
    parser.add_argument("--notebook", metavar="PATH", help="The file of this notebook, where nothing tells it.")
    parser.add_argument("--json", action="store_true", help="Print the state as JSON.")


def run(shell: InteractiveShell, args: Namespace) -> None:
    """Print the state of each cell of the notebook as it was saved last."""
    try:
        path = this_notebook(shell, args.notebook)
    except UnknownNotebookError as error:
        say_trouble(str(error))
        return
    notebook = read_file(path)
    if notebook.trouble is not None:
        say_trouble(notebook.trouble)
        return
    recorder = recorder_of(shell)
    runs, trouble = known_runs(shell, path, notebook)
    if trouble:
        say_trouble(trouble)
    known = state(notebook, runs, None if recorder is None else recorder.kernel, ProofStore().last(path))
    say(_json(known) if args.json else _text(known))


def _json(state: NotebookState) -> str:
    cells = [
        {"id": cell.id, "number": cell.number, "state": cell.state, "why": cell.why, "feeds": cell.feeds, "clean_run": cell.clean_run}
        for cell in state.cells
    ]
    hidden = [name.name for name in state.hidden_names]
    sources = {name.name: name.source for name in state.hidden_names if name.source is not None}
    return json.dumps({"cells": cells, "hidden_names": hidden, "hidden_sources": sources, "to_run": state.to_run}) + "\n"


def _text(state: NotebookState) -> str:
    told = (cell for cell in state.cells if cell.state in {State.STALE, State.UNKNOWN})
    lines = [f"cell {cell.number} is {cell.state}: {'; '.join(cell.why)}" for cell in told]
    lines += [f"`{hidden.name}`: {hidden.why}" for hidden in state.hidden_names]
    return "\n".join(lines or ["Nothing recorded contradicts a clean run."]) + "\n"
