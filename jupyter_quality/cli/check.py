"""`jupyter quality check`: what a reviewer would point out in notebooks and percent scripts."""

import gc
import sqlite3
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from jupyter_quality.cli.fixing import Fixed, fixed
from jupyter_quality.cli.flags import Settings, add_settings
from jupyter_quality.cli.saying import say, say_aside, say_trouble, wants_colour
from jupyter_quality.cli.sources import Source, sources
from jupyter_quality.engine import Report, check
from jupyter_quality.notebook.document import Notebook
from jupyter_quality.notebook.folder import DiskFolder
from jupyter_quality.notebook.read import read_file, read_notebook
from jupyter_quality.notebook.write import write_file
from jupyter_quality.options import OptionsError
from jupyter_quality.report import FORMATS, STATISTICS, format_named
from jupyter_quality.report.checked import Checked, counted
from jupyter_quality.report.diff import diff

if TYPE_CHECKING:
    from jupyter_quality.runs.record import Run

T = TypeVar("T")

DESCRIPTION = """\
Check notebooks and percent scripts. Folders are walked for notebooks; a percent script (.py) is checked when it is named.
Nothing in a notebook is run.

examples:
  jupyter quality check                           every notebook below this folder
  jupyter quality check report.ipynb --fix        mend what can be mended safely
  jupyter quality check . --select names,state    two families only
  jupyter quality check - < report.ipynb          a notebook from stdin

exit codes: 0 no findings, 1 findings, 2 something went wrong"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `check` takes."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="Files and folders; `-` is stdin. [this folder]")
    parser.add_argument("--stdin-filename", type=Path, metavar="PATH", help="The name of the notebook on stdin.")
    parser.add_argument("--force-exclude", action="store_true", help="Pass over excluded files even when they are named.")
    parser.add_argument("--runs", action="store_true", help="Take in what was recorded of the notebooks' runs for this user.")
    fixing = parser.add_argument_group("fixing", "A file that changed while it was checked is left alone.")
    fixing.add_argument("--fix", action="store_true", help="Apply the safe fixes, and tell what is left.")
    fixing.add_argument("--unsafe-fixes", action="store_true", help="With --fix or --diff: the other fixes too; look at what they did.")
    fixing.add_argument("--diff", action="store_true", help="Write nothing; show what --fix would change. Ends with 1 where it would.")
    telling = parser.add_argument_group("telling")
    telling.add_argument("--output-format", choices=("text", *FORMATS), default="full", help="How findings are told; text is full. [full]")
    telling.add_argument("--output-file", type=Path, metavar="PATH", help="Write the findings to this file.")
    telling.add_argument("--statistics", action="store_true", help="Tell how often each rule finds something; also as json.")
    telling.add_argument("--exit-zero", action="store_true", help="End with 0 even where there are findings.")
    telling.add_argument("--show-settings", action="store_true", help="Show the settings of the first path, and check nothing.")
    add_settings(parser)


def run(args: Namespace) -> int:
    """Check what was asked for; the exit code."""
    gc.freeze()
    gc.set_threshold(1_000_000)  # syntax trees hold no circles: looking for them costs a third of the time and frees nothing
    this = Check(args)
    if args.show_settings:
        say(this.settings.shown(next(this.sources(), Source("-", None)).folder))
    elif args.diff:
        this.show_differences()
    else:
        this.tell()
    return 2 if this.troubled else int(this.found and not args.exit_zero)


class Check:
    """One run of `check`: whether it found something or ran into trouble, and which rules' fixes it applied."""

    def __init__(self, args: Namespace) -> None:
        self.args = args
        self.settings = Settings(args)
        self.folder = cache(DiskFolder)
        self.found = False
        self.troubled = False
        self.applied: Counter[str] = Counter()

    def trouble(self, message: str) -> None:
        """Say what went wrong, and remember that something did."""
        self.troubled = True
        say_trouble(message)

    def sources(self) -> Iterator[Source]:
        """What was asked for; what is not there is said."""
        return sources(self.args, self.settings, self.trouble)

    def tell(self) -> None:
        """Check, mend where asked, and tell what there is to find."""
        args = self.args
        told = format_named(STATISTICS if args.statistics else FORMATS, "full" if args.output_format == "text" else args.output_format)
        looked = self._each(self._mended if args.fix else self._checked)
        to_stderr = args.fix and "-" in args.paths
        if args.output_file:
            write_file(args.output_file, None, "".join(told(looked, False)).encode(errors="backslashreplace"))
        else:
            stream = sys.stderr if to_stderr else sys.stdout
            say(told(looked, wants_colour(stream)), stream)
        if self.applied:
            say_aside(
                f"{counted(self.applied.total(), 'finding')} fixed: {', '.join(f'{n} {rule}' for rule, n in self.applied.most_common())}."
            )

    def show_differences(self) -> None:
        """Show what fixes would change."""
        for pieces in self._each(self._difference):
            self.found = self.found or bool(pieces)
            say(pieces)

    def _each(self, look: Callable[[Source], T]) -> Iterator[T]:
        """What looking at each source gives; a source that cannot be looked at is said and passed over."""
        for source in self.sources():
            try:
                yield look(source)
            except OptionsError as error:
                self.trouble(str(error))
            except OSError as error:
                self.trouble(f"{source.name}: {error.strerror or error}")
            except Exception as error:  # noqa: BLE001 (a notebook that trips the engine must not end the check of the others)
                self.trouble(f"{source.name}: could not be checked ({type(error).__name__}: {error})")

    def _report(self, source: Source, notebook: Notebook) -> Report:
        return check(notebook, self.settings.of(source.folder), self.folder(source.folder), self._runs(source, notebook))

    def _runs(self, source: Source, notebook: Notebook) -> "list[Run]":
        """What was recorded of a notebook's runs, where that is asked for."""
        if not self.args.runs or source.path is None:
            return []
        from jupyter_quality.runs.store import user_store  # who does not ask for runs does not wait for it to load

        store = user_store()
        try:
            return store.runs(str(source.path.resolve()), notebook.run_cells)
        except sqlite3.Error as error:
            self.trouble(f"{source.name}: the recorded runs are left out, since {store.path} cannot be used: {error}")
            return []

    def _checked(self, source: Source) -> Checked:
        notebook = read_file(source.openable()) if source.is_file else read_notebook(source.read(), source.name)
        return self._noted(Checked(source.name, notebook, self._report(source, notebook)))

    def _mended(self, source: Source) -> Checked:
        """A source after its fixes, which are written; those of stdin go to stdout."""
        before, after = self._fixed(source)
        if source.is_stdin:
            sys.stdout.buffer.write(after.data)
        elif after.data != before:
            write_file(source.openable(), before, after.data)
        self.applied += after.applied
        return self._noted(Checked(source.name, after.notebook, after.report))

    def _difference(self, source: Source) -> list[str]:
        before, after = self._fixed(source)
        return list(diff(source.name, read_notebook(before, source.name), after.notebook, wants_colour(sys.stdout)))

    def _fixed(self, source: Source) -> tuple[bytes, Fixed]:
        before = source.read()
        after = fixed(before, source.name, partial(self._report, source), unsafe=self.args.unsafe_fixes)
        if after.trouble:
            self.trouble(f"{source.name}: {after.trouble}")
        return before, after

    def _noted(self, checked: Checked) -> Checked:
        self.found = self.found or bool(checked.report.findings)
        return checked
