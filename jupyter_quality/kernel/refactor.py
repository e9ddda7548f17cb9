"""`%quality refactor`: which moves would pay in this notebook, as it was saved, those that gain most first."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.engine import advise
from jupyter_quality.kernel.settings import changed_settings
from jupyter_quality.kernel.telling import say, say_trouble
from jupyter_quality.kernel.this_notebook import UnknownNotebookError, this_notebook
from jupyter_quality.notebook.folder import DiskFolder
from jupyter_quality.notebook.read import read_file
from jupyter_quality.options import OptionsError, options_for
from jupyter_quality.proof.store import ProofStore
from jupyter_quality.refactor.advice import Advice
from jupyter_quality.refactor.suggestion import Suggestion
from jupyter_quality.report.terminal import plain
from jupyter_quality.wire import to_plain


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `refactor` takes."""
    parser.add_argument("path", nargs="?", metavar="PATH", help="A notebook or percent script. [this notebook]")
    parser.add_argument("--notebook", metavar="PATH", help="The file of this notebook, where nothing tells it.")
    parser.add_argument("--json", action="store_true", help="Print all that is advised as JSON, the checklist of a project too.")


def run(shell: InteractiveShell, args: Namespace) -> None:
    """List the moves; nothing is changed."""
    try:
        path = this_notebook(shell, args.path or args.notebook)
        options = options_for(path.parent, changed_settings(shell))
    except (UnknownNotebookError, OptionsError) as error:
        say_trouble(str(error))
        return
    advice = advise(read_file(path), options, DiskFolder(path.parent), proof=ProofStore().last(path))
    if args.json:
        say(json.dumps(to_plain(advice), indent=2) + "\n")
    elif advice.suggestions or advice.unmoved:
        say("\n".join(_lines(advice)))
    else:
        say(f"No move would pay in {path.name}.\n")


def _lines(advice: Advice) -> Iterator[str]:
    yield from map(_told, advice.suggestions)
    if advice.unmoved:
        yield "".join(f"{plain(f'cell {one.place.cell}: {one.reason}')}\n" for one in advice.unmoved)


def _told(suggestion: Suggestion) -> str:
    place = f"cell {suggestion.place.cell}: " if suggestion.place else ""
    lines = [f"{place}{suggestion.title}", f"    {suggestion.reason}", *([f"    stays: {suggestion.stays}"] if suggestion.stays else [])]
    return "".join(f"{plain(line)}\n" for line in lines)
