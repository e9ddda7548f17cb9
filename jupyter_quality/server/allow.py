"""A rule left out by a pyproject.toml, the rest of which stays as its author wrote it."""

from collections.abc import MutableMapping

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from jupyter_quality.options import OptionsError


def with_ignored(text: str, rule: str, origin: str) -> str:
    """The text of a pyproject.toml with a rule in `ignore` of `[tool.jupyter_quality]`. Raises OptionsError, naming `origin`."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise OptionsError(f"{origin} cannot be read: {error}") from None
    tool = document.setdefault("tool", tomlkit.table(is_super_table=True))
    table = tool.setdefault("jupyter_quality", tomlkit.table()) if isinstance(tool, MutableMapping) else None
    ignored = table.setdefault("ignore", tomlkit.array()) if isinstance(table, MutableMapping) else None
    if not isinstance(ignored, Array):
        raise OptionsError(f"{origin}: `ignore` of [tool.jupyter_quality] is no list")
    if rule not in ignored:
        ignored.append(rule)
    return tomlkit.dumps(document)
