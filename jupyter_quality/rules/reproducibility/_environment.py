"""What the files around a notebook declare that it needs, and what it imports."""

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jupyter_quality.notebook.folder import Folder
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.imports import imports_of, star_imports
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules.reproducibility._installed import normal

_LEVELS = 5
_REQUIREMENTS = re.compile(r"(?:[\w.-]*requirements?[\w.-]*|constraints)\.(?:txt|in)")
_CONDA = re.compile(r"(?:[\w.-]*environment|env|conda|meta)[\w.-]*\.ya?ml")
_TOML = re.compile(r"pyproject\.toml|Pipfile|poetry\.lock|uv\.lock|pdm\.lock|pixi\.toml|pixi\.lock|pylock[\w.-]*\.toml")
_SETUP = re.compile(r"setup\.(?:py|cfg)")
_JSON = re.compile(r"Pipfile\.lock")
_ENDINGS = (".txt", ".in", ".yml", ".yaml", ".toml", ".lock", "setup.py", ".cfg", "Pipfile")
_FOLDERS = ("binder", ".binder", "requirements")
_NAMES_IN_FOLDERS = ("environment.yml", "requirements.txt", "base.txt", "dev.txt", "main.txt", "local.txt")
_REQUIREMENT = re.compile(r"\s*(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[=<>!~;@,#\s]|$)")
_FURTHER = re.compile(r"\s*(?:-r|--requirement)[\s=]+(?P<path>\S+)")
_EGG = re.compile(r"(?:^|\s|/)(?P<name>[\w.-]+?)(?:\.git)?(?:@[\w.-]+)?(?:#egg=(?P<egg>[\w.-]+))?\s*$")
_CONDA_ENTRY = re.compile(r"^\s*-\s*[\"']?(?:[\w-]+::)?(?P<name>[A-Za-z0-9][\w.-]*)", re.MULTILINE)
_QUOTED = re.compile(r"[\"']\s*(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]\"']*\])?\s*(?:[=<>!~;@][^\"']*)?[\"']")
_NOT_PACKAGES = frozenset({"python", "defaults", "conda-forge", "pip", "nodefaults"})
_GIVEN = frozenset(
    """
    IPython ipykernel jupyter jupyterlab notebook ipywidgets traitlets pip setuptools pkg_resources wheel google.colab pylab
    __future__ __main__ distutils imp asyncore asynchat smtpd cgi crypt telnetlib pipes nntplib lib2to3 dbutils jupyter_quality
    """.split()
)


