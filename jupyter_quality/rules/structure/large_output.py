from collections.abc import Iterator

from jupyter_quality.notebook.edit import ClearOutputs, Fix
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule


class LargeOutput(Rule):
    """A cell's saved output is large.

    The notebook becomes slow to open, to save and to compare in git, and nobody reads that much.
    Show a part (`head()`, a smaller picture, fewer log lines), write the rest to a file, and clear this output.
    The setting `large_output` says from how many kilobytes on an output is large.
    """

    severity = Severity.STYLE
    message = "the saved output of this cell takes {size}: it makes the notebook slow to open and to compare"
    bad = """
    # with large_output = 1
    # %%
    for step in range(1000):  # <-
        print("training")
    #> training, training, training, training, training, training, training, training, training, training, training, training, training
    #> training, training, training, training, training, training, training, training, training, training, training, training, training
    #> training, training, training, training, training, training, training, training, training, training, training, training, training
    #> training, training, training, training, training, training, training, training, training, training, training, training, training
    #> training, training, training, training, training, training, training, training, training, training, training, training, training
    #> training, training, training, training, training, training, training, training, training, training, training, training, training
    #> training, training, training, training, training, training, training, training, training, training, training, training, training
    """
    good = """
    # with large_output = 1
    # %%
    print("training")
    #> training
    """

    def find(self, reading: Reading) -> Iterator[Finding]:
        for cell in reading.cells:
            kilobytes = max(cell.cell.saved_bytes, len(cell.cell.saved)) // 1024
            if kilobytes >= reading.options.large_output:
                fix = Fix("Clear this output", (ClearOutputs(cell.cell.id),))
                yield self.finding(cell.place(cell.code.line_span(1)), size=_in_words(kilobytes), fix=fix)


def _in_words(kilobytes: int) -> str:
    return f"{kilobytes} kB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"
