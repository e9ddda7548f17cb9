from collections.abc import Iterator

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.state._gathered import cells_in_words, others

_SURE = 0.4


class NeverRun(Rule):
    """Code stands between cells that were run, but was not run itself.

    The results below it were made without it, so a run from top to bottom may give others. The file cannot tell whether the cell was
    skipped, is new, or only had its output cleared.
    Run it, or delete it if it is not needed.
    """

    severity = Severity.STYLE
    message = "{cells} may never have been run, though cells above and below were"
    bad = """
    # with confidence = 0.1
    # %% [1]
    prices = [3, 4, 5]
    # %%
    prices = [p * 2 for p in prices]  # <-
    # %% [2]
    sum(prices)
    # %%
    prices.clear()
    # %% [3]
    len(prices)
    """
    good = (
        """
        # with confidence = 0.1
        # %%
        prices = [3, 4, 5]
        # %% [1]
        sum([1, 2])
        # %%
        # only a remark
        # %%
        %load_ext autoreload
        # %% [2]
        sum([3, 4])
        # %%
        sum([5, 6])
        """,
        """
        # %% [1]
        prices = [3, 4, 5]
        # %%
        prices = [p * 2 for p in prices]
        # %% [2]
        sum(prices)
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        if reading.options.confidence > _SURE:
            return
        run = [index for index, cell in enumerate(reading.cells) if cell.cell.execution_count is not None]
        between = reading.cells[run[0] : run[-1]] if run else ()
        found = [cell for cell in between if cell.cell.execution_count is None and _has_code(cell)]
        if found:
            place = found[0].place(found[0].code.tree.body[0])
            yield self.finding(place, related=others(found, "was not run either"), confidence=_SURE, cells=cells_in_words(found))


def _has_code(cell: CellReading) -> bool:
    return not cell.code.magics and len(cell.cell.saved) <= 2 and bool(cell.code.tree.body)
