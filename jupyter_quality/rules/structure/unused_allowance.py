from collections.abc import Collection, Iterator, Sequence

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._allowance import Allowance
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule


class UnusedAllowance(Rule):
    """An allowance allows nothing.

    What it once allowed is gone, or its name is misspelt. Left in place it would hide the next finding of that kind.
    """

    severity = Severity.STYLE
    message = "nothing here is found by {names}: the allowance can go"
    bad = """
    # %%
    total = 1 + 1  # quality: allow nan-comparison # <-
    """
    good = """
    # %%
    import numpy as np
    # %%
    ratio = 0.5
    print(ratio == np.nan)  # quality: allow nan-comparison
    """

    def find(self, reading: Reading) -> Iterator[Finding]:
        """Nothing: what is unused is known only when every other rule has spoken (`unused`)."""
        return iter(())

    def unused(self, given: Sequence[Allowance], checked: Collection[str], known: Collection[str]) -> Iterator[Finding]:
        """The allowances that no finding needed; of the `known` rules only those that were `checked` can tell.

        A name that is not known at all is misspelt.
        """
        for allowance in given:
            if allowance.is_noqa or allowance.place is None or allowance.names is None:
                continue
            idle = sorted(n for n in allowance.names if n not in allowance.used and (n in checked or n not in known))
            if idle:
                yield self.finding(allowance.place, names=", ".join(f"`{name}`" for name in idle))
