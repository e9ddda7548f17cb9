"""`%quality check`, and the check of one cell for `%%quality`."""

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.engine import check
from jupyter_quality.kernel.known_runs import known_runs
from jupyter_quality.kernel.namespace import definitions
from jupyter_quality.kernel.settings import changed_settings
from jupyter_quality.kernel.telling import say, say_trouble, show
from jupyter_quality.kernel.this_notebook import UnknownNotebookError, this_notebook
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.folder import DiskFolder
from jupyter_quality.notebook.read import read_file
from jupyter_quality.options import OptionsError, options_for
from jupyter_quality.reading.reading import Reading
from jupyter_quality.report.checked import Checked
from jupyter_quality.report.json import findings
from jupyter_quality.report.notebook_repr import Shown
from jupyter_quality.rules._registry import all_rules
from jupyter_quality.rules._rule import CellRule


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `check` takes."""
    parser.add_argument("path", nargs="?", metavar="PATH", help="A notebook or percent script. [this notebook]")
    parser.add_argument("--notebook", metavar="PATH", help="The file of this notebook, where nothing tells it.")
    parser.add_argument("--json", action="store_true", help="Print the findings as JSON.")


def run(shell: InteractiveShell, args: Namespace) -> None:
    """Check a file and show what was found; its unsaved changes are not seen, so the time of saving is said."""
    try:
        path = this_notebook(shell, args.path or args.notebook)
        notebook = read_file(path)
        runs, _ = known_runs(shell, path, notebook)
        report = check(notebook, options_for(path.parent, changed_settings(shell)), DiskFolder(path.parent), runs)
    except (UnknownNotebookError, OptionsError) as error:
        say_trouble(str(error))
        return
    checked = Checked(str(path), notebook, report)
    if args.json:
        say("".join(findings([checked], False)))
    else:
        show(Shown(checked, f"{path.name} as it was saved at {_saved(path)}."))


def _saved(path: Path) -> str:
    """When a file was saved: the time, with its day where that is not today."""
    saved, now = (datetime.fromtimestamp(t, UTC).astimezone() for t in (path.stat().st_mtime, datetime.now(UTC).timestamp()))
    return f"{saved:%H:%M:%S}" if saved.date() == now.date() else f"{saved:%H:%M:%S on %d %B %Y}"


def show_cell(shell: InteractiveShell, source: str) -> None:
    """Check one cell against the names that the kernel holds; say nothing where nothing is found."""
    cell = Cell("cell", 1, CellKind.CODE, source)
    used = frozenset[str]().union(*(read.uses for read in Reading(Notebook(None, (cell,))).cells))
    known = Cell("names", 0, CellKind.CODE, definitions(shell.user_ns, used))
    options = options_for(Path.cwd(), {**changed_settings(shell), "select": _rules_of_one_cell(), "ruff": False})
    report = check(Notebook(None, (known, cell)), options, DiskFolder(Path.cwd()))
    found = tuple(finding for finding in report.findings if finding.place is not None and finding.place.cell_id == cell.id)
    if found:
        alone = replace(report, findings=found, cells=report.cells[1:])
        show(Shown(Checked("this cell", Notebook(None, (cell,)), alone), "This cell:"))


def _rules_of_one_cell() -> list[str]:
    """The rules that can be sure of a cell without those below it: whether a name is used may be decided there."""
    return [rule.name for rule in all_rules() if isinstance(rule, CellRule) or (rule.family == "names" and not _looks_below(rule.name))]


def _looks_below(name: str) -> bool:
    return name.startswith(("unused-", "redefined-"))
