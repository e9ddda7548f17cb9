"""Every setting, once. The command line's flags, `[tool.jupyter_quality]`, the server's configuration, `%config` and
JupyterLab's settings are derived from these traits and their help."""

import tomllib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from traitlets import Bool, Float, Int, List, TraitError, Unicode
from traitlets.config import Configurable

TABLE = "[tool.jupyter_quality"
"""How the text of a table for us begins, in a pyproject.toml."""


class OptionsError(ValueError):
    """Settings that cannot be taken: which file, which setting, why."""


class Options(Configurable):
    """What is checked, and how strictly."""

    select = List(Unicode(), help="Rules and families to check, by name; all where empty.").tag(config=True)
    extend_select = List(Unicode(), help="Rules and families to check beside those of `select`.").tag(config=True)
    ignore = List(Unicode(), help="Rules and families to leave out.").tag(config=True)
    exclude = List(
        Unicode(), help="Files and folders to pass over, as shell patterns; .ipynb_checkpoints and hidden folders always are."
    ).tag(config=True)
    confidence = Float(0.5, min=0, max=1, help="Findings that are less sure than this, from 0 to 1, are kept back.").tag(config=True)
    long_cell = Int(40, min=1, help="Statements from which on a cell is long.").tag(config=True)
    large_output = Int(1024, min=1, help="Kilobytes from which on a cell's saved output is large.").tag(config=True)
    secret_entropy = Float(3.5, min=0, help="Bits per character from which on a literal beside a name such as `api_key` is a secret.").tag(
        config=True
    )
    roles = List(
        Unicode(),
        help="What callables of your own libraries do with rows, as `ourlib.Scaler = learns`; a wrong role is answered with all of them.",
    ).tag(config=True)
    ruff = Bool(True, help="Add ruff's findings where the project configures ruff and it is installed.").tag(config=True)


class Limits(Configurable):
    """How much the server takes on at once."""

    max_megabytes = Int(64, min=1, help="Megabytes up to which a notebook is checked on the server.").tag(config=True)
    max_cells = Int(5000, min=1, help="Cells up to which a notebook is checked on the server.").tag(config=True)
    max_notebooks = Int(200, min=1, help="Notebooks that one request may have checked.").tag(config=True)


class ProofLimits(Configurable):
    """What a clean run may take."""

    cell_seconds = Int(600, min=1, help="Seconds that one cell may take in a clean run.").tag(config=True)
    kernel_megabytes = Int(0, min=0, help="Megabytes that the kernel of a clean run may hold, with all that it starts; 0 is no limit.").tag(
        config=True
    )
    clean_runs = Int(2, min=1, help="Clean runs that the server has under way at once; further ones wait.").tag(config=True)
    kept_seconds = Int(
        60,
        min=1,
        help="Seconds that a clean run after a save may take, where a notebook is kept proven; a longer one is ended and not repeated.",
    ).tag(config=True)


class PanelOptions(Configurable):
    """What the user can switch off in the browser. JupyterLab keeps these, under their names in camel case."""

    check_on_save = Bool(
        True, help="Check a notebook when it is opened and each time it is saved. Off: only the command Check this notebook checks."
    ).tag(config=True, title="Check on save")
    squiggles = Bool(True, help="Underline each finding where it stands, with a dot beside the line.").tag(
        config=True, title="Mark findings in the cells"
    )
    state = Bool(
        True,
        help="Record what each run reads and writes, and mark the cells whose results a clean run would not give. Needs the next setting.",
    ).tag(config=True, title="Mark stale cells")
    load_in_kernel = Bool(
        True,
        help="Load the extension silently when a kernel starts or restarts. Off: nothing is done in a kernel that you did not ask for.",
    ).tag(config=True, title="Load the %quality magics in Python kernels")


DEFAULT_OPTIONS = Options()


def options_for(folder: Path, base: Mapping[str, object] | None = None) -> Options:
    """The options of the nearest pyproject.toml at or above a folder, over them those of `base`.

    Raises OptionsError where a table holds a setting that does not exist or a value of the wrong type.
    """
    settings: dict[str, object] = {}
    file = settings_file(folder)
    if file is not None:
        settings.update(_table(file))
    settings.update(base or {})
    return make_options(settings, str(file) if file else "the settings")


def settings_file(folder: Path) -> Path | None:
    """The nearest pyproject.toml, at or above a folder, that has a table for us."""
    folder = folder.absolute()
    for place in (folder, *folder.parents):
        file = place / "pyproject.toml"
        if file.is_file() and TABLE.encode() in file.read_bytes():
            return file
    return None


def _table(file: Path) -> dict[str, object]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OptionsError(f"{file} cannot be read: {error}") from None
    return settings_in(text, str(file))


def settings_in(text: str, origin: str) -> dict[str, object]:
    """The settings of `[tool.jupyter_quality]` in the text of a pyproject.toml, none where there is no such table.

    Raises OptionsError, naming `origin`, where the text is no TOML or the table no table.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OptionsError(f"{origin} cannot be read: {error}") from None
    tool = content.get("tool", {})
    table = tool.get("jupyter_quality", {}) if isinstance(tool, dict) else None
    if not isinstance(table, dict):
        raise OptionsError(f"{origin}: [tool.jupyter_quality] is no table")
    return {key.replace("-", "_"): value for key, value in table.items()}


def is_excluded(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path (its parts apart by `/`), or a folder or name on it, matches one of the shell patterns of `exclude`."""
    parts = path.strip("/").split("/")
    named = {*parts, *("/".join(parts[:end]) for end in range(1, len(parts) + 1))}
    return any(fnmatchcase(name, pattern.strip("/")) for pattern in patterns for name in named)


def make_options(settings: Mapping[str, object], origin: str) -> Options:
    """Options with these settings. Raises OptionsError, naming `origin`, for one that does not exist or does not fit."""
    known = Options.class_traits(config=True)
    for key in settings:
        if key not in known:
            raise OptionsError(f"{origin}: there is no setting `{key}`; the settings are {', '.join(sorted(known))}")
    options = Options()
    for key, value in settings.items():
        try:
            setattr(options, key, value)
        except TraitError as error:
            raise OptionsError(f"{origin}: `{key}`: {error}") from None
    return options
