"""CPU of a cold check of many notebooks, as whole processes in turn: ours (names alone, all rules), ruff, nbQA with pyflakes.

    python tests/benchmarks/cold_check.py FOLDER [ROUNDS]

FOLDER holds notebooks of your own choice, at least 200 for a figure worth quoting. A round before them, which does not count, leaves the
bytecode behind that an install has too.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile

COMMANDS = {
    "ruff check --select F": ["ruff", "check", "--isolated", "--no-cache", "--select", "F", "--exit-zero", "--output-format", "json"],
    "ours, family names": ["jupyter-quality", "check", "--select", "names", "--exit-zero", "--output-format", "json"],
    "ours, all rules": ["jupyter-quality", "check", "--exit-zero", "--output-format", "json"],
    "nbqa pyflakes": ["nbqa", "pyflakes"],
}


def cpu(command: list[str], bytecode: str) -> float:
    """Seconds of CPU, user and system, of one run, with Python's bytecode in a folder."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env={**environment, "PYTHONPYCACHEPREFIX": bytecode}, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    folder, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as bytecode:
        for number in range(rounds + 1):
            for name, command in COMMANDS.items():
                seconds = cpu([*command, folder], bytecode)
                if number:
                    taken[name].append(seconds)
    ruff = statistics.median(taken["ruff check --select F"])
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(f"{name:24} {median:8.2f} s CPU   {median / ruff:6.2f} x ruff   (median of {rounds})")


if __name__ == "__main__":
    main()
