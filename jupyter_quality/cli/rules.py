"""`jupyter quality rules`: every rule with its family, severity and summary."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from jupyter_quality.cli.saying import say, wants_colour
from jupyter_quality.report.terminal import painted
from jupyter_quality.rules._registry import all_rules

DESCRIPTION = "List the rules, by family."


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `rules` takes."""
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="How the rules are listed. [text]")


def run(args: Namespace) -> int:
    """List the rules."""
    say(_as_json() if args.output_format == "json" else _as_text(wants_colour(sys.stdout)))
    return 0


def _as_text(colour: bool) -> Iterator[str]:
    longest = max(len(rule.name) for rule in all_rules())
    family = ""
    for rule in all_rules():
        if rule.family != family:
            yield ("\n" if family else "") + painted(rule.family, "bold", colour) + "\n"
            family = rule.family
        yield f"  {rule.name:<{longest}}  {painted(f'{rule.severity:<7}', rule.severity, colour)}  {rule.summary}\n"


def _as_json() -> Iterator[str]:
    listed = [{"name": r.name, "family": r.family, "severity": str(r.severity), "summary": r.summary} for r in all_rules()]
    yield json.dumps(listed, indent=2) + "\n"
