"""What the README says can be typed."""

import re
import shlex
from argparse import Namespace
from pathlib import Path

import pytest

from jupyter_quality.cli import COMMANDS, _parser
from jupyter_quality.kernel.magics import COMMANDS as MAGICS
from jupyter_quality.kernel.magics import _parser as magic_parser
from jupyter_quality.options import make_options, settings_in

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
LINES = [line.partition("#")[0].strip() for _, block in BLOCKS for line in block.splitlines()]


def test_the_two_commands_are_there_and_ci_runs_the_second() -> None:
    first, second = [line for line in LINES if line.startswith("python3 ")]
    assert (ROOT / first.split()[1]).is_file() and (ROOT / second.split()[1]).is_file()
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == second


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("jupyter quality ")])
def test_commands_can_be_typed(line: str) -> None:
    words = shlex.split(line)[2:]
    assert words[0] in COMMANDS and isinstance(_parser(words[0]).parse_args(words), Namespace)


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("%quality ")])
def test_magics_can_be_typed(line: str) -> None:
    words = shlex.split(line)[1:]
    assert words[0] in MAGICS and isinstance(magic_parser(words[0]).parse_args(words), Namespace)


def test_settings_can_be_set() -> None:
    (table,) = [block for language, block in BLOCKS if language == "toml"]
    make_options(settings_in(table, "README.md"), "README.md")


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(document: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / document).read_text(encoding="utf-8")):
        assert target.startswith("https://") or (ROOT / target).exists(), target
