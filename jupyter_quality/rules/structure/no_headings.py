from collections.abc import Iterator

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.structure._prose import has_heading, is_short

_TEN_CELLS = "\n".join(f"# %%\nprint({number})" for number in range(10))


class NoHeadings(Rule):
    """A long notebook has no headings.

    Headings tell a reader what each part is for, and JupyterLab's table of contents is made of them: without any, the only way to find
    something is to scroll.
    Put a text cell with `## What comes next` above each part.
    """

    severity = Severity.STYLE
    message = "{count} code cells and no heading: a reader cannot find their way"
    bad = "# <- notebook\n# %% [markdown]\nMy notebook\n" + _TEN_CELLS
    good = ("# %% [markdown]\n## Numbers\n" + _TEN_CELLS, "# %% [markdown]\nNumbers\n=======\n" + _TEN_CELLS, "# %%\nprint(1)")

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not is_short(reading) and not any(has_heading(cell) for cell in reading.notebook.cells):
            yield self.finding(None, count=len(reading.cells))
