import ast
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.imports import star_imports
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._known import is_given


class StarImport(Rule):
    """A module's names are all imported by a star.

    Nobody can tell where a name comes from any more, neither a reader nor a tool, and a later version of the module may silently replace
    one of your own names.
    """

    severity = Severity.STYLE
    message = "`from {module} import *` hides where names come from{names}"
    ruff = ("F403",)
    bad = (
        """
        # %%
        from math import *  # -> from math import pi, sqrt
        # %%
        print(sqrt(pi))
        """,
        """
        # %%
        from math import *  # <-
        from cmath import *  # <-
        print(sqrt(pi))
        """,
    )
    good = """
    # %%
    from math import sqrt
    # %%
    print(sqrt(2) * 3)
    """

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not reading.star_imports:
            return
        for cell in reading.cells:
            for node in cell.code.nodes(ast.ImportFrom) if star_imports(cell.code) else ():
                if any(alias.name == "*" for alias in node.names):
                    yield self._finding(reading, cell, node)

    def _finding(self, reading: Reading, cell: CellReading, node: ast.ImportFrom) -> Finding:
        module = "." * node.level + (node.module or "")
        taken = _names_without_source(reading) if len(reading.star_imports) == 1 and not reading.runs_unseen_code else []
        fix = None
        if taken:
            text = f"from {module} import {', '.join(taken)}"
            fix = Fix("Import the names that are used", (ReplaceText(cell.cell.id, cell.code.span(node), text),), safe=True)
        names = f"; it gives {', '.join(f'`{name}`' for name in taken[:5])}" if taken else ""
        return self.finding(cell.place(node), module=module, names=names, fix=fix)


def _names_without_source(reading: Reading) -> list[str]:
    used = frozenset[str]().union(*(cell.uses for cell in reading.cells))
    return sorted(name for name in used - reading.defined - reading.possible_names if not is_given(name))
