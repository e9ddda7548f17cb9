#!/usr/bin/env python3
"""Set up what the tests need, the browser included, and run them all: `python3 tests/run.py`.

Needs Python 3.11 or later and the network, nothing else. Everything it installs goes into `.venv` (and `.venv-3.12` and
`.venv-3.13`, where those Pythons are found), but for Chromium, which on Debian comes from apt where this runs as root.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "binder"))
from start import BIN, PYTHON, VENV, make_venv  # noqa: E402 (it is found only now)

LIGHT = ["tests/notebook", "tests/reading", "tests/rules", "tests/runs", "tests/refactor", "tests/report"]
"""The tests that need no server or browser; they run on each further Python."""

WHOLE = [f"tests/refactor/project/test_{name}.py" for name in ("project", "secrets", "update", "whole_project")]
"""Those among them that run the installed command."""

TOGETHER = "tests/browser/test_together.py"

CHECKS = {
    "formatting": [PYTHON, "-m", "ruff", "format", "--check"],
    "lint": [PYTHON, "-m", "ruff", "check"],
    "types": [PYTHON, "-m", "mypy"],
    "types and units of the front end": [BIN / "jlpm", "test"],
}


def main() -> int:
    """Run everything; what failed is named at the end."""
    started = time.monotonic()
    make_venv("test")
    os.environ["PATH"] = os.pathsep.join([str(BIN), os.environ["PATH"]])
    failed = [name for name, command in CHECKS.items() if not passed(name, {}, *command)]
    failed += [] if passed_tests("tests", {}, "--ignore=tests/browser") else ["tests"]
    failed += [] if passed_tests("tests in a browser", browser(), "tests/browser", f"--ignore={TOGETHER}") else ["tests in a browser"]
    failed += [] if passed_together() else ["real-time collaboration"]
    failed += [f"Python {version}" for version, python in further_pythons().items() if not passed_on(version, python)]
    print(f"\n{'FAILED: ' + ', '.join(failed) if failed else 'All passed'} after {time.monotonic() - started:.0f} s.")
    return int(bool(failed))


def passed(name: str, environment: dict[str, str], *command: str | Path) -> bool:
    """Run one check under its name; whether it passed."""
    print(f"\n=== {name}", flush=True)
    return subprocess.run(list(map(str, command)), cwd=ROOT, env=os.environ | environment, check=False).returncode == 0


def passed_tests(name: str, environment: dict[str, str], *which: str) -> bool:
    """Run tests, and those that failed once more: a busy machine may miss a deadline once, a fault fails twice."""
    command = [PYTHON, "-m", "pytest", "-q", *which]
    return passed(name, environment, *command) or passed(f"{name} that failed, once more", environment, *command, "--last-failed")


def passed_together() -> bool:
    """Run the tests of real-time collaboration, whose package changes all of JupyterLab, in a venv of its own over the first."""
    venv = VENV.with_name(f"{VENV.name}-together")
    own = venv / BIN.name / PYTHON.name
    below = {
        "PYTHONPATH": sysconfig.get_path("purelib", "venv", {"base": str(VENV)}),
        "JUPYTER_PATH": str(VENV / "share" / "jupyter"),
        "JUPYTER_CONFIG_PATH": str(VENV / "etc" / "jupyter"),
    }
    return (
        (own.exists() or passed("venv for real-time collaboration", {}, PYTHON, "-m", "venv", venv))
        and passed("packages for real-time collaboration", below, own, "-m", "pip", "install", "-q", "jupyter-collaboration>=4")
        and passed("real-time collaboration", below | browser(), own, "-m", "pytest", "-q", TOGETHER)
    )


def browser() -> dict[str, str]:
    """Where Chromium is: said by CHROMIUM, on the machine, from apt, or Playwright's own."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found and shutil.which("apt-get") and os.geteuid() == 0:
        print("\n=== Chromium from apt", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"], check=True)
        found = shutil.which("chromium")
    if not found:
        subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"], check=True)
    return {"CHROMIUM": found} if found else {}


def further_pythons() -> dict[str, str]:
    """The other Pythons of this machine that we support, by version: on PATH or under pyenv."""
    wanted = re.findall(r"Python :: (3\.\d+)\"", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = {}
    for version in wanted:
        for python in (f"python{version}", *map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))):
            if f"{sys.version_info.major}.{sys.version_info.minor}" != version and _version(python) == version:
                found[version] = python
    return found


def _version(python: str) -> str | None:
    try:
        ran = subprocess.run(
            [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return ran.stdout.strip()


def passed_on(version: str, python: str) -> bool:
    """Run the light tests on another Python, in a venv with just what they need."""
    venv = VENV.with_name(f"{VENV.name}-{version}")
    own = venv / BIN.name / PYTHON.name
    needs = [
        "msgspec",
        "pyflakes",
        "traitlets",
        "ipykernel",
        "hypothesis",
        "matplotlib",
        "nbclient",
        "pandas",
        "pytest",
        "ruff",
        "scikit-learn",
    ]
    left_out = [f"--ignore={file}" for file in WHOLE]
    return (
        (own.exists() or passed(f"venv for Python {version}", {}, python, "-m", "venv", venv))
        and passed(f"packages for Python {version}", {}, own, "-m", "pip", "install", "-q", *needs)
        and passed(f"engine on Python {version}", {}, own, "-m", "pytest", "-q", "--confcutdir=tests", *LIGHT, *left_out)
    )


if __name__ == "__main__":
    sys.exit(main())
