"""`%quality explain`: what a rule means, from its page in the manual."""

from argparse import ArgumentParser, Namespace

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel.telling import say_trouble, show_markdown
from jupyter_quality.manual import markdown, page_named
from jupyter_quality.rules._registry import near_names


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `explain` takes."""
    parser.add_argument("rule", metavar="RULE", help="The rule's name, as in `unused-import`.")


def run(_: InteractiveShell, args: Namespace) -> None:
    """Show the page of a rule."""
    page = page_named(args.rule)
    if page is None:
        near = " or ".join(near_names(args.rule))
        say_trouble(f"There is no rule {args.rule}; {f'did you mean {near}?' if near else '%quality rules lists all.'}")
    else:
        show_markdown(markdown(page))
