import ast
import re
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix
from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._arguments import with_argument
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules._values import Loop, behind, bindings, function_around, functions, loops_around
from jupyter_quality.rules.memory._columns import bound_name, used_columns
from jupyter_quality.rules.memory._size import size_of

_READS = re.compile(r"(?:pandas|modin\.pandas|cudf|polars)\.read_(?:csv|table|parquet|json|feather|fwf|excel|stata|sas|hdf|orc|ipc|pickle)")
_BOUNDS = frozenset("usecols dtype nrows chunksize columns iterator filters dtypes n_rows where start stop schema_overrides".split())
_LISTS_FILES = frozenset("glob.glob glob.iglob os.listdir os.scandir os.walk".split())
_FILE_METHODS = frozenset({"glob", "rglob", "iterdir"})
_KEEPS_ALL = frozenset("assign rename reset_index set_index copy astype fillna sort_values sort_index".split())
_MOST_COLUMNS = 12
_MANY_FILES = 6


class WholeFileRead(Rule):
    """Large data are read whole, all columns and all rows.

    Rows and columns that nobody uses take memory until the notebook ends, and the kernel is stopped where it runs out. What is not read
    costs nothing: name the columns that you use (`usecols=`, `columns=` of Parquet), give texts that repeat a `dtype` of "category", or
    go through the data in pieces with `chunksize=`.
    """

    severity = Severity.FRAGILE
    message = "{what}, all rows and all columns{instead}"
    bad = (
        """
        # %%
        import glob
        import pandas as pd
        # %%
        raw = pd.concat([pd.read_csv(p) for p in glob.glob("clicks/*.csv")])  # <-
        # %%
        raw.shape
        """,
        """
        # %%
        import pandas as pd
        from pathlib import Path
        frames = []
        for file in sorted(Path("logs").glob("*.parquet")):
            frame = pd.read_parquet(file)  # <-
            frame["day"] = file.stem
            frames.append(frame)
        logs = pd.concat(frames, ignore_index=True)
        """,
        """
        # %%
        import os
        from glob import glob
        import pandas as pd
        def load(path):
            frame = pd.read_csv(path)
            frame["source"] = path
            return frame
        # %%
        one = pd.concat(map(pd.read_csv, sorted(glob("a/*.csv"))))  # <-
        two = pd.concat([load(p) for p in glob("b/*.csv")])  # <-
        parts = [pd.read_parquet(os.path.join("c", name)) for name in os.listdir("c")]  # <-
        # %%
        three = pd.concat(parts)
        four = pd.concat([pd.read_csv(f"month_{m}.csv") for m in range(1, 13)])  # <-
        five = pd.DataFrame()
        for name in os.listdir("d"):
            five = pd.concat([five, pd.read_csv(name)])  # <-
        # %%
        import polars as pl
        frames = []
        for folder, _, names in os.walk("e"):
            for name in names:
                frames.append(pd.read_csv(os.path.join(folder, name)))  # <-
        six = pl.read_parquet("f/*.parquet")  # <-
        """,
        """
        # beside trips.csv: 734003200
        # %%
        import pandas as pd
        trips = pd.read_csv("trips.csv")  # -> trips = pd.read_csv("trips.csv", usecols=["zone", "fare"])
        # %%
        trips.groupby("zone")["fare"].mean()
        """,
        """
        # %%
        import pandas as pd
        events = pd.read_csv("events.csv")  # <-
        # %%
        events.shape
        #= (48211903, 38)
        """,
    )
    good = (
        """
        # %%
        import glob
        import pandas as pd
        # %%
        raw = pd.concat([pd.read_csv(p, usecols=["user", "clicks"]) for p in glob.glob("clicks/*.csv")])
        daily = pd.concat(pd.read_csv(p).groupby("day")["n"].sum() for p in glob.glob("clicks/*.csv"))
        for chunk in pd.read_csv("big.csv", chunksize=100_000):
            total += chunk["n"].sum()
        both = pd.concat([pd.read_csv(p) for p in ["a.csv", "b.csv"]])
        """,
        """
        # beside birds.csv: 13478
        # %%
        import pandas as pd
        birds = pd.read_csv("birds.csv").dropna()
        birds.shape
        #= (54237, 10)
        """,
        """
        # beside trips.csv: 734003200
        # %%
        import pandas as pd
        columns = pd.read_csv("trips.csv", nrows=0).columns
        trips = pd.read_csv("trips.csv", usecols=["zone", "fare"])
        """,
        """
        # %%
        import glob
        import pandas as pd
        for path in glob.glob("clicks/*.csv"):
            frame = pd.read_csv(path)
            frame.groupby("day").sum().to_csv(path.replace("clicks", "days"))
        """,
        """
        # %%
        from glob import glob
        import pandas as pd
        def daily(path):
            frame = pd.read_csv(path)
            frame = frame.groupby("day").sum()
            return frame
        def slim(path):
            return pd.read_csv(path, usecols=["day", "n"])
        one = pd.concat([daily(p) for p in glob("a/*.csv")])
        two = pd.concat(map(slim, glob("a/*.csv")))
        three = pd.concat([pd.read_csv(f"{name}.csv") for name in ("train", "test")])
        """,
    )
    further = "https://pandas.pydata.org/docs/user_guide/scale.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if ".read_" not in reading.source and "read_csv(" not in reading.source:
            return
        constants = Constants(reading)
        for cell in reading.cells:
            if "read_" in cell.code.source:
                for call in cell.calls:
                    if call.imported and _READS.fullmatch(call.name) and not _is_bounded(call):
                        yield from self._of_read(reading, cell, call, constants)
            if "concat(" in cell.code.source:
                for call in cell.calls:
                    if _reads_all(reading, cell, call):
                        yield self.finding(cell.place(call.node), what=_ALL_FILES, instead=_READ_LESS)

    def _of_read(self, reading: Reading, cell: CellReading, call: Call, constants: Constants) -> Iterator[Finding]:
        loop = next(loops_around(cell.code, call.node), None)
        if loop is not None:
            over_files = any(_is_over_files(reading, cell, one) for one in loops_around(cell.code, call.node))
            if over_files and _is_gathered(reading, cell, call, loop):
                yield self.finding(cell.place(call.node), what=_ALL_FILES, instead=_READ_LESS)
            return
        path = call.argument(0)
        if call.name.startswith("polars.") and path is not None and "*" in (constants.text(cell, path) or ""):
            yield self.finding(cell.place(call.node), what=_ALL_FILES, instead=_READ_LESS)
            return
        name = bound_name(cell, call.node) if function_around(cell.code, call.node) is None else None
        size = size_of(reading, cell, call, name, constants)
        if size is not None:
            columns = used_columns(reading, name) if name else None
            is_few = columns and len(columns) <= _MOST_COLUMNS
            option = "columns" if "parquet" in call.name or call.name.startswith("polars") else "usecols"
            listed = ", ".join(f'"{column}"' for column in columns or ())
            instead = f"; the notebook uses only these: `{option}=[{listed}]`" if is_few else _READ_LESS
            what = f"{size.what} are read whole"
            title = "Read only the columns that the notebook uses"
            fix = Fix(title, (with_argument(cell, call.node, f"{option}=[{listed}]"),)) if is_few else None
            yield self.finding(cell.place(call.node), what=what, instead=instead, confidence=size.confidence, fix=fix)


_ALL_FILES = "every file of the folder is read and kept"
_READ_LESS = ": name the columns that are used, or go through it in pieces"


def _is_bounded(call: Call) -> bool:
    return call.has_unpacked or any(keyword.arg in _BOUNDS for keyword in call.node.keywords)


def _is_over_files(reading: Reading, cell: CellReading, loop: Loop) -> bool:
    """Whether a loop goes over the files of a folder."""
    if isinstance(loop, ast.While):
        return False
    home, source = behind(reading, cell, loop.iter)
    while (
        isinstance(source, ast.Call)
        and getattr(source.func, "id", "") in {"sorted", "list", "tqdm", "enumerate", "reversed", "set"}
        and source.args
    ):
        home, source = behind(reading, home, source.args[0])
    if isinstance(source, ast.ListComp):
        return _is_over_files(reading, home, source.generators[0])
    if not isinstance(source, ast.Call):
        return False
    if getattr(source.func, "id", "") == "range":
        return all(isinstance(one, ast.Constant) and isinstance(one.value, int) for one in source.args) and _length(source) >= _MANY_FILES
    name = home.name_of(source.func)
    return name in _LISTS_FILES if name else getattr(source.func, "attr", "") in _FILE_METHODS


def _length(call: ast.Call) -> int:
    """How many numbers a `range` of constants gives."""
    return len(range(*(one.value for one in call.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, int))))


