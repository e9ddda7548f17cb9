import ast
import re
from collections.abc import Iterator

from jupyter_quality.notebook.document import CellKind
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule

_KNOWN = frozenset(
    """
    HOME PATH USER USERNAME LOGNAME PWD SHELL TMPDIR TEMP TMP LANG HOSTNAME PYTHONPATH VIRTUAL_ENV CONDA_PREFIX CONDA_DEFAULT_ENV CI
    CUDA_VISIBLE_DEVICES USERPROFILE APPDATA HOMEPATH JUPYTERHUB_USER JPY_SESSION_NAME COLAB_GPU COLAB_TPU_ADDR DISPLAY EDITOR TERM
    """.split()
)
_PLATFORMS = ("KAGGLE_", "COLAB_", "JUPYTER", "DATABRICKS_", "SAGEMAKER_", "SLURM_", "GITHUB_ACTION")
_MAY_MATTER = re.compile(r"environ\b|getenv")
_TOLD_IN = ("README.md", "README.rst", "README.txt", "README", ".env.example", ".env.sample", ".env.template", ".env", "docker-compose.yml")


class UndocumentedEnvironmentVariable(Rule):
    """The notebook reads an environment variable that nothing tells the reader to set.

    It is an input that cannot be seen: on another computer it is missing and the cell stops, or it holds something else and the
    result differs. Say in the opening text which variable to set, and to what; or give a default, `os.getenv("REGION", "eu")`.
    """

    severity = Severity.FRAGILE
    message = "the environment variable `{name}` is read here, has no default, and no text says that it must be set: {consequence}"
    bad = (
        """
        # %% [markdown]
        # Sales
        # %%
        import os
        region = os.environ["REGION"]  # <-
        stage = os.getenv("STAGE")  # <-
        again = os.environ.get("REGION")
        """,
        """
        # %%
        from os import environ, getenv
        KEY = "SHOP_URL"
        url = environ[KEY]  # <-
        """,
    )
    good = (
        """
        # %% [markdown]
        # Set `REGION` to eu or us before you start.
        # %%
        import os
        region = os.environ["REGION"]
        stage = os.getenv("STAGE", "test")
        level = os.environ.get("LEVEL", default="info")
        home, path = os.environ["HOME"], os.getenv("PATH")
        """,
        """
        # beside README.md: Set SHOP_URL first.
        # beside .env.example: TOKEN=
        # %%
        import os
        url = os.environ["SHOP_URL"], os.getenv("TOKEN")
        """,
        """
        # %%
        import os
        os.environ["THREADS"] = "4"
        %env STAGE=test
        # %%
        os.environ["THREADS"], os.getenv("STAGE")
        name = "REGION"
        if name in os.environ:
            print(os.environ[name])
        value = os.environ[input()]
        other = os.getenv("OTHER") or "nothing"
        if os.getenv("DEBUG") and not os.environ.get("KAGGLE_KERNEL_RUN_TYPE"):
            print("debugging")
        folder = os.environ.get("FOLDER")
        if folder is None:
            folder = "data"
        """,
        """
        # %%
        import os
        # REGION: eu or us, set by the scheduler
        region = os.environ["REGION"]
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        if "environ" not in reading.source and "getenv" not in reading.source:
            return
        cells = [cell for cell in reading.cells if cell.code.holds(_MAY_MATTER)]
        if not cells:
            return
        constants = Constants(reading)
        told = _told(reading)
        seen = set(_KNOWN) | {name for cell in cells for name in _set_or_asked(cell, constants)}
        for cell in cells:
            for node, name in _read(cell, constants):
                if name not in seen and not name.startswith(_PLATFORMS) and not re.search(rf"\b{re.escape(name)}\b", told):
                    seen.add(name)
                    stops = "without it the cell stops" if isinstance(node, ast.Subscript) else "without it this is None"
                    yield self.finding(cell.place(node), name=name, consequence=stops)


def _read(cell: CellReading, constants: Constants) -> Iterator[tuple[ast.expr, str]]:
    """The variables that a cell reads without a default, and where."""
    for item in cell.code.nodes(ast.Subscript):
        if cell.name_of(item.value) == "os.environ" and isinstance(item.ctx, ast.Load) and (name := constants.text(cell, item.slice)):
            yield item, name
    for call in cell.calls_of("os.getenv", "os.environ.get"):
        key = call.argument(0, "key")
        if (
            key is not None
            and call.argument(1, "default") is None
            and not _may_be_missing(cell, call.node)
            and (name := constants.text(cell, key))
        ):
            yield call.node, name


def _may_be_missing(cell: CellReading, node: ast.expr) -> bool:
    """Whether the code goes on where the variable is not set: a value that is tested, here or under its name."""
    parent = cell.code.parent(node)
    if isinstance(parent, ast.BoolOp | ast.UnaryOp | ast.If | ast.IfExp | ast.Compare):
        return True
    if not isinstance(parent, ast.Assign) or not isinstance(parent.targets[0], ast.Name):
        return False
    name = parent.targets[0].id
    return re.search(rf"\b(?:if|assert|not|or|and|elif)\s+\(?{name}\b|\b{name}\s+(?:is|or)\b", cell.code.source) is not None


def _set_or_asked(cell: CellReading, constants: Constants) -> Iterator[str]:
    """The variables that a cell sets itself, or of which it asks whether they are there."""
    for item in cell.code.nodes(ast.Subscript):
        if cell.name_of(item.value) == "os.environ" and not isinstance(item.ctx, ast.Load):
            yield constants.text(cell, item.slice) or ""
    for test in cell.code.nodes(ast.Compare):
        if isinstance(test.ops[0], ast.In | ast.NotIn) and cell.name_of(test.comparators[0]) == "os.environ":
            yield constants.text(cell, test.left) or ""
    for call in cell.calls_of("os.environ.setdefault", "os.putenv"):
        yield (constants.text(cell, call.node.args[0]) if call.node.args else None) or ""


def _told(reading: Reading) -> str:
    """Every text that may tell a reader which variables to set: the notebook's own, its comments, and the files beside it."""
    texts = [cell.source for cell in reading.notebook.cells if cell.kind is not CellKind.CODE]
    texts += [line for cell in reading.cells for line in re.findall(r"#.*|%(?:set_)?env\b.*", cell.code.source)]
    beside = reading.folder.names(0) or frozenset()
    texts += [reading.folder.text(name) or "" for name in _TOLD_IN if name in beside]
    return "\n".join(texts)
