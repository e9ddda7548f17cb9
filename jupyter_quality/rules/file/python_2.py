from collections.abc import Iterator

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule


class Python2(Rule):
    """The notebook is written in Python 2.

    Python 2 ended in 2020; no library here is maintained for it. Nothing else in this notebook was checked: its cells would fill the
    list with one and the same remark. `2to3` or a reading of the print statements is the first step.
    """

    severity = Severity.FRAGILE
    message = "this notebook is written in Python 2, which ended in 2020: its cells were not checked"
    bad = """
    # <- notebook
    # %%
    print "hello"
    # %%
    print total
    """
    good = """
    # %%
    print("hello")
    """
    further = "https://docs.python.org/3/howto/pyporting.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if reading.is_python_2:
            yield self.finding(None)
