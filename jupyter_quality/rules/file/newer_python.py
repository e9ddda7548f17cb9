import sys
from collections.abc import Iterator

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule


class NewerPython(Rule):
    """Some cells use syntax of a newer Python than the one that checks them.

    They are not wrong; they are not understood here, so their names are taken as possible and nothing else is said of them. Install
    jupyter_quality where a Python of the kernel's version runs it.
    """

    severity = Severity.STYLE
    message = "{count} cells are written for Python {version} and are not understood by the Python {own} that checks here"
    bad = ()
    good = """
    # %%
    print("hello")
    """

    def find(self, reading: Reading) -> Iterator[Finding]:
        count = sum(cell.code.problem is not None for cell in reading.cells)
        if count and reading.is_newer_python:
            own = ".".join(map(str, sys.version_info[:2]))
            yield self.finding(None, count=count, version=reading.notebook.language_version or "", own=own)
