"""How the magics speak: results on the cell's stdout or as displayed objects, trouble as a sentence on its stderr."""

import sys

from IPython.display import display


def show(value: object) -> None:
    """Display an object as HTML where that is possible, as text elsewhere."""
    display(value)  # type: ignore[no-untyped-call]


def show_markdown(text: str) -> None:
    """Display Markdown."""
    display({"text/plain": text, "text/markdown": text}, raw=True)  # type: ignore[no-untyped-call]


def say(text: str) -> None:
    """Print a text."""
    sys.stdout.write(text)


def say_trouble(sentence: str) -> None:
    """Print a sentence on what went wrong."""
    sys.stderr.write(f"{sentence}\n")
