import ast
from collections.abc import Iterator

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._frames import is_frame
from jupyter_quality.rules._rule import Rule

_KEYS = ("on", "left_on", "right_on")
_BY_INDEX = ("left_index", "right_index")
_OF_PANDAS = frozenset({*_KEYS, *_BY_INDEX, "how", "suffixes", "indicator"})
_ONE_ROW_PER_KEY = frozenset("groupby drop_duplicates value_counts pivot_table unique".split())


class UnvalidatedMerge(Rule):
    """Two frames are merged, and nothing says how their rows must fit together.

    If a key that you believe unique occurs twice, every matching row is doubled, and sums and means are wrong without a word. Where no
    key is named, pandas takes all columns that the frames happen to share, also those that come along later.
    Name the key with `on=`, and say with `validate=` what you expect ("one_to_one", "many_to_one", "one_to_many"): pandas then stops
    with an error if it is not so.
    """

    severity = Severity.FRAGILE
    message = "{what}: {risk}"
    bad = (
        """
        # %%
        import pandas as pd
        both = pd.merge(sales, stores)  # <-
        more = pd.merge(sales, stores, on="store")  # -> more = pd.merge(sales, stores, on="store", validate="many_to_one")
        """,
        """
        # %%
        import pandas as pd
        sales = pd.read_csv("sales.csv")
        # %%
        both = sales.merge(stores)  # <-
        both = sales.merge(stores, how="left", left_on="store", right_on="id")  # <-
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        both = pd.merge(sales, stores, on="store", validate="many_to_one")
        every = pd.merge(sales, stores, how="cross")
        by_row = pd.merge(sales, stores, left_index=True, right_index=True)
        mean = sales.merge(sales.groupby("store")["price"].mean().reset_index(), on="store")
        mean = sales.merge(stores.drop_duplicates("id"), on="store")
        """,
        """
        # %%
        import heapq
        import pandas as pd
        settings = base.merge(extra)
        lines = heapq.merge([1, 3], [2, 4])
        branch.merge("main", squash=True)
        pd.merge(*frames, **options)
        """,
    )
    further = "https://pandas.pydata.org/docs/user_guide/merging.html#merge-key-uniqueness"

    def find(self, reading: Reading) -> Iterator[Finding]:
        for cell in reading.cells:
            if "merge" in cell.code.source:
                for call in cell.calls:
                    if call.method == "merge" and not call.has_unpacked and _is_merge(reading, cell, call):
                        yield from self._of_call(cell, call)

    def _of_call(self, cell: CellReading, call: Call) -> Iterator[Finding]:
        given = {keyword.arg for keyword in call.node.keywords}
        how = call.keyword("how")
        if "validate" in given or given.issuperset(_BY_INDEX) or (isinstance(how, ast.Constant) and how.value == "cross"):
            return
        right = call.argument(1 if call.imported else 0, "right")
        if right is not None and _has_one_row_per_key(right):
            return
        place = cell.place(call.node)
        if given.isdisjoint((*_KEYS, *_BY_INDEX)) and len(call.node.args) < (4 if call.imported else 3):
            yield self.finding(
                place, what="no key is named for this merge", risk="pandas takes every column that both happen to share", confidence=0.9
            )
        else:
            yield self.finding(
                place,
                what="nothing says how often a key may occur in this merge",
                risk="a repeated key silently doubles rows",
                confidence=0.6,
                fix=_fix(cell, call),
            )


def _is_merge(reading: Reading, cell: CellReading, call: Call) -> bool:
    """Whether a call is pandas' merge: by its import, by arguments that only pandas knows, or by what it is called on."""
    if call.imported:
        return call.name == "pandas.merge"
    if not isinstance(call.node.func, ast.Attribute):
        return False
    named = any(keyword.arg in _OF_PANDAS for keyword in call.node.keywords)
    return (named and "pandas" in reading.imports.values()) or is_frame(reading, cell, call.node.func.value)


def _has_one_row_per_key(right: ast.expr) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr in _ONE_ROW_PER_KEY for node in ast.walk(right))


def _fix(cell: CellReading, call: Call) -> Fix:
    spans = [cell.code.span(node) for node in (*call.node.args, *call.node.keywords)]
    line, column = max((span.end_line, span.end_column) for span in spans)
    edit = ReplaceText(cell.cell.id, Span(line, column, line, column), ', validate="many_to_one"')
    return Fix("Expect each key once on the right", (edit,))
