"""`%quality refactor`: which moves would pay in this notebook, as it was saved, those that gain most first."""

from argparse import ArgumentParser, Namespace

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.engine import check
from jupyter_quality.kernel.settings import changed_settings
from jupyter_quality.kernel.telling import say, say_trouble
from jupyter_quality.kernel.this_notebook import UnknownNotebookError, this_notebook
from jupyter_quality.notebook.folder import DiskFolder
from jupyter_quality.notebook.read import read_file
from jupyter_quality.options import OptionsError, options_for
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.suggestion import Suggestion
from jupyter_quality.refactor.suggestions import suggestions
from jupyter_quality.report.terminal import plain


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `refactor` takes."""
    parser.add_argument("path", nargs="?", metavar="PATH", help="A notebook or percent script. [this notebook]")
    parser.add_argument("--notebook", metavar="PATH", help="The file of this notebook, where nothing tells it.")


def run(shell: InteractiveShell, args: Namespace) -> None:
    """List the moves; nothing is changed."""
    try:
        path = this_notebook(shell, args.path or args.notebook)
        options = options_for(path.parent, changed_settings(shell))
    except (UnknownNotebookError, OptionsError) as error:
        say_trouble(str(error))
        return
    notebook, folder = read_file(path), DiskFolder(path.parent)
    found = suggestions(Reading(notebook, folder, options), check(notebook, options, folder).findings)
    say("\n".join(map(_told, found)) if found else f"No move would pay in {path.name}.\n")


def _told(suggestion: Suggestion) -> str:
    place = f"cell {suggestion.place.cell}: " if suggestion.place else ""
    lines = [f"{place}{suggestion.title}", f"    {suggestion.reason}", *([f"    stays: {suggestion.stays}"] if suggestion.stays else [])]
    return "".join(f"{plain(line)}\n" for line in lines)
