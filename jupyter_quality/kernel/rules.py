"""`%quality rules`: every rule with its severity and what it finds."""

from argparse import ArgumentParser, Namespace
from itertools import groupby

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel.telling import say
from jupyter_quality.rules._registry import all_rules


def add_arguments(_: ArgumentParser) -> None:
    """Nothing: `rules` takes no arguments."""


def run(_: InteractiveShell, __: Namespace) -> None:
    """Print the rules by family."""
    longest = max(len(rule.name) for rule in all_rules())
    for family, members in groupby(all_rules(), key=lambda rule: rule.family):
        say(f"{family}\n")
        for rule in members:
            say(f"  {rule.name:<{longest}}  {rule.severity:<7}  {rule.summary}\n")
