from collections.abc import Iterator

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule


class SyntaxErrorInCell(Rule):
    """A cell is not valid Python: running it only raises a SyntaxError.

    The other cells are checked all the same; the names that this one would define are taken as possible. A cell that is meant to
    fail can carry the tag `raises-exception`; one that is prose belongs in a markdown cell.
    """

    severity = Severity.WRONG
    message = "this cell does not parse: {problem}"
    bad = (
        """
        # %%
        total = (1 + 2  # <-
        print(total)
        """,
        """
        # %%
        for row in rows  # <-
            print(row)
        # %%
        answer = 42
        """,
    )
    good = (
        """
        # %%
        %matplotlib inline
        files = !ls *.csv
        # %%
        %%bash
        for f in *.csv; do wc -l $f; done
        # %%
        import asyncio
        await asyncio.sleep(0)
        # %%
        >>> answer = 42
        >>> print(answer)
        # %%
        print?
        """,
        """
        # %% tags=raises-exception
        total = (1 + 2
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        if reading.is_newer_python:
            return
        for cell in reading.cells:
            problem = cell.code.problem
            if problem is not None and "raises-exception" not in cell.cell.tags:
                yield self.finding(cell.place(problem.span), problem=problem.message)
