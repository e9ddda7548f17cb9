import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.state._changes import Change, changes_of
from jupyter_quality.rules.state._mention import binds_first

_TARGET = r"^[ \t]*(?P<target>(?P<name>[^\W\d]\w*)(?:\[[^\]\n]+\]|\.\w+)?)[ \t]*=(?!=)"
_BOUND = re.compile(_TARGET + r"(?P<value>[^\n]*)", re.MULTILINE)
_REBOUND = re.compile(_TARGET + r"[^\n]*(?<![\w.])(?P=target)(?!\w)", re.MULTILINE)
_GROWN = re.compile(r"^[ \t]*([^\W\d]\w*)(?:\[[^\]\n]+\])?(?:\.(?:append|extend|insert)\(|[ \t]*[-+*/]=)", re.MULTILINE)
_SHRUNK = re.compile(r"^[ \t]*(?:\w+[ \t]*=[ \t]*|del[ \t]+)?([^\W\d]\w*)(?:\.(?:drop|set_index|reset_index|pop)\(|\[)", re.MULTILINE)
_GROWS = ("+=", "-=", "*=", "/=", ".append(", ".extend(", ".insert(")
_SHRINKS = ("inplace", ".pop(", "del ")


class RunTwice(Rule):
    """Running a cell a second time gives another result than the first, because it changes what another cell made.

    In a notebook cells are run again and again. This one counts up, drops or appends each time, so what it leaves behind depends on how
    often it was run, and the saved file does not tell.
    Give the result a name of its own, or move the change into the cell that makes the value.
    """

    severity = Severity.FRAGILE
    message = "run a second time, cell {cell} {again}{more}"
    bad = (
        """
        # %%
        count = 0
        names = []
        # %%
        count += 1  # <-
        # %%
        names.append("a")
        """,
        """
        # %%
        import pandas as pd
        df = pd.read_csv("a.csv")
        # %%
        df.drop("id", axis=1, inplace=True)  # <-
        # %%
        df = df.set_index("day")
        # %%
        df["price"] = df["price"] / 100
        """,
        """
        # %%
        import pandas as pd
        df = pd.read_csv("a.csv")
        # %%
        df = df.iloc[1:]  # <-
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        df = pd.read_csv("a.csv")
        # %%
        df = df.dropna().sort_values("day")
        df["price"] = df["price"].fillna(0)
        df = df.drop(columns="id", errors="ignore")
        df["day"] = pd.to_datetime(df["day"])
        df = df.reset_index(drop=True)
        df.fillna(0, inplace=True)
        smaller = df.drop(columns="id")
        # %%
        days = set()
        # %%
        days |= {"Monday"}
        """,
        """
        # %%
        count = 0
        for step in range(3):
            count += step
        names = []
        names.append("a")
        # %%
        count, names = 0, []
        count += 1
        names.append("b")
        # %%
        def more():
            names.append("c")
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        above: set[str] = set()
        found: list[tuple[CellReading, Change]] = []
        for cell in reading.cells:
            if not (above.isdisjoint(cell.names.eager) and above.isdisjoint(cell.names.bound)) and _may_change(cell, above):
                found.extend(
                    (cell, change) for change in changes_of(cell.code) if change.name in above and change.name not in reading.imports
                )
            above |= cell.defines
        by_cell = {cell.cell.number: (cell, change) for cell, change in reversed(found)}
        if by_cell:
            (cell, change), *more = [by_cell[number] for number in sorted(by_cell)]
            yield self.finding(
                cell.place(change.node),
                related=[Related(one.place(other.node), f"again, it {other.again}") for one, other in more],
                confidence=0.7,
                cell=cell.cell.number,
                again=change.again,
                more=f" ({len(more)} more such cell{'s' * (len(more) > 1)} below)" if more else "",
            )


def _may_change(cell: CellReading, above: set[str]) -> bool:
    """Whether the text of a cell looks as if it changed a name from above that it does not bind anew first."""
    changed = cell.code.remember("names changed", lambda: _changed_names(cell.code.source))
    return any(name in above and not (name in cell.defines and binds_first(cell.code, name)) for name in changed)


def _changed_names(source: str) -> set[str]:
    names = {
        bound["name"]
        for bound in _BOUND.finditer(source)
        if bound["target"] in bound["value"] and _REBOUND.match(source, bound.start(), bound.end())
    }
    if any(word in source for word in _GROWS):
        names.update(match[1] for match in _GROWN.finditer(source))
    if any(word in source for word in _SHRINKS):
        names.update(match[1] for match in _SHRUNK.finditer(source))
    return names
