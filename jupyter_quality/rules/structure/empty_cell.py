from collections.abc import Iterator

from jupyter_quality.notebook.document import CellKind, Place, Span
from jupyter_quality.notebook.edit import DeleteCell, Fix
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule


class EmptyCell(Rule):
    """A cell is empty.

    It does nothing, and a reader wonders whether something got lost here. Delete it.
    """

    severity = Severity.STYLE
    message = "this cell is empty"
    bad = """
    # %%
    total = 1
    # %%
      # ->
    # %% [markdown]
      # <-
    # %%
    print(total)
    """
    good = """
    # %%
    # a remark is no empty cell
    # %%
    print(1)
    # %%
    """

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not reading.is_python:
            return
        for cell in reading.notebook.cells[:-1]:
            if cell.kind is not CellKind.RAW and (not cell.source or cell.source.isspace()):
                place = Place(cell.id, cell.number, Span(1, 1, 1, 1))
                yield self.finding(place, fix=Fix("Delete the cell", (DeleteCell(cell.id),), safe=not cell.tags))
