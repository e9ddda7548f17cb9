from collections.abc import Iterator

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.state._gathered import cells_in_words
from jupyter_quality.rules.state._run_later import run_later

_SURE = 0.3


class StaleResult(Rule):
    """A cell shows a result, and a cell above it that it depends on was run later.

    What is shown may come from an older value. Running a cell again often gives the same value, so the saved counts alone cannot tell.
    Run the cell again, or the whole notebook from top to bottom.
    """

    severity = Severity.WRONG
    message = "{cells} may show what is older than a clean run gives: {source}, which defines `{name}`, was run after {reader}"
    bad = """
    # with confidence = 0.1
    # %% [5]
    radius = 3
    # %% [3]
    print(radius ** 2)  # <-
    #> 4
    # %% [2]
    print(radius)
    #> 2
    """
    good = (
        """
        # with confidence = 0.1
        # %% [5]
        import math
        # %% [3]
        print(math.pi)
        #> 3.141592653589793
        # %% [6]
        radius = 3
        # %% [7]
        print(radius)
        #> 3
        """,
        """
        # %% [5]
        radius = 3
        # %% [3]
        print(radius ** 2)
        #> 4
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        if reading.options.confidence > _SURE:
            return
        found = [one for one in run_later(reading) if len(one.reader.cell.saved) > 2]
        if found:
            first = found[0]
            related = [Related(first.source.place(first.source.code.line_span(1)), "run later")]
            related.extend(
                Related(one.reader.place(one.reader.code.line_span(1)), f"shows what it made of `{one.name}`") for one in found[1:]
            )
            yield self.finding(
                first.reader.place(first.reader.code.line_span(1)),
                related=related,
                confidence=_SURE,
                cells=cells_in_words([one.reader for one in found]),
                reader=cells_in_words([first.reader]),
                source=cells_in_words([first.source]),
                name=first.name,
            )
