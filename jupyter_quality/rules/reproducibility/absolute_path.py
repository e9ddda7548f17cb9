import ast
import re
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import CellRule

_ON_ONE_MACHINE = (
    r"(?:file://)?/(?:home|Users|root|mnt|media|Volumes|scratch|content/drive)/|[A-Za-z]:(?:\\\\?|/)(?=[\w.])|\\\\\\\\?[\w.-]+\\"
)
_MAY_MATTER = re.compile(rf"[\"'](?:{_ON_ONE_MACHINE})")
_PATH = re.compile(
    r"(?:file://)?/(?:home|Users|root|mnt|media|Volumes|scratch|content/drive)/[^\n/]+|[A-Za-z]:[\\/](?![\\/])[^\n]+|\\\\[\w.-]+\\[^\n]+"
)
_TEXT_CALLS = frozenset(
    {"print", "display", "Markdown", "HTML", "info", "warning", "debug", "error", "urljoin", "input", "replace", "route", "startswith"}
)


class AbsolutePath(CellRule):
    r"""A path begins at the root of one machine: `/home/…`, `/Users/…`, `C:\…`.

    On any other computer, for a colleague or a scheduled run, that folder is not there and the cell stops. Put the file beside the
    notebook (or below it) and write the path from there, `Path("data") / "sales.csv"`; or name the folder once, at the top, where
    everybody can change it.
    """

    severity = Severity.FRAGILE
    message = "`{path}` is a place on one machine: on any other the cell stops here"
    words = ("home/", "Users/", "root/", "mnt/", "media/", "Volumes/", "scratch/", "content/drive", ":\\", ":/", "\\\\")
    bad = (
        """
        # %%
        import pandas as pd
        df = pd.read_csv("/Users/mia/Desktop/export.csv")  # -> df = pd.read_csv("export.csv")
        """,
        r"""
        # %%
        import pandas as pd
        sales = pd.read_excel(r"C:\Users\Mia\sales 2024.xlsx")  # -> sales = pd.read_excel("sales 2024.xlsx")
        folder = "D:/projects/shop/"  # <-
        """,
        """
        # %%
        from pathlib import Path
        ROOT = Path("/home/mia/project")  # <-
        with open(f"/home/mia/{name}.txt") as file:  # <-
            text = file.read()
        # %%
        import sys
        sys.path.append("/content/drive/MyDrive/lib")  # <-
        files = ["/home/mia/a.csv", "/home/mia/b.csv"]  # <-
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        pd.read_csv("data/export.csv")
        pd.read_csv("../Users/export.csv")
        open("/tmp/scratch.txt", "w")
        open("/dev/null"), open("/usr/share/dict/words"), open("/etc/hosts")
        base = "https://example.org/home/mia/data.csv"
        """,
        """
        # %%
        '''Read /home/mia/export.csv, once written by hand.'''
        "/home/mia/notes.txt"
        print("/home/mia/project is where this was written")
        help_text = "put your file to /home/mia first"
        ratio, drive = "a:b", "C:"
        """,
        """
        # %%
        @app.route("/home/start")
        def start():
            return "ok"
        # %%
        response = client.get("/users/12/home/")
        endpoint = "/Users/"
        # %%
        import re
        re.sub(r"\\\\d+\\\\s", "", text)
        """,
        """
        # %%
        # df = pd.read_csv("/home/mia/old.csv")
        import os
        path = os.environ.get("DATA", "data")
        """,
    )
    further = "https://docs.python.org/3/library/pathlib.html"

    def find_in(self, cell: CellReading) -> Iterator[Finding]:
        if not cell.code.holds(_MAY_MATTER):
            return
        seen: set[ast.stmt] = set()
        for node in cell.code.nodes(ast.Constant):
            if isinstance(node.value, str) and _PATH.match(node.value) and _is_used_as_path(cell, node):
                statement = cell.code.statement(node)
                if statement not in seen:
                    seen.add(statement)
                    yield self.at(cell, node, path=_short(node.value), fix=_fix(cell, node))


def _is_used_as_path(cell: CellReading, node: ast.Constant) -> bool:
    """Whether a text is more than prose: no docstring, no text that is printed, compared or searched for."""
    parent = cell.code.parent(node)
    if isinstance(parent, ast.Expr | ast.Compare) or (isinstance(parent, ast.Dict) and node in parent.keys):
        return False
    if isinstance(parent, ast.Call) and node is not parent.func:
        name = parent.func.attr if isinstance(parent.func, ast.Attribute) else getattr(parent.func, "id", "")
        return name not in _TEXT_CALLS and (cell.name_of(parent.func) or "").partition(".")[0] not in {"re", "logging"}
    return True


def _short(path: str) -> str:
    return path if len(path) <= 60 else f"{path[:28]}…{path[-28:]}"


def _fix(cell: CellReading, node: ast.Constant) -> Fix | None:
    """The file's name alone, where the path ends in one."""
    name = re.split(r"[\\/]", str(node.value))[-1]
    parent = cell.code.parent(node)
    if not re.search(r"\w\.\w{1,8}$", name) or isinstance(parent, ast.JoinedStr) or '"' in name:
        return None
    text = f'"{name}"'
    return Fix(f"Read `{name}` from the notebook's own folder", (ReplaceText(cell.cell.id, cell.code.span(node), text),))
