from collections.abc import Iterator

from pyflakes.messages import UnusedVariable as UnusedLocal

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._pyflakes import by_kind
from jupyter_quality.rules.names.pyflakes_messages import span_of


class UnusedVariable(Rule):
    """A function computes a value into a local variable that it never reads.

    Either the result was meant to be used or returned, or the line can go. At the top level of a cell a name stays visible, so only
    functions are looked at.
    """

    severity = Severity.STYLE
    message = "`{name}` is assigned in a function that never reads it"
    ruff = ("F841",)
    bad = """
    # %%
    def mean(values):
        total = sum(values)
        count = len(values)  # <-
        return total / 2
    """
    good = """
    # %%
    def mean(values):
        total, _ = sum(values), 1
        return total / len(values)
    # %%
    count = 3
    # %%
    def remember(value):
        global last
        last = value
    """

    def find(self, reading: Reading) -> Iterator[Finding]:
        for cell, message in by_kind(reading).get(UnusedLocal, ()):
            yield self.finding(cell.place(span_of(message, cell.code)), name=message.message_args[0])
