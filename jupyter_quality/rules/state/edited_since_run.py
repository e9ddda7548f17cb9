import ast
import re
from collections.abc import Iterator

from jupyter_quality.notebook.outputs import read_outputs
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.state._gathered import cells_in_words, others

_NO_VALUE = re.compile(r"(?:[^\W\d][^\n=(]*=(?!=)|import\s|from\s|del\s|#)[^\n]*\Z|[^\n]*;\s*\Z")


class EditedSinceRun(Rule):
    """The code of a cell is not what was run: it ends without a value, yet a value is shown below it.

    Whoever reads the notebook takes the output for what the code gives, but another version of the code made it.
    Run the cell again.
    """

    severity = Severity.FRAGILE
    message = "{cells} changed after the last run: code that ends in `{line}` cannot have shown the value below it"
    bad = (
        """
        # %% [1]
        prices = [3, 4, 5]
        # %% [2]
        total = sum(prices)  # <-
        #= 12
        # %% [3]
        # sum(prices)
        #= 12
        """,
        """
        # %% [2]
        sum([3, 4]);  # <-
        #= 7
        """,
    )
    good = (
        """
        # %% [1]
        total = sum([3, 4])
        total
        #= 7
        # %% [2]
        total = 12
        print(total)
        #> 12
        # %% [3]
        dict(
        total=5)
        #= {'total': 5}
        """,
        """
        # %% [1]
        from IPython.core.interactiveshell import InteractiveShell
        InteractiveShell.ast_node_interactivity = "last_expr_or_assign"
        # %% [2]
        total = sum([3, 4])
        #= 7
        """,
        """
        # %% [1]
        %time total = sum([3, 4])
        #= 7
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        if any("ast_node_interactivity" in cell.code.source for cell in reading.cells):
            return
        found = [cell for cell in reading.cells if len(cell.cell.saved) > 2 and _shows_what_it_cannot(cell)]
        if found:
            line = _last_line(found[0])
            text = found[0].code.lines[line - 1].strip()
            yield self.finding(
                found[0].place(found[0].code.line_span(line)),
                related=others(found, "changed too"),
                confidence=0.8,
                cells=cells_in_words(found),
                line=text if len(text) <= 60 else text[:59] + "…",
            )


def _last_line(cell: CellReading) -> int:
    return next((number for number in range(len(cell.code.lines), 0, -1) if cell.code.lines[number - 1].strip()), 1)


def _shows_what_it_cannot(cell: CellReading) -> bool:
    source = cell.code.source.rstrip()
    if cell.code.magics or cell.code.problem is not None or not _NO_VALUE.match(source, source.rfind("\n") + 1):
        return False
    if not any(output.kind == "execute_result" for output in read_outputs(cell.cell.saved)):
        return False
    body = cell.code.tree.body
    return not body or not isinstance(body[-1], ast.Expr) or source.endswith(";")
