#!/usr/bin/env python3
"""Install jupyter_quality into `.venv` and open JupyterLab on the tour, the panel beside it: `python3 binder/start.py`.

Needs Python 3.11 or later and the network, nothing else: the build brings its own Node. Further arguments go to JupyterLab.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
WORKSPACE = ROOT / "binder" / "tour.jupyterlab-workspace"


def make_venv(extra: str) -> None:
    """Make the venv where it is missing, and install this tree into it with what an extra of pyproject.toml needs."""
    if sys.version_info < (3, 11):
        sys.exit(f"jupyter_quality needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    if not PYTHON.exists() and subprocess.run([sys.executable, "-m", "venv", VENV], check=False).returncode:
        sys.exit("Python could not make a virtual environment; on Debian and Ubuntu, install python3-venv first.")
    print("Installing; the first time this takes some minutes.", flush=True)
    install = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"{ROOT}[{extra}]"]
    if subprocess.run(install, check=False).returncode:
        sys.exit("The installation failed; what pip said is above.")


def open_tour(arguments: list[str]) -> int:
    """Open JupyterLab in the workspace that shows the tour and the panel; its exit code."""
    os.environ["PATH"] = os.pathsep.join([str(BIN), os.environ["PATH"]])
    os.environ["JUPYTERLAB_WORKSPACES_DIR"] = str(VENV / "workspaces")
    subprocess.run([PYTHON, "-m", "jupyter", "lab", "workspaces", "import", WORKSPACE], check=True, stdout=subprocess.DEVNULL)
    lab = [PYTHON, "-m", "jupyter", "lab", f"--ServerApp.root_dir={ROOT}", "--LabApp.default_url=/lab/workspaces/tour"]
    return subprocess.run([*lab, *arguments], check=False).returncode


if __name__ == "__main__":
    make_venv("tour")
    sys.exit(open_tour(sys.argv[1:]))
