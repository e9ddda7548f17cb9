from collections.abc import Iterator

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule


class UnreadableFile(Rule):
    """The file is no notebook that could be read.

    It may be cut off, hold the marks of an unsettled merge, or be something else under a notebook's name. Nothing in it was checked.
    """

    severity = Severity.WRONG
    message = "{trouble}"
    bad = ()
    good = """
    # %%
    answer = 42
    """

    def find(self, reading: Reading) -> Iterator[Finding]:
        if reading.notebook.trouble is not None:
            yield self.finding(None, trouble=reading.notebook.trouble)
