import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import CellRule


class ChangedDirectory(CellRule):
    """The notebook changes its working directory.

    From then on every relative path means another place than the reader sees, and running the cell twice goes one folder further: `..`
    of `..`. Leave the directory as it is and put the folder into the paths: `DATA = Path("../data")`, `DATA / "sales.csv"`.
    """

    severity = Severity.FRAGILE
    message = "`{change}` moves the working directory: every relative path below means another place, and {again}"
    words = ("cd", "chdir", "pushd")
    bad = (
        """
        # %%
        %cd ../data  # <-
        # %%
        import os
        os.chdir("..")  # <-
        # %%
        cd results  # <-
        # %%
        cd  # <-
        """,
        """
        # %%
        from os import chdir
        folder = "/srv/project"
        chdir(folder)  # <-
        """,
    )
    good = (
        """
        # %%
        import os
        print(os.getcwd())
        !cd data && ls
        %pwd
        cdf = [1, 2]
        """,
        """
        # %%
        import contextlib
        with contextlib.chdir("build"):
            print("there and back")
        """,
        """
        # %%
        import os
        if os.path.basename(os.getcwd()) == "notebooks":
            os.chdir("..")
        # %%
        before = os.getcwd()
        try:
            os.chdir("sub")
        finally:
            os.chdir(before)
        """,
        """
        # %%
        import os
        def built(folder):
            here = os.getcwd()
            os.chdir(folder)
            print("building")
            os.chdir(here)
        """,
    )
    further = "https://docs.python.org/3/library/pathlib.html"

    def find_in(self, cell: CellReading) -> Iterator[Finding]:
        for magic in cell.code.magics:
            if magic.name in {"cd", "pushd"} and not magic.is_cell:
                text = cell.code.lines[magic.line - 1].strip()
                yield self.at(cell, cell.code.line_span(magic.line), change=text, again=_again(magic.argument))
        for call in cell.calls_of("os.chdir") if "chdir" in cell.code.source else ():
            if not _is_guarded(cell, call.node) and not _goes_back(cell):
                target = call.argument(0, "path")
                text = target.value if isinstance(target, ast.Constant) and isinstance(target.value, str) else ""
                yield self.at(cell, call.node, change=cell.code.text(call.node), again=_again(text))


def _again(target: str) -> str:
    if re.match(r"(?:-q\s+)?(?:[/~$]|[A-Za-z]:)", target.strip().strip("\"'")) or not target.strip():
        return "elsewhere this folder may not be"
    return "a second run of the cell goes further still"


def _is_guarded(cell: CellReading, node: ast.AST) -> bool:
    """Whether a test on where we are decides over the change."""
    parent = cell.code.parent(node)
    while parent is not None:
        if isinstance(parent, ast.If) and re.search(r"cwd|exists|isdir|is_dir|pwd", cell.code.text(parent.test)):
            return True
        parent = cell.code.parent(parent)
    return False


def _goes_back(cell: CellReading) -> bool:
    """Whether the cell notes where it is and changes the directory at least twice: there and back."""
    return "getcwd" in cell.code.source and sum(1 for _ in cell.calls_of("os.chdir")) > 1
