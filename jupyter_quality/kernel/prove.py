"""`%quality prove`: whether this notebook, as it was saved, shows what a clean run gives."""

from argparse import ArgumentParser, Namespace

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel.telling import say, say_trouble
from jupyter_quality.kernel.this_notebook import UnknownNotebookError, this_notebook
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.options import ProofLimits
from jupyter_quality.proof.proof import Runs, prove
from jupyter_quality.proof.run import RunSettings
from jupyter_quality.proof.store import ProofStore
from jupyter_quality.report.proven import as_json, text


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `prove` takes."""
    seconds = ProofLimits.class_traits(config=True)["cell_seconds"]
    parser.add_argument("path", nargs="?", metavar="PATH", help="A notebook. [this notebook]")
    parser.add_argument("--notebook", metavar="PATH", help="The file of this notebook, where nothing tells it.")
    parser.add_argument("--timeout", type=int, default=seconds.default(), metavar="SECONDS", help=f"{seconds.help} [{seconds.default()}]")
    parser.add_argument("--once", action="store_true", help="Never run twice.")
    parser.add_argument("--json", action="store_true", help="Print the proof as JSON.")


def run(shell: InteractiveShell, args: Namespace) -> None:
    """Run the notebook in another kernel, and print what came out; an interrupt ends that kernel."""
    try:
        path = this_notebook(shell, args.path or args.notebook)
        notebook = read_notebook(path.read_bytes(), str(path))
    except (UnknownNotebookError, OSError) as error:
        say_trouble(str(error))
        return
    proof = prove(notebook, path.parent, RunSettings(timeout=args.timeout), Runs.ONCE if args.once else Runs.AS_NEEDED)
    say("".join(as_json([proof]) if args.json else text([proof], colour=False)))
    if proof.trouble is None:
        try:
            ProofStore().keep(path, proof)
        except OSError as error:
            say_trouble(f"The proof could not be kept: {error.strerror or error}.")
