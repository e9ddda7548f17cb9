from collections.abc import Iterator

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.state._gathered import cells_in_words
from jupyter_quality.rules.state._run_later import run_later

_SURE = 0.3


class OutOfOrderRun(Rule):
    """A cell was run before a cell above it that it depends on.

    What it made may rest on an older value of that name. Running cells again in any order is normal work, and often gives the same:
    the saved counts alone cannot tell.
    Run the notebook from top to bottom before you rely on it.
    """

    severity = Severity.FRAGILE
    message = "{cells} may rest on older values: {reader} was run before {source}, which defines `{name}`"
    bad = """
    # with confidence = 0.1
    # %% [1]
    import math
    # %% [5]
    radius = 3
    # %% [3]
    area = math.pi * radius ** 2  # <-
    # %% [6]
    print(area)
    #> 12.566370614359172
    """
    good = (
        """
        # with confidence = 0.1
        # %% [3]
        import math
        # %% [2]
        radius = 3
        # %% [1]
        greeting = "hello"
        """,
        """
        # with confidence = 0.1
        # %% [1]
        radius = 3
        # %% [4]
        area = radius ** 2
        # %% [5]
        print(area)
        #> 9
        """,
        """
        # %% [5]
        radius = 3
        # %% [3]
        area = radius ** 2
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        if reading.options.confidence > _SURE:
            return
        found = [one for one in run_later(reading) if len(one.reader.cell.saved) <= 2]
        if found:
            first = found[0]
            related = [Related(first.source.place(first.source.code.line_span(1)), "run later")]
            related.extend(Related(one.reader.place(one.reader.code.line_span(1)), f"reads `{one.name}` too early") for one in found[1:])
            yield self.finding(
                first.reader.place(first.reader.code.line_span(1)),
                related=related,
                confidence=_SURE,
                cells=cells_in_words([one.reader for one in found]),
                reader=cells_in_words([first.reader]),
                source=cells_in_words([first.source]),
                name=first.name,
            )
