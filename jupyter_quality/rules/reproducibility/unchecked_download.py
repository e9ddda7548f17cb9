import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule

_READS = re.compile(
    r"(?:pandas|polars|dask\.dataframe|geopandas)\.(?:read_(?:csv|table|excel|json|parquet|feather|pickle|stata|fwf|html|xml|file)|scan_\w+)"
    r"|numpy\.(?:loadtxt|genfromtxt)|urllib\.request\.(?:urlopen|urlretrieve)|urllib\.urlretrieve|requests\.get|wget\.download"
)
_MAY_MATTER = re.compile(r"\b(?:read_\w+|scan_\w+|loadtxt|genfromtxt|urlopen|urlretrieve|requests\.get|wget\.download)\(")
_LITERAL = re.compile(r"[\"'](?:https?|ftp)://", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftp)://(?!localhost|127\.0\.0\.1)", re.IGNORECASE)
_DATA = re.compile(r"\.(?:csv|tsv|txt|jsonl?|xlsx?|parquet|feather|pkl|zip|t?gz|bz2|tar|data?|dta|np[yz]|h5|nc|geojson|xml|db)\b(?:\?|$)")
_CHECKED = re.compile(r"hashlib|sha256|md5|checksum|pooch|known_hash", re.IGNORECASE)
_FIXED = re.compile(r"/[0-9a-f]{40}/|zenodo\.org/records?/\d+|doi\.org/")
_SHOWN = 50


class UncheckedDownload(Rule):
    """Data are read from the network at every run, and nothing notices when they change.

    What is behind the address may be corrected, moved or taken away; the notebook then gives other numbers, or none, though nobody
    touched it. Keep a copy beside the notebook and read that, or compare a checksum (`hashlib`, `pooch`) after the download.
    """

    severity = Severity.FRAGILE
    message = "`{address}` is read anew at every run, unchecked: when it changes or goes away, so do the results"
    bad = (
        """
        # %%
        import pandas as pd
        URL = "https://data.example.org/sales.csv"
        # %%
        df = pd.read_csv(URL)  # <-
        """,
        """
        # %%
        import requests
        from urllib.request import urlretrieve
        base = "https://data.example.org/"
        # %%
        content = requests.get(base + "prices.csv").text  # <-
        urlretrieve(base + "all.zip", "all.zip")  # <-
        """,
    )
    good = (
        """
        # %%
        import os
        import pandas as pd
        from urllib.request import urlretrieve
        URL = "https://data.example.org/sales.csv"
        # %%
        if not os.path.exists("sales.csv"):
            urlretrieve(URL, "sales.csv")
        df = pd.read_csv("sales.csv")
        """,
        """
        # %%
        import hashlib
        import pandas as pd
        # %%
        df = pd.read_csv("https://data.example.org/sales.csv")
        assert hashlib.sha256(df.to_csv().encode()).hexdigest() == EXPECTED
        """,
        """
        # %%
        import requests
        import pandas as pd
        status = requests.get("https://api.example.org/status").json()
        local = requests.get("http://localhost:8000/data.csv")
        fixed = pd.read_csv("https://raw.example.org/a/b/0123456789abcdef0123456789abcdef01234567/data.csv")
        df = pd.read_csv("data/sales.csv")
        print("https://data.example.org/sales.csv")
        """,
        """
        # %%
        import pandas as pd
        try:
            df = pd.read_csv("sales.csv")
        except FileNotFoundError:
            df = pd.read_csv("https://data.example.org/sales.csv")
            df.to_csv("sales.csv")
        """,
    )
    further = "https://www.fatiando.org/pooch/latest/"

    def find(self, reading: Reading) -> Iterator[Finding]:
        source = reading.source
        if "://" not in source or not _LITERAL.search(source) or not _MAY_MATTER.search(source) or _CHECKED.search(source):
            return
        constants = Constants(reading)
        seen: set[str] = set()
        for cell in reading.cells:
            if cell.code.holds(_MAY_MATTER):
                for call in cell.calls:
                    address = _address(cell, call, constants)
                    if address is not None and address not in seen and not _is_guarded(cell, call.node):
                        seen.add(address)
                        shown = address if len(address) <= _SHOWN else f"{address[:_SHOWN]}…"
                        yield self.finding(cell.place(call.node), address=shown, confidence=0.7)


def _address(cell: CellReading, call: Call, constants: Constants) -> str | None:
    """The address that a call reads data from; None where it reads none, or a version of them that stays."""
    if not call.imported or not _READS.fullmatch(call.name) or not call.node.args:
        return None
    address = constants.text(cell, call.node.args[0])
    if address is None or not _ADDRESS.match(address) or _FIXED.search(address):
        return None
    is_data = call.name.split(".")[0] in {"pandas", "polars", "dask", "geopandas", "numpy"} or _DATA.search(address)
    return address if is_data else None


def _is_guarded(cell: CellReading, node: ast.AST) -> bool:
    """Whether a test or a `try` around the call, or its function, may keep a copy."""
    parent = cell.code.parent(node)
    while parent is not None:
        if isinstance(parent, ast.If | ast.Try | ast.ExceptHandler | ast.IfExp):
            return True
        if isinstance(parent, ast.FunctionDef) and "exists" in cell.code.text(parent):
            return True
        parent = cell.code.parent(parent)
    return False
