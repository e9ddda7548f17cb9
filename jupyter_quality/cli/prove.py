"""`jupyter quality prove`: whether notebooks show what a clean run gives."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jupyter_quality.cli.flags import Settings, add_settings
from jupyter_quality.cli.saying import say, say_aside, say_trouble, wants_colour
from jupyter_quality.cli.sources import Source, sources
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.options import ProofLimits
from jupyter_quality.proof.proof import Proof, Runs, prove
from jupyter_quality.proof.run import Progress, RunSettings
from jupyter_quality.proof.store import ProofStore
from jupyter_quality.report.checked import counted
from jupyter_quality.report.proven import as_json, text

DESCRIPTION = """\
Run notebooks from the top in fresh kernels, and compare each cell with what is saved in it: text, tables, numbers, figures by their
pixels. Each runs in a scratch copy of its folder: your files stay as they are. Where a cell differs, the notebook is run once more:
what two clean runs do not give alike is said to be nondeterministic, and not held against it.

examples:
  jupyter quality prove report.ipynb              one notebook
  jupyter quality prove . --timeout 60            every notebook below this folder
  jupyter quality prove . --output-format json    for a program

exit codes: 0 proven, 1 a cell fails or differs, 2 something went wrong"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `prove` takes."""
    limits = ProofLimits.class_traits(config=True)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="Files and folders; `-` is stdin. [this folder]")
    parser.add_argument("--stdin-filename", type=Path, metavar="PATH", help="The name of the notebook on stdin.")
    parser.add_argument("--force-exclude", action="store_true", help="Pass over excluded files even when they are named.")
    running = parser.add_argument_group("running")
    seconds, megabytes = limits["cell_seconds"], limits["kernel_megabytes"]
    running.add_argument("--timeout", type=int, default=seconds.default(), metavar="SECONDS", help=f"{seconds.help} [{seconds.default()}]")
    running.add_argument("--memory", type=int, default=megabytes.default(), metavar="MEGABYTES", help=f"{megabytes.help} [0]")
    running.add_argument("--kernel", metavar="NAME", help="The kernel to run in. [the notebook's own, else this environment's]")
    running.add_argument("--keep-going", action="store_true", help="Run what is below a cell that failed as well.")
    running.add_argument("--in-place", action="store_true", help="Run in the notebook's own folder: what it writes there is written.")
    often = running.add_mutually_exclusive_group()
    often.add_argument("--twice", dest="runs", action="store_const", const=Runs.TWICE, default=Runs.AS_NEEDED, help="Always run twice.")
    often.add_argument("--once", dest="runs", action="store_const", const=Runs.ONCE, help="Never run twice.")
    telling = parser.add_argument_group("telling")
    telling.add_argument("--output-format", choices=("text", "json"), default="text", help="How proofs are told. [text]")
    telling.add_argument("--quiet", action="store_true", help="Show no progress.")
    add_settings(parser)


def run(args: Namespace) -> int:
    """Prove what was asked for; the exit code."""
    this = Run(args)
    proofs = this.proofs()
    say(as_json(proofs) if args.output_format == "json" else text(proofs, wants_colour(sys.stdout)))
    return 2 if this.troubled else int(this.unproven)


class Run:
    """One run of `prove`: whether some notebook is not proven, and whether something went wrong."""

    def __init__(self, args: Namespace) -> None:
        self._args = args
        self._settings = Settings(args)
        self._store = ProofStore()
        self.troubled = False
        self.unproven = False

    def proofs(self) -> Iterator[Proof]:
        """The proof of each notebook that was asked for."""
        for source in sources(self._args, self._settings, self._trouble):
            try:
                proof = self._proof(source)
            except OSError as error:
                self._trouble(f"{source.name}: {error.strerror or error}")
                continue
            self.troubled = self.troubled or proof.trouble is not None
            self.unproven = self.unproven or not proof.proven
            yield proof

    def _trouble(self, message: str) -> None:
        self.troubled = True
        say_trouble(message)

    def _proof(self, source: Source) -> Proof:
        args = self._args
        settings = RunSettings(
            timeout=args.timeout,
            megabytes=args.memory or None,
            keep_going=args.keep_going,
            kernel=args.kernel,
            in_place=args.in_place,
        )
        notebook = replace(read_notebook(source.read(), source.name), path=source.name)
        shown = ProgressLine(wanted=sys.stderr.isatty() and not args.quiet)
        proof = prove(notebook, source.folder, settings, args.runs, shown.hear)
        shown.clear()
        if source.path is not None and not source.is_stdin and proof.trouble is None:
            self._keep(source.path, proof)
        return proof

    def _keep(self, path: Path, proof: Proof) -> None:
        try:
            self._store.keep(path, proof)
        except OSError as error:
            say_aside(f"The proof could not be kept: {error.strerror or error}.")


class ProgressLine:
    """How far a run is, on the last line of the terminal."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted

    def hear(self, progress: Progress) -> None:
        """Show how far the run is."""
        if self._wanted and progress.cell is not None:
            bar = "━" * (20 * progress.done // progress.of)
            say([f"\r\x1b[K{bar:<20} cell {progress.cell.number}, {progress.done} of {counted(progress.of, 'cell')} done"], sys.stderr)
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._wanted:
            say(["\r\x1b[K"], sys.stderr)
