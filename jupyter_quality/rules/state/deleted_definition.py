from collections.abc import Iterator

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._known import is_given
from jupyter_quality.rules.state._evidence import only_in_kernel, sure_use


class DeletedDefinition(Rule):
    """A cell ran well with a name that no cell defines any more.

    The definition was deleted or overwritten, and only the running kernel still remembered it. After a restart the cell stops with a
    NameError, here and for everyone you send the notebook to.
    While the kernel is alive, look at the name's value and write the cell that makes it again.
    """

    severity = Severity.FRAGILE
    message = "this cell was run with `{name}`, which no cell defines any more: after a restart it stops with a NameError"
    ruff = ("F821",)
    bad = (
        """
        # %% [1]
        prices = [3, 4, 5]
        # %% [7]
        prices_clean = prices_raw[1:]  # <-
        # %% [8]
        sum(prices_raw)
        """,
        """
        # %% [4]
        import matplotlib.pyplot as plt
        # %% [5]
        %config InlineBackend.figure_format = "retina"
        # %% [9]
        plt.plot([row.price for row in history])  # <-
        """,
    )
    good = (
        """
        # %% [1]
        prices = prices_raw[1:]
        #! NameError: name 'prices_raw' is not defined
        # %%
        print(prices_raw)
        """,
        """
        # %% [1]
        from pylab import *
        # %% [2]
        plot(linspace(0, 1))
        """,
        """
        # %% [1]
        %run setup.ipynb
        # %% [2]
        print(settings)
        """,
        """
        # %% [1]
        %load_ext sql
        # %% [2]
        %sql result << select 1
        # %% [3]
        print(result)
        """,
        """
        # %% [1]
        if False:
            print(never_made)
        def later():
            return never_made
        try:
            cache
        except NameError:
            cache = {}
        display(spark, _, Out)
        """,
        """
        # %% [1]
        exec(open("settings.txt").read())
        # %% [2]
        print(threshold)
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        unknown = frozenset[str]().union(*(cell.names.eager for cell in reading.cells)) - reading.defined
        for name in sorted(unknown):
            if is_given(name) or (cell := only_in_kernel(reading, name)) is None:
                continue
            event = sure_use(cell, name)
            if event is not None:
                yield self.finding(cell.place(event.node), name=name, confidence=0.9)
