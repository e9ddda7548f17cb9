"""The settings as `%config Quality.SETTING = …` changes them for a session."""

from typing import cast

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Configurable

from jupyter_quality.options import Options


class Quality(Options):
    """What this session sets over the settings of pyproject.toml."""


def add_settings(shell: InteractiveShell) -> None:
    """Let `%config` know the settings."""
    _configurables(shell).append(Quality(parent=shell))


def remove_settings(shell: InteractiveShell) -> None:
    """Let `%config` forget them."""
    _configurables(shell)[:] = [one for one in _configurables(shell) if not isinstance(one, Quality)]


def changed_settings(shell: InteractiveShell) -> dict[str, object]:
    """The settings that the user has changed in this session."""
    given = next((one for one in _configurables(shell) if isinstance(one, Quality)), None)
    traits = Options.class_traits(config=True).items() if given else ()
    return {name: getattr(given, name) for name, trait in traits if getattr(given, name) != trait.default()}


def _configurables(shell: InteractiveShell) -> list[Configurable]:
    """What `%config` knows; IPython types it as a list of shells."""
    return cast("list[Configurable]", shell.configurables)
