import re
from collections.abc import Iterator
from pathlib import PurePath

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule

_UNTITLED = re.compile(r"Untitled[\s_-]*\d*(?:-Copy\d*)?", re.IGNORECASE)


class UntitledNotebook(Rule):
    """The notebook still has the name that Jupyter gave it.

    Among many notebooks nobody finds it again, you included. Name it after the question that it answers.
    """

    severity = Severity.STYLE
    message = "the notebook is still called {file}: name it after what it does"
    bad = """
    # named Untitled3.ipynb
    # <- notebook
    # %%
    print(1)
    """
    good = (
        """
        # named UntitledPoem.ipynb
        # %%
        print(1)
        """,
        """
        # named Untitled.ipynb
        # %%
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        file = PurePath(reading.notebook.path or "")
        if (
            file.suffix == ".ipynb"
            and _UNTITLED.fullmatch(file.stem)
            and any(not cell.source.isspace() for cell in reading.notebook.cells if cell.source)
        ):
            yield self.finding(None, file=file.name)