def _reads_all(reading: Reading, cell: CellReading, call: Call) -> bool:
    """`map(pd.read_csv, files)`, or a call, once for each file of a folder, of a helper that gives all that it reads."""
    name = getattr(call.node.func, "id", "")
    if name == "map" and len(call.node.args) == 2 and _READS.fullmatch(cell.name_of(call.node.args[0]) or ""):
        return _is_over_files(reading, cell, ast.comprehension(call.node.args[0], call.node.args[1], [], 0))
    helper = functions(reading).get(name)
    if helper is None or not _gives_whole_file(*helper):
        return False
    loop = next(loops_around(cell.code, call.node), None)
    return loop is not None and _is_over_files(reading, cell, loop) and _is_gathered(reading, cell, call, loop)


def _gives_whole_file(cell: CellReading, function: ast.AST) -> bool:
    """Whether a function returns a file that it reads whole, with columns added perhaps."""
    whole: set[str] = set()
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                whole = whole | {name} if _is_whole_read(cell, value) else whole - {name}
            case ast.Return(value=ast.Name(id=name)) if name in whole:
                return True
            case ast.Return(value=ast.Call() as value) if _is_whole_read(cell, value):
                return True
    return False


def _is_whole_read(cell: CellReading, node: ast.expr) -> bool:
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _KEEPS_ALL:
        node = node.func.value
    return isinstance(node, ast.Call) and any(
        call.node is node and call.imported and _READS.fullmatch(call.name) and not _is_bounded(call) for call in cell.calls
    )


