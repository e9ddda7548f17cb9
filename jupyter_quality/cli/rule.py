"""`jupyter quality rule`: what a rule means, from its page in the manual."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from jupyter_quality.cli.flags import suggestion
from jupyter_quality.cli.saying import say
from jupyter_quality.manual import markdown, page, page_named
from jupyter_quality.options import OptionsError
from jupyter_quality.rules._registry import all_rules, near_names

DESCRIPTION = "Explain a rule: why it matters, what it finds and what not, how to allow it."


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `rule` takes."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("name", nargs="?", metavar="NAME", help="The rule's name, as in `unused-import`, or a code of ruff's.")
    which.add_argument("--all", action="store_true", help="Every rule.")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="Text is Markdown. [text]")


def run(args: Namespace) -> int:
    """Explain the rule, or all of them. Raises OptionsError for a name that there is not."""
    named = page_named(args.name) if args.name else None
    if args.name and named is None:
        raise OptionsError(f"there is no rule `{args.name}`{suggestion(near_names(args.name))}")
    pages = [named] if named else [page(rule) for rule in all_rules()]
    if args.output_format == "json":
        shown = [asdict(one) for one in pages]
        say([json.dumps(shown if args.all else shown[0], indent=2) + "\n"])
    else:
        say("\n".join(markdown(one) for one in pages))
    return 0