@dataclass(frozen=True, slots=True)
class Declared:
    """The files that declare an environment (as paths from the notebook) and the distributions in them, in normal form."""

    files: tuple[str, ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Around:
    """The folders of a notebook's project: `names[n]` are what lies n levels above it."""

    names: tuple[frozenset[str], ...]

    def holds_module(self, module: str) -> bool:
        """Whether a module of this name may be the project's own."""
        return any(not names.isdisjoint({module, f"{module}.py", f"{module}.ipynb", f"{module}.so"}) for names in self.names)


def around(reading: Reading) -> Around | None:
    """The folders from the notebook's up to the project's top (the one with `.git`), five at most; None where they are unknown."""
    return reading.remember("folders around", lambda: _listed(reading.folder))


def _listed(folder: Folder) -> Around | None:
    levels: list[frozenset[str]] = []
    for up in range(_LEVELS):
        names = folder.names(up)
        if names is None:
            break
        levels.append(names)
        if ".git" in names:
            break
    return Around(tuple(levels)) if levels and levels[0] else None


def declared(folder: Folder, near: Around) -> Declared:
    """What all environment files in these folders declare."""
    files: list[str] = []
    names: set[str] = set()
    for path, kind in _files(near):
        text = folder.text(path)
        found = None if text is None else _names_in(folder, path, kind, text)
        if found is not None:
            files.append(path)
            names.update(normal(name) for name in found)
    return Declared(tuple(files), frozenset(names) - _NOT_PACKAGES)


def has_environment_file(near: Around) -> bool:
    """Whether some file there has the name of one that declares an environment."""
    return next(_files(near), None) is not None


def _files(near: Around) -> Iterator[tuple[str, re.Pattern[str]]]:
    for up, names in enumerate(near.names):
        for name in sorted(name for name in names if name.endswith(_ENDINGS)):
            kind = next((kind for kind in (_REQUIREMENTS, _CONDA, _TOML, _SETUP, _JSON) if kind.fullmatch(name)), None)
            if kind is not None:
                yield "../" * up + name, kind
        for folder in _FOLDERS:
            if folder in names:
                for name in _NAMES_IN_FOLDERS:
                    yield f"{'../' * up}{folder}/{name}", _CONDA if name.endswith(".yml") else _REQUIREMENTS


def _names_in(folder: Folder, path: str, kind: re.Pattern[str], text: str) -> set[str] | None:
    """The distributions that a file declares; None where it declares no environment at all."""
    return _in_requirements(folder, path, text) if kind is _REQUIREMENTS else _names_in_text(kind, path.rpartition("/")[2], text)


@lru_cache(maxsize=64)
def _names_in_text(kind: re.Pattern[str], name: str, text: str) -> set[str] | None:
    """The distributions that the text of such a file declares by itself."""
    if kind is _CONDA:
        return set(_CONDA_ENTRY.findall(text)) if "dependencies" in text or "requirements" in text else None
    if kind is _SETUP:
        return set(_QUOTED.findall(text)) | set(re.findall(r"(?m)^\s+([A-Za-z0-9][\w.-]*)", text)) if "install_requires" in text else None
    try:
        content = json.loads(text) if kind is _JSON else tomllib.loads(text) if name != "pixi.lock" else {}
    except ValueError:
        return None
    return _in_table(content)


def _in_requirements(folder: Folder, path: str, text: str, depth: int = 0) -> set[str]:
    found = set()
    for line in text.splitlines():
        if further := _FURTHER.match(line):
            other = f"{path.rpartition('/')[0]}/{further['path']}".lstrip("/")
            if depth < 3 and (more := folder.text(other)) is not None:
                found |= _in_requirements(folder, other, more, depth + 1)
        elif "://" in line and (egg := _EGG.search(line.split(" @")[0])):
            found |= {egg["egg"] or egg["name"], line.split("@")[0].strip()}
        elif match := _REQUIREMENT.match(line):
            found.add(match["name"])
    return found


def _in_table(content: object) -> set[str] | None:
    """The distributions of a pyproject.toml, Pipfile or lock; None where no table in it speaks of dependencies."""
    if not isinstance(content, dict):
        return None
    found: set[str] = set()
    lists = [_at(content, "project", "dependencies"), _at(content, "build-system", "requires")]
    lists += [*_values(_at(content, "project", "optional-dependencies")), *_values(_at(content, "dependency-groups"))]
    tables = [content.get(key) for key in ("packages", "dev-packages", "default", "develop", "dependencies")]
    tables += [_at(content, "tool", "poetry", "dependencies"), _at(content, "tool", "poetry", "dev-dependencies")]
    tables += [_at(content, "tool", "pixi", "dependencies"), _at(content, "tool", "pixi", "pypi-dependencies")]
    tables += [_at(group, "dependencies") for group in _values(_at(content, "tool", "poetry", "group"))]
    locked = [*_entries(content.get("package")), *_entries(content.get("packages"))]
    has_any = any(isinstance(part, list) for part in (lists[0], *lists[2:])) or any(isinstance(part, dict) for part in tables)
    for requirements in lists:
        found |= {match["name"] for text in _entries(requirements) if isinstance(text, str) and (match := _REQUIREMENT.match(text))}
    for table in tables:
        found |= {str(key) for key in table} if isinstance(table, dict) else set()
    found |= {str(entry["name"]) for entry in locked if isinstance(entry, dict) and "name" in entry}
    return found if has_any or locked else None


def _at(content: object, *keys: str) -> object:
    for key in keys:
        content = content.get(key) if isinstance(content, dict) else None
    return content


def _values(table: object) -> list[object]:
    return list(table.values()) if isinstance(table, dict) else []


def _entries(entries: object) -> list[object]:
    return entries if isinstance(entries, list) else []


def imported_packages(reading: Reading) -> Mapping[str, CellReading]:
    """Top-level module → the first cell that imports it, for modules of neither Python nor Jupyter itself."""
    return reading.remember("imported packages", lambda: _imported_packages(reading))


def _imported_packages(reading: Reading) -> dict[str, CellReading]:
    found: dict[str, CellReading] = {}
    for cell in reading.cells:
        if "import" in cell.code.source:
            for target in (*imports_of(cell.code).values(), *star_imports(cell.code)):
                module = target.partition(".")[0]
                if module and module not in sys.stdlib_module_names and module not in _GIVEN and not target.startswith("google.colab"):
                    found.setdefault(module, cell)
    return found
