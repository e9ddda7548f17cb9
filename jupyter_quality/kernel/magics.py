"""`%quality COMMAND …` and `%%quality`. A command is a module of this folder with `add_arguments(parser)` and `run(shell, args)`.

Nothing here may end a user's cell: what goes wrong is a sentence on stderr; only a mistyped `%quality` is an error of its own.
"""

import shlex
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn, Protocol, cast

from IPython.core.error import UsageError
from IPython.core.interactiveshell import ExecutionInfo, InteractiveShell
from IPython.core.magic import Magics, line_cell_magic, magics_class

from jupyter_quality.kernel import recording
from jupyter_quality.kernel.settings import add_settings, remove_settings
from jupyter_quality.kernel.telling import say_trouble

COMMANDS = {
    "check": "Check this notebook as it was saved last (also plain `%quality`).",
    "data": "Look once at the data in the kernel: rows and groups in both parts of a split, rare classes, columns read for nothing.",
    "explain": "Explain a rule.",
    "refactor": "List the moves that would pay, each with its reason.",
    "prove": "Run this notebook cleanly, and compare with what was saved.",
    "state": "Say which cells a clean run would give otherwise.",
    "forget": "Delete what was recorded of this notebook's runs.",
    "rules": "List the rules.",
}
"""Each command and what it does; its code is in the module of its name."""

CELL_MAGIC = "%%quality"


class Command(Protocol):
    """What the module of a command offers."""

    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[InteractiveShell, Namespace], None]


class _Ended(Exception):  # noqa: N818 (it is no error: the help was shown)
    """The parser has shown its help."""


class _Parser(ArgumentParser):
    """A parser that never ends the process."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}. `{self.prog} --help` says more.")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        raise _Ended(message)


def _parser(name: str) -> _Parser:
    """The parser of all commands, of which only the named one is imported and knows its arguments."""
    parser = _Parser(
        prog="%quality", description="What a reviewer would point out in this notebook. `%%quality` checks a cell, then runs it."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command, summary in COMMANDS.items():
        help_text = summary.replace("%", "%%")
        if command == name:
            module = cast("Command", import_module(f"{__package__}.{command}"))
            chosen = commands.add_parser(command, help=help_text, description=summary, formatter_class=RawDescriptionHelpFormatter)
            module.add_arguments(chosen)
            chosen.set_defaults(run=module.run)
        else:
            commands.add_parser(command, help=help_text)
    return parser


@magics_class
class QualityMagics(Magics):
    """The magics, and what checks a cell of `%%quality` before it runs."""

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self._shell = shell

    @line_cell_magic
    def quality(self, line: str, cell: str | None = None) -> None:
        """What a reviewer would point out in this notebook; `%quality --help` lists the commands.

        %quality                       check this notebook as it was saved last
        %quality check other.ipynb     check another
        %quality explain unused-import
        %%quality                      check the cell, then run it
        """
        if cell is not None:
            self.before_run(f"{CELL_MAGIC}\n{cell}")
            self._shell.run_cell(cell).raise_error()  # type: ignore[no-untyped-call]
            return
        self._guarded(lambda: self._run(line))

    def _run(self, line: str) -> None:
        try:
            words = shlex.split(line)
        except ValueError as error:
            raise UsageError(f"{error}: {line}") from None
        if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help"}):
            words.insert(0, "check")
        try:
            args = _parser(words[0]).parse_args(words)
        except _Ended:
            return
        args.run(self._shell, args)

    def before_run(self, raw: str) -> None:
        """Check the source of a cell that begins with `%%quality`, and show what there is to find in it."""
        first, _, body = raw.lstrip("\n").partition("\n")
        if first.strip() == CELL_MAGIC:
            self._guarded(lambda: _check_cell(self._shell, body))

    def pre_run_cell(self, info: ExecutionInfo) -> None:
        """IPython's event before each run."""
        raw = info.raw_cell
        if isinstance(raw, str) and CELL_MAGIC in raw:
            self.before_run(raw)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001 (a fault of ours must not become the user's)
            say_trouble(f"%quality stumbled: {type(error).__name__}: {error}")


def _check_cell(shell: InteractiveShell, source: str) -> None:
    from jupyter_quality.kernel.check import show_cell

    show_cell(shell, source)


def without_mark(lines: list[str]) -> list[str]:
    """A cell's lines without `%%quality`, so that its body runs as it would alone: an empty line keeps the lines' numbers."""
    if not lines or lines[0].strip() != CELL_MAGIC:
        return lines
    return lines[1:] if any(line.startswith("%%") for line in lines[1:2]) else ["\n", *lines[1:]]


def load(shell: InteractiveShell) -> None:
    """Add the magics to a shell."""
    magics = QualityMagics(shell)
    recording.start(shell)
    add_settings(shell)
    shell.register_magics(magics)
    shell.events.register("pre_run_cell", magics.pre_run_cell)
    shell.input_transformers_cleanup.append(without_mark)


def unload(shell: InteractiveShell) -> None:
    """Take the magics out of a shell again."""
    magics = shell.magics_manager.registry.pop(QualityMagics.__name__, None)
    if magics is not None:
        shell.events.unregister("pre_run_cell", magics.pre_run_cell)
    if without_mark in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.remove(without_mark)
    recording.stop(shell)
    remove_settings(shell)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("quality", None)
