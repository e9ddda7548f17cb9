import re
from collections.abc import Iterator

from jupyter_quality.notebook.document import CellKind
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.structure._prose import has_heading, is_short

_OPENING_COMMENT = re.compile(r"\s*(?:#[^\n]*\w+\W+\w+\W+\w+|(?:\"\"\"|'''))")
_TEN_CELLS = "\n".join(f"# %%\nprint({number})" for number in range(10))


class NoOpeningText(Rule):
    """A long notebook begins with code, not with a word on what it is about.

    Whoever opens it, you in half a year for example, has to run or read it all to find out what it answers and from which data.
    Begin with a text cell: a title, the question, the data, the result.
    """

    severity = Severity.STYLE
    message = "the notebook begins with code: say first what it is about"
    bad = "# <- notebook\n" + _TEN_CELLS + "\n# %% [markdown]\n## Numbers"
    good = (
        "# %% [markdown]\n# Numbers\n" + _TEN_CELLS,
        "# %%\nimport os\n# %% [markdown]\n# Numbers\n" + _TEN_CELLS,
        "# %%\n# Which numbers are printed here?\nprint(0)\n" + _TEN_CELLS + "\n# %% [markdown]\n## Numbers",
        "# %%\nprint(1)",
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        cells = [cell for cell in reading.notebook.cells if cell.source]
        if is_short(reading) or any(cell.kind is not CellKind.CODE for cell in cells[:3]) or _OPENING_COMMENT.match(cells[0].source):
            return
        if any(has_heading(cell) for cell in cells):
            yield self.finding(None)
