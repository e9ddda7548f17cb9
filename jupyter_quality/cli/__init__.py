"""The command line: `jupyter quality COMMAND …`. A command is a module with `add_arguments(parser)` and `run(args)`."""

import logging
import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Protocol, cast

from jupyter_quality.cli.saying import TroubleHandler, say_trouble
from jupyter_quality.options import OptionsError

COMMANDS = {
    "check": "Check notebooks and percent scripts, and mend what can be mended.",
    "project": "Make a notebook into a package with tests, proven equal.",
    "prove": "Run notebooks cleanly, and compare with what they show.",
    "rule": "Explain a rule, or all of them.",
    "rules": "List the rules.",
}
"""Each command and what it does; its code is in the module of its name."""

CLEAN, FINDINGS, TROUBLE = 0, 1, 2
"""What a command ends with: nothing to report, something, or something went wrong."""


class Command(Protocol):
    """What the module of a command offers."""

    DESCRIPTION: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command with these arguments (default: the process's own); the exit code. Never raises but SystemExit for help."""
    heard = TroubleHandler()
    logging.getLogger("jupyter_quality").addHandler(heard)
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        args = _parser(arguments[0] if arguments else "").parse_args(arguments)
        code: int = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it flushes at exit
        return CLEAN
    except KeyboardInterrupt:
        say_trouble("Interrupted.")
        return 130
    except (OptionsError, OSError) as error:
        say_trouble(str(error))
        return TROUBLE
    except Exception as error:  # a fault of ours: one line to the user; `python -X dev` shows where it arose
        if sys.flags.dev_mode:
            raise
        say_trouble(f"jupyter quality stumbled, please report it: {type(error).__name__}: {error}")
        return TROUBLE
    finally:
        logging.getLogger("jupyter_quality").removeHandler(heard)
    return TROUBLE if heard.count else code


def _parser(name: str) -> ArgumentParser:
    """The parser of all commands, of which only the named one is imported and knows its arguments."""
    parser = ArgumentParser(prog="jupyter quality", description="A senior reviewer for notebooks.")
    parser.add_argument("--version", action="version", version=version("jupyter_quality"))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command, summary in COMMANDS.items():
        if command == name:
            module = cast("Command", import_module(f"{__name__}.{command}"))
            chosen = commands.add_parser(command, help=summary, description=module.DESCRIPTION, formatter_class=RawDescriptionHelpFormatter)
            module.add_arguments(chosen)
            chosen.set_defaults(run=module.run)
        else:
            commands.add_parser(command, help=summary)
    return parser
