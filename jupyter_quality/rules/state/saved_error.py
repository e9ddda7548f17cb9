from collections.abc import Iterator

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.state._evidence import saved_error

_LENGTH = 100


class SavedError(Rule):
    """A cell was saved with an error as its output.

    Restart & Run All stops at this cell, so nobody can run what comes below it. Whoever reads the notebook cannot tell whether the
    error still matters.
    Mend the cell and run it again, or delete it. Where the error is what you want to show, give the cell the tag
    `raises-exception`: then a run goes on behind it.
    """

    severity = Severity.FRAGILE
    message = "this cell was saved with an error: {error}"
    bad = (
        """
        # %% [1]
        totals = {"a": 1}
        # %% [2]
        print(totals)  # <-
        totals["b"]
        #> {'a': 1}
        #! KeyError: 'b'
        """,
        """
        # %% [5]
        %%time  # <-
        train(model)
        #! KeyboardInterrupt: by the user
        """,
    )
    good = (
        """
        # %% [1] tags=raises-exception
        1 / 0
        #! ZeroDivisionError: division by zero
        """,
        """
        # %% [2]
        print("error")
        #> "error": "this is only text"
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        for cell in reading.cells:
            error = saved_error(cell)
            if error is not None and cell.code.source.strip() and "raises-exception" not in cell.cell.tags:
                first = next(number for number, line in enumerate(cell.code.lines, 1) if line.strip())
                yield self.finding(cell.place(cell.code.line_span(first)), error=_in_short(error.error_name, error.error_value))


def _in_short(name: str | None, value: str | None) -> str:
    if name == "KeyboardInterrupt":
        return "it was interrupted"
    first = (value or "").strip().partition("\n")[0]
    text = f"{name or 'Error'}: {first}" if first else name or "Error"
    return text if len(text) <= _LENGTH else text[: _LENGTH - 1] + "…"
