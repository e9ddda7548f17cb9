import ast
import re
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.reproducibility._environment import Around, Declared, around, declared, imported_packages
from jupyter_quality.rules.reproducibility._installed import brought_by, distribution_of, normal, pinned
from jupyter_quality.rules.reproducibility._shell import commands

_OTHER_NAMES = {
    "torch": {"pytorch"},
    "cv2": {"opencv", "py-opencv", "opencv-contrib-python", "opencv-python-headless"},
    "psycopg2": {"psycopg2"},
    "faiss": {"faiss-gpu", "faiss"},
    "tensorflow": {"tf-nightly", "tensorflow-gpu", "tensorflow-cpu"},
    "keras": {"tensorflow"},
    "fbprophet": {"prophet"},
    "Crypto": {"pycrypto"},
    "igraph": {"igraph"},
    "sklearn": {"sklearn"},
    "jnius": {"pyjnius"},
}
_EVERYTHING = frozenset({"anaconda", "pyforest"})
_MOVES_PATH = re.compile(r"sys\.path\.(?:append|insert|extend)|site\.addsitedir|%run\b|%load\b")


class UndeclaredImport(Rule):
    """A package is imported that the project's environment file does not name.

    Here it is installed by chance. On a machine that is set up from that file the import fails, and with it everything below.
    Add the package, with its version, to the file.
    """

    severity = Severity.FRAGILE
    message = "`{module}` is imported, but {file} does not name {distribution}: set up from that file, the notebook stops here"
    bad = (
        """
        # beside requirements.txt: pandas==2.2.3\\nscikit_learn>=1.5
        # %%
        import os
        import pandas as pd
        import seaborn as sns  # <-
        from sklearn.svm import SVC
        """,
        """
        # beside pyproject.toml: [project]\\nname = "shop"\\ndependencies = ["numpy>=2"]
        # %%
        import numpy as np
        from PIL import Image  # <-
        def later():
            import yaml  # <-
        """,
        """
        # beside environment.yml: dependencies:\\n  - python=3.12\\n  - pandas\\n  - pip:\\n    - lightgbm==4.5
        # %%
        from lightgbm import *
        from fastai.vision import *  # <-
        import pandas.plotting, torch  # <-
        """,
    )
    good = (
        """
        # beside requirements.txt: -r more.txt\\nPillow==11.0 # images\\nopencv-python-headless\\nPyYAML
        # beside more.txt: beautifulsoup4\\nscikit-learn[alldeps]~=1.5
        # %%
        import PIL, cv2, yaml, bs4, sklearn
        """,
        """
        # beside requirements.txt: pandas
        # beside helpers.py: x = 1
        # %%
        import json, helpers
        import pandas as pd
        from IPython.display import HTML
        try:
            import cupy
        except ImportError:
            cupy = None
        """,
        """
        # beside pyproject.toml: [tool.ruff]\\nline-length = 100
        # %%
        import pandas
        """,
        """
        # beside Pipfile: [packages]\\npandas = "*"\\n[dev-packages]\\npytest = "*"
        # %%
        import pandas, pytest
        """,
        """
        # beside requirements.txt: pandas
        # %%
        %pip install seaborn==0.13.2
        # %%
        import seaborn
        """,
        """
        # beside environment.yml: dependencies:\\n  - anaconda
        # beside broken.txt: nothing
        # %%
        import seaborn
        from google.colab import drive
        """,
        """
        # beside pyproject.toml: [tool.poetry.dependencies]\\ngoogle-cloud-storage = "^2"\\n[tool.poetry.dev-dependencies]\\nipdb = "*"
        # %%
        from google.cloud import storage
        import ipdb
        """,
        """
        # beside setup.py: setup(install_requires=["torch>=2", "pandas"])
        # %%
        import torch, pandas
        """,
        """
        # beside requirements.txt: seaborn==0.13.2
        # %%
        import seaborn, pandas
        from dateutil import parser
        """,
        """
        # beside requirements.txt: this is = not [ a requirement\\n\\nhttps://example.org/wheels/seaborn
        # %%
        import seaborn
        """,
    )
    further = "https://packaging.python.org/en/latest/tutorials/managing-dependencies/"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not reading.imports and not reading.star_imports:
            return
        near = around(reading)
        known = declared(reading.folder, near) if near else None
        if near is None or known is None or not known.files or not _EVERYTHING.isdisjoint(known.names):
            return
        open_ones = {m: cell for m, cell in imported_packages(reading).items() if not _is_declared(m, known.names)}
        brought = brought_by(known.names) if open_ones else frozenset()
        for module, cell in open_ones.items():
            if not _is_declared(module, brought) and not _is_own(reading, near, module) and not _is_installed_here(reading, module):
                yield from self._finding(cell, module, known)

    def _finding(self, cell: CellReading, module: str, known: Declared) -> Iterator[Finding]:
        statement = next((s for s in _import_statements(cell) if module in _modules_of(s)), None)
        if statement is not None and not _is_tried(cell, statement):
            distribution = distribution_of(module)
            named = "it" if normal(distribution) == normal(module) else f"`{distribution}`"
            file = known.files[0].rpartition("/")[2]
            fix = Fix(f"Add `{pinned(module)}` to {known.files[0]}", ())
            yield self.finding(cell.place(statement), module=module, file=file, distribution=named, fix=fix)


def _is_declared(module: str, names: frozenset[str]) -> bool:
    """Whether one of the distributions may bring the module."""
    candidates = {normal(module), *(_OTHER_NAMES.get(module, ()))}
    if not candidates.isdisjoint(names) or any(name.startswith(f"{normal(module)}-") for name in names):
        return True
    candidates |= {normal(distribution_of(module)), f"python-{normal(module)}", f"py{normal(module)}", f"{normal(module)}-python"}
    return not candidates.isdisjoint(names)


def _is_own(reading: Reading, near: Around, module: str) -> bool:
    """Whether the module may be the project's own, or one that the notebook writes or finds by a changed path."""
    if near.holds_module(module) or any(reading.folder.exists(f"{'../' * up}src/{module}") for up in range(len(near.names))):
        return True
    return any(cell.code.holds(_MOVES_PATH) or f"{module}.py" in cell.code.source for cell in reading.cells)


def _is_installed_here(reading: Reading, module: str) -> bool:
    """Whether a cell installs the module."""
    words = {re.split(r"[\[=<>~!]", word)[0] for cell in reading.cells if cell.code.magics for c in commands(cell) for word in c.words}
    return _is_declared(module, frozenset(normal(word) for word in words)) if words else False


def _import_statements(cell: CellReading) -> list[ast.Import | ast.ImportFrom]:
    found: list[ast.Import | ast.ImportFrom] = [*cell.code.nodes(ast.Import), *cell.code.nodes(ast.ImportFrom)]
    return sorted(found, key=lambda node: node.lineno)


def _modules_of(statement: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(statement, ast.ImportFrom):
        return {(statement.module or "").partition(".")[0]} if not statement.level else set()
    return {alias.name.partition(".")[0] for alias in statement.names}


def _is_tried(cell: CellReading, statement: ast.stmt) -> bool:
    parent = cell.code.parent(statement)
    while parent is not None:
        if isinstance(parent, ast.Try):
            return True
        parent = cell.code.parent(parent)
    return False
