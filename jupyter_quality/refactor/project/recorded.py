"""Recorded tests of a project: made while its notebook runs, and kept where they pass again in a fresh process."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_quality.proof.scratch import scratch_copy

BESIDE = {f"tests/{file.name}": file.read_text(encoding="utf-8") for file in sorted(Path(__file__).with_name("beside").glob("rec*.py"))}
"""What stands beside the recorded tests as it is: path → text."""

_LONGEST = 600

_CHECK = """\
import faulthandler, json, os, sys, importlib
os.environ.setdefault("MPLBACKEND", "agg")
names, folder, how = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
sys.path[:0] = [folder + "/src", folder + "/tests"]
import recording
out, sys.stdout = sys.stdout, sys.stderr
for name, module in names.items():
    try:
        getattr(recording, how)(getattr(importlib.import_module(module), name))
        why = None
    except Exception as error:
        why = f"{type(error).__name__}: {error}"[:300]
    print(json.dumps([name, why]), file=out, flush=True)
"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The tests that passed: their files, and how many; `dropped` says of functions why they have none, `failed` of how many of these
    the recording did not give the same again."""

    files: Mapping[str, str] = field(default_factory=dict)
    passed: int = 0
    dropped: Mapping[str, str] = field(default_factory=dict)
    failed: int = 0


def recording_path(module: str, function: str) -> str:
    """Where in a project the recording of a function stands."""
    return f"tests/recorded/{module.rpartition('.')[2]}.{function}.json"


def recorder(place: Path, names: Mapping[str, str]) -> str:
    """Code for a kernel that records the functions of a project in `place` from then on."""
    folder = place / "tests" / "recorded"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [str(place / "src"), str(place / "tests")]
    return f"__import__('sys').path.__setitem__(slice(0, 0), {paths!r}); __import__('recording').record({dict(names)!r}, {str(folder)!r})"


def recorded_tests(
    place: Path, names: Mapping[str, str], folder: Path, cancelled: threading.Event, secrets: Collection[str] = ()
) -> Recorded:
    """Check each recording in a fresh process, and write the tests of those that pass; none is kept in which one of the secrets stands."""
    files = {name: place / recording_path(module, name) for name, module in names.items()}
    telling = {name for name, file in files.items() if file.exists() and _tells(file.read_text(encoding="utf-8"), secrets)}
    for name in telling:
        files[name].unlink()
    dropped = {name: "it was not called, or what it takes could not be written down" for name, file in files.items() if not file.exists()}
    dropped |= dict.fromkeys(sorted(telling), "a secret would stand in its recording")
    called = {name: module for name, module in sorted(names.items(), key=lambda pair: pair[1]) if name not in dropped}  # as pytest would
    outcome = check_recordings(place, called, folder, cancelled, new=True)
    dropped |= {name: why or "" for name, why in outcome.items() if why is not None}
    passed = {name: module for name, module in called.items() if name in outcome and outcome[name] is None}
    dropped |= {name: "the check did not end" for name in called if name not in outcome}
    made = {
        f"tests/recorded/{files[name].name}": files[name].read_text(encoding="utf-8") for name in called if _is_needed(name, passed, files)
    }
    for module in dict.fromkeys(passed.values()):
        made[f"tests/test_{module.rpartition('.')[2]}.py"] = _test_file(module, [n for n, home in passed.items() if home == module])
    if passed:
        made |= BESIDE
    return Recorded(made, len(passed), dropped, sum(why is not None for why in outcome.values()))


def check_recordings(
    place: Path, names: Mapping[str, str], folder: Path, cancelled: threading.Event, *, new: bool = False
) -> dict[str, str | None]:
    """Function → why its recording is not what it gives again, None where it is; for functions by name → module, in a project's place.

    Out of `new` recordings is taken what the function does not give again.
    """
    with scratch_copy(folder, []) as scratch:
        command = [sys.executable, "-c", _CHECK, json.dumps(dict(names)), str(place), "settle" if new else "check"]
        process = subprocess.Popen(command, cwd=scratch.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603 - this Python, our own code
        end = time.monotonic() + _LONGEST
        told = ""
        while process.poll() is None:
            try:
                told, _ = process.communicate(timeout=0.5)
            except subprocess.TimeoutExpired:
                if cancelled.is_set() or time.monotonic() > end:
                    process.kill()
        told = told or (process.communicate()[0] if process.stdout and not process.stdout.closed else "")
    return {name: why for line in told.splitlines() if line.startswith("[") for name, why in [json.loads(line)]}


def _tells(text: str, secrets: Collection[str]) -> bool:
    """Whether a secret stands in a recording."""
    return any(json.dumps(secret)[1:-1] in text for secret in secrets)


def _is_needed(name: str, passed: Mapping[str, str], files: Mapping[str, Path]) -> bool:
    """Whether a recording is a test's own, or one that another test takes its values from."""
    return name in passed or any(f'"{name}"' in files[other].read_text(encoding="utf-8") for other in passed)


def _test_file(module: str, names: list[str]) -> str:
    package, _, name = module.rpartition(".")
    tests = "".join(f"\n\ndef test_{function}():\n    check({name}.{function})\n" for function in names)
    return (
        f'"""Each function of {name} gives what it gave when the project was made."""\n\n'
        f"from recording import check\n\nfrom {package} import {name}\n{tests}"
    )
