"""`jupyter quality check`: what a reviewer would point out in notebooks and percent scripts."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from jupyter_quality.cli.flags import Settings, add_settings
from jupyter_quality.cli.paths import notebooks_in
from jupyter_quality.cli.saying import say, say_trouble, wants_colour
from jupyter_quality.engine import check
from jupyter_quality.notebook.document import Notebook
from jupyter_quality.notebook.folder import DiskFolder
from jupyter_quality.notebook.read import read_file, read_notebook
from jupyter_quality.options import OptionsError
from jupyter_quality.report import FORMATS, format_named
from jupyter_quality.report.checked import Checked

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
    telling = parser.add_argument_group("telling")
    telling.add_argument("--output-format", choices=("text", *FORMATS), default="full", help="How findings are told; text is full. [full]")
    telling.add_argument("--output-file", type=Path, metavar="PATH", help="Write the findings to this file.")
    telling.add_argument("--exit-zero", action="store_true", help="End with 0 even where there are findings.")
    add_settings(parser)


class Run:
    """One run of `check`: what it looks at, and whether it found something or ran into trouble."""

    def __init__(self, args: Namespace) -> None:
        self.args = args
        self.settings = Settings(args)
        self.found = False
        self.troubled = False

    def code(self) -> int:
        """The exit code."""
        return 2 if self.troubled else int(self.found and not self.args.exit_zero)

    def trouble(self, message: str) -> None:
        """Say what went wrong, and remember that something did."""
        self.troubled = True
        say_trouble(message)

    def checked(self) -> Iterator[Checked]:
        """Everything that was asked for, checked; what cannot be is said on stderr."""
        paths = self.args.paths or ["."]
        if "-" in paths:
            yield from self._stdin()
        for path in self._existing(path for path in paths if path != "-"):
            yield from self._file(path)

    def _existing(self, names: Iterator[str]) -> Iterator[Path]:
        present = []
        for name in names:
            if Path(name).exists():
                present.append(Path(name))
            else:
                self.trouble(f"{name}: there is no such file or folder")
        return notebooks_in(present, self.settings, force_exclude=self.args.force_exclude)

    def _stdin(self) -> Iterator[Checked]:
        path: Path | None = self.args.stdin_filename
        yield from self._one(str(path or "-"), read_notebook(sys.stdin.buffer.read(), str(path) if path else None), path or Path("-"))

    def _file(self, path: Path) -> Iterator[Checked]:
        try:
            path.open("rb").close()
        except OSError as error:
            self.trouble(f"{path}: {error.strerror or error}")
            return
        yield from self._one(str(path), read_file(path), path)

    def _one(self, name: str, notebook: Notebook, path: Path) -> Iterator[Checked]:
        try:
            report = check(notebook, self.settings.of(path.parent), DiskFolder(path.parent))
        except OptionsError as error:
            self.trouble(str(error))
        except Exception as error:  # noqa: BLE001 (a notebook that trips the engine must not end the check of the others)
            self.trouble(f"{name}: could not be checked ({type(error).__name__}: {error})")
        else:
            self.found = self.found or bool(report.findings)
            yield Checked(name, notebook, report)


def run(args: Namespace) -> int:
    """Check what was asked for; the exit code."""
    this = Run(args)
    tell = format_named("full" if args.output_format == "text" else args.output_format)
    if args.output_file:
        args.output_file.write_bytes("".join(tell(this.checked(), False)).encode(errors="backslashreplace"))
    else:
        say(tell(this.checked(), wants_colour(sys.stdout)))
    return this.code()
