"""The settings as flags: each trait of Options once, under its own name and help."""

import json
from argparse import SUPPRESS, ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from traitlets import Bool, Float, Int, List

from jupyter_quality.options import Options, OptionsError, make_options, options_for, settings_file
from jupyter_quality.reading.provenance.library import own_rows
from jupyter_quality.rules._registry import all_rules, near_names, unknown_names


def add_settings(parser: ArgumentParser) -> None:
    """Add a flag for each setting; one that is not given leaves the setting to pyproject.toml."""
    group = parser.add_argument_group("settings", "Also in `[tool.jupyter_quality]` of the nearest pyproject.toml.")
    for name, trait in Options.class_traits(config=True).items():
        flag = "--" + name.replace("_", "-")
        text = f"{trait.help} [{trait.default()}]" if not isinstance(trait, List) else trait.help
        match trait:
            case Bool():
                group.add_argument(flag, action=BooleanOptionalAction, default=SUPPRESS, help=trait.help)
            case List():
                group.add_argument(flag, action="extend", type=_names, default=SUPPRESS, metavar="NAME,…", help=text)
            case Int():
                group.add_argument(flag, type=int, default=SUPPRESS, metavar="NUMBER", help=text)
            case Float():
                group.add_argument(flag, type=float, default=SUPPRESS, metavar="NUMBER", help=text)
    group.add_argument("--isolated", action="store_true", help="Take no settings from pyproject.toml.")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


class Settings:
    """The options for each folder: those of the nearest pyproject.toml, over them the flags. Raises OptionsError."""

    def __init__(self, args: Namespace) -> None:
        known = Options.class_traits(config=True)
        self._given = {name: value for name, value in vars(args).items() if name in known}
        self._isolated: bool = args.isolated
        self.of = cache(self._of)
        checked(make_options(self._given, "the command line"), "the command line")

    def file(self, folder: Path) -> Path | None:
        """The pyproject.toml whose settings a folder has."""
        return None if self._isolated else settings_file(folder)

    def shown(self, folder: Path) -> Iterator[str]:
        """The settings of a folder as a table for pyproject.toml, with where they come from."""
        options = self.of(folder)
        yield f"# {self.file(folder) or 'no pyproject.toml has settings'}; flags: {', '.join(sorted(self._given)) or 'none'}\n"
        yield "[tool.jupyter_quality]\n"
        for name, trait in Options.class_traits(config=True).items():
            yield f"{name.replace('_', '-')} = {json.dumps(getattr(options, name))}  # {trait.help}\n"

    def _of(self, folder: Path) -> Options:
        if self._isolated:
            return make_options(self._given, "the command line")
        return checked(options_for(folder, self._given), str(settings_file(folder)))


def checked(options: Options, origin: str) -> Options:
    """The options, when each rule and family that they name exists. Raises OptionsError, with near names, for one that does not."""
    if unknown := unknown_names((*options.select, *options.extend_select, *options.ignore)):
        raise OptionsError(f"{origin}: there is no rule or family `{unknown[0]}`{suggestion(near_names(unknown[0]))}")
    try:
        own_rows(options.roles)
    except OptionsError as error:
        raise OptionsError(f"{origin}: {error}") from None
    return options


def suggestion(names: Iterable[str]) -> str:
    """The end of a sentence that offers other names."""
    near = [f"`{name}`" for name in names]
    return f"; did you mean {' or '.join(near)}?" if near else f"; `jupyter quality rules` lists all {len(all_rules())}"
