"""Whether the files around a notebook say exact versions."""

import re
import tomllib
from collections.abc import Iterator

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules.reproducibility._environment import around, declared

_LOCKS = re.compile(r"(?:poetry|uv|pdm|pixi|conda-lock)\.(?:lock|yml)|Pipfile\.lock|pylock[\w.-]*\.toml")
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?P<version>.*)")
_CONDA = re.compile(r"(?m)^\s*-\s*[\"']?(?:[\w-]+::)?(?P<name>[A-Za-z0-9][\w.-]*)\s*(?P<version>[^\"'\n]*)$")
_EXACT = re.compile(r"={1,3}\s*\d|@|--hash")


def unpinned(reading: Reading) -> tuple[str, ...]:
    """The packages that the files around a notebook name in no exact version; none where one of them locks all of them."""
    near = around(reading)
    files = declared(reading.folder, near).files if near is not None else ()
    if any(_LOCKS.fullmatch(path.rpartition("/")[2]) for path in files):
        return ()
    loose: set[str] = set()
    exact = {"python", "pip", "nodefaults", "conda-forge", "defaults"}
    for path in files:
        for name, version in _versions(path.rpartition("/")[2], reading.folder.text(path) or ""):
            (exact if _EXACT.match(version) or "--hash" in version else loose).add(name.lower())
    return tuple(sorted(loose - exact))


def _versions(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Each package in a file, and what stands behind its name."""
    if name.endswith((".txt", ".in")):
        lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    elif name == "pyproject.toml":
        lines = _dependencies(text)
    elif name.endswith((".yml", ".yaml")):
        yield from ((match["name"], match["version"].strip()) for match in _CONDA.finditer(text))
        return
    else:
        return
    for line in lines:
        if match := _REQUIREMENT.match(line):
            yield match["name"], match["version"]


def _dependencies(text: str) -> list[str]:
    try:
        project = tomllib.loads(text).get("project", {})
    except tomllib.TOMLDecodeError:
        return []
    found = project.get("dependencies", []) if isinstance(project, dict) else []
    return [line for line in found if isinstance(line, str)] if isinstance(found, list) else []
