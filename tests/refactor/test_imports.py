"""Imports stand in the order that ruff gives them."""

import subprocess
import sys

from jupyter_quality.refactor.imports import sorted_imports

LINES = """\
import os
import numpy as np
from sys import argv
from own.step_10_multiply import a
from own.step_5_make import b
from own.step_5_make import a10
from own.step_5_make import a9
from own.step_5_make import LIMIT
from own.step_5_make import Abc
from own.step_5_make import ABD
from own.Step_4 import z"""


def test_ruff_has_nothing_to_sort() -> None:
    text = "\n".join(sorted_imports(LINES.splitlines(), "own")) + "\n"
    settings = ["--isolated", "--select", "I", "--config", "lint.isort.known-first-party=['own']", "--diff", "-"]
    done = subprocess.run([sys.executable, "-m", "ruff", "check", *settings], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