def _is_gathered(reading: Reading, cell: CellReading, call: Call, loop: Loop) -> bool:
    """Whether what a turn reads is kept whole, beside that of the other turns."""
    node: ast.expr = call.node
    parent = cell.code.parent(node)
    while isinstance(parent, ast.Attribute) and parent.attr in _KEEPS_ALL and isinstance(outer := cell.code.parent(parent), ast.Call):
        node, parent = outer, cell.code.parent(outer)
    if isinstance(parent, ast.ListComp | ast.GeneratorExp) and parent.elt is node:
        return "concat(" in reading.source
    if isinstance(parent, ast.List | ast.Tuple) and isinstance(outer := cell.code.parent(parent), ast.Call):
        return getattr(outer.func, "attr", "") == "concat"
    if isinstance(parent, ast.Call) and getattr(parent.func, "attr", "") == "append":
        return True
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Subscript) and isinstance(parent.targets[0].value, ast.Name):
        return True
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name) and isinstance(loop, ast.stmt):
        name = parent.targets[0].id
        is_only = len([one for one in bindings(cell.code).get(name, ()) if parent.lineno <= one.node.lineno <= (loop.end_lineno or 0)]) == 1
        return is_only and any(_is_kept(inner, name) for inner in ast.walk(loop))
    return False


def _is_kept(node: ast.AST, name: str) -> bool:
    """`frames.append(frame)`, `out = pd.concat([out, frame])`."""
    match node:
        case ast.Call(func=ast.Attribute(attr="append"), args=[ast.Name(id=given), *_]):
            return given == name
        case ast.Call(func=ast.Attribute(attr="concat"), args=[ast.List(elts=parts) | ast.Tuple(elts=parts), *_]):
            return any(isinstance(part, ast.Name) and part.id == name for part in parts)
    return False
