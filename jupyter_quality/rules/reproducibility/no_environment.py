import re
from collections.abc import Iterator, Sequence

from jupyter_quality.notebook.edit import Fix
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.reproducibility._environment import around, has_environment_file, imported_packages
from jupyter_quality.rules.reproducibility._installed import pinned

_SAYS_VERSIONS = re.compile(r"pip3? install[^\n]*(?:==|-r )|conda install[^\n]*=|%watermark|(?m:^# requires-python)|/// script")
_NAMED = 3


class NoEnvironment(Rule):
    """No file says which packages, in which versions, the notebook needs.

    Whoever opens it on another computer, or here in a year, has to guess them, and other versions give errors or, worse, other numbers.
    A `requirements.txt` beside the notebook (or an environment.yml, or a pyproject.toml) with the versions that it was written with
    is enough; the fix shows its lines.
    """

    severity = Severity.FRAGILE
    message = "no requirements.txt, environment.yml or pyproject.toml lies beside the notebook: nothing says which {packages} it needs"
    bad = (
        """
        # <- notebook
        # beside sales.csv: a,b
        # %%
        import pandas as pd
        from sklearn.linear_model import LinearRegression
        """,
        """
        # <- notebook
        # beside README.md: read me
        # %%
        import numpy, scipy, pandas, matplotlib, seaborn
        import helpers
        """,
    )
    good = (
        """
        # beside requirements.txt: pandas==2.2.3
        # %%
        import pandas as pd
        """,
        """
        # beside environment.yml: dependencies:\\n  - pandas=2.2
        # %%
        import pandas as pd
        """,
        """
        # beside pyproject.toml: [project]\\nname = "shop"
        # %%
        import pandas as pd
        """,
        """
        # beside helpers.py: x = 1
        # %%
        import json, re
        from collections import Counter
        from IPython.display import display
        import helpers
        """,
        """
        # beside sales.csv: a,b
        # %%
        %pip install pandas==2.2.3
        # %%
        import pandas as pd
        """,
        """
        # %%
        import pandas as pd  # nothing is known of the folder's files here
        """,
        """
        # beside Pipfile: [packages]
        # %%
        import pandas
        """,
    )
    further = "https://mybinder.readthedocs.io/en/latest/using/config_files.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not reading.imports and not reading.star_imports:
            return
        packages = imported_packages(reading)
        near = around(reading) if packages else None
        if near is None or has_environment_file(near) or _says_versions(reading):
            return
        foreign = [module for module in packages if not near.holds_module(module)]
        if foreign:
            lines = ", ".join(sorted({pinned(module) for module in foreign}, key=str.lower))
            yield self.finding(None, packages=_listed(foreign), fix=Fix(f"Write requirements.txt: {lines}", ()))


def _says_versions(reading: Reading) -> bool:
    return any(word in reading.source for word in ("install", "%watermark", "# requires-python", "/// script")) and reading.holds(
        _SAYS_VERSIONS
    )


def _listed(modules: Sequence[str]) -> str:
    shown = [f"`{module}`" for module in modules[:_NAMED]]
    if (more := len(modules) - _NAMED) > 0:
        return f"{', '.join(shown)} and {more} more package{'s' if more > 1 else ''}"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
