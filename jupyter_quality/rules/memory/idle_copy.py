import ast
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._frames import is_frame
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules._values import function_around, loops_around

_WHOLE = frozenset("copy dropna fillna reset_index astype rename sort_values sort_index assign drop_duplicates replace set_index".split())
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Copy:
    """A statement that makes a frame as large as its source: `target = source.copy()`."""

    cell: CellReading
    node: ast.Assign
    source: str
    target: str
    is_copy: bool


class IdleCopy(Rule):
    """Full copies of a frame are kept, though nothing reads them any more.

    Each name that holds a frame keeps all of its rows in memory as long as the kernel lives. A chain of `df2 = df.copy()`,
    `df3 = df2.dropna()` holds the data as many times as there are names, though only the last is used. Give the steps one name, or
    chain them.
    """

    severity = Severity.STYLE
    message = "this copy keeps the data in memory once more: {idle} are not read any more after the step that follows"
    bad = (
        """
        # %%
        import pandas as pd
        df = pd.read_csv("clicks.csv")
        # %%
        df1 = df.copy()  # <-
        df2 = df1.dropna()
        # %%
        df3 = df2.copy()
        df3["week"] = df3["day"] // 7
        df3.groupby("week").size()
        """,
        """
        # %%
        import pandas as pd
        claims = pd.read_csv("claims.csv")
        unclipped = claims.copy()  # <-
        # %%
        claims["cost"] = claims["cost"].clip(0, 1000)
        claims.head()
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        raw = pd.read_csv("clicks.csv")
        # %%
        df = raw.copy()
        df = df.dropna()
        # %%
        df.groupby("week").size()
        """,
        """
        # %%
        import pandas as pd
        df = pd.read_csv("clicks.csv")
        before = df.copy()
        clean = df.dropna()
        print(len(before), len(clean), len(df))
        work = clean.copy()
        work["a"] = 1
        work.head(), clean.head()
        """,
        """
        # %%
        settings = {"a": 1}
        first = settings.copy()
        second = first.copy()
        third = second.copy()
        print(third)
        """,
        """
        # %%
        import pandas as pd
        def load():
            raw = pd.read_csv("a.csv")
            a = raw.copy()
            b = a.dropna()
            return b.copy()
        """,
    )
    further = "https://pandas.pydata.org/docs/user_guide/scale.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if ".copy()" not in reading.source or "pandas" not in reading.imports.values():
            return
        made = [copy for cell in reading.cells for copy in _copies(cell)]
        idle = {copy.source: copy for copy in made if not _is_read_after(reading, copy.source, copy)}
        idle.update({copy.target: copy for copy in made if not _is_read_after(reading, copy.target, copy)})
        copies = sorted({id(copy): copy for copy in idle.values() if copy.is_copy}.values(), key=_order)
        is_told = len(idle) >= _FEWEST or any(copies[0].target == name for name in idle) if copies else False
        if is_told and is_frame(reading, copies[0].cell, copies[0].node.value):
            related = [Related(copy.cell.place(copy.node), "and here") for copy in copies[1:]]
            names = ", ".join(f"`{name}`" for name in sorted(idle))
            yield self.finding(copies[0].cell.place(copies[0].node), related=related, confidence=0.7, idle=names)


def _order(copy: _Copy) -> tuple[int, int]:
    return copy.cell.cell.number, copy.node.lineno


def _copies(cell: CellReading) -> Iterator[_Copy]:
    """What a cell makes at its top level by a method that keeps a frame's size, under another name."""
    for node in cell.code.nodes(ast.Assign):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=ast.Call(func=ast.Attribute(value=ast.Name(id=source), attr=attr))):
                is_here = function_around(cell.code, node) is None and next(loops_around(cell.code, node), None) is None
                if attr in _WHOLE and source != target and is_here:
                    yield _Copy(cell, node, source, target, attr == "copy")


def _is_read_after(reading: Reading, name: str, copy: _Copy) -> bool:
    """Whether a name is used behind a statement, in notebook order, or may be used in a way that cannot be seen."""
    if name in reading.possible_names:
        return True
    for index in reading.graph.readers.get(name, ()):
        cell = reading.cells[index]
        if cell.cell.number > copy.cell.cell.number:
            return True
        if any(
            node.id == name
            and (function_around(cell.code, node) is not None or (cell is copy.cell and node.lineno > (copy.node.end_lineno or 0)))
            for node in cell.code.nodes(ast.Name)
            if isinstance(node.ctx, ast.Load)
        ):
            return True
    return any(reading.cells[index].cell.number > copy.cell.cell.number for index in reading.graph.binders.get(name, ()))
