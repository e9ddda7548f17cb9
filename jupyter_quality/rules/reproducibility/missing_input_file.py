import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.reproducibility._environment import Around, around

_FILE = re.compile(r"[\"'](?P<path>[^\"'\n{}*?<>|:$%]*[\w)\]-]\.(?P<ending>\w{1,8}))[\"']")
_ENDINGS = frozenset(
    """
    csv tsv txt json jsonl ndjson xls xlsx parquet feather h5 hdf hdf5 pkl pickle npy npz png jpg jpeg gif tif tiff zip gz bz2 xz db
    sqlite sqlite3 xml htm html yml yaml dta sav sas7bdat mat wav mp3 joblib model pt pth onnx shp geojson nc dat data arff orc avro sql
    """.split()
)
_READS = re.compile(
    r"pandas\.(?:read_(?!sql|clipboard|html|gbq)\w+|ExcelFile|HDFStore)|(?:polars|dask\.dataframe|geopandas|pyreadstat|modin\.pandas)\.(?:read|scan)_\w+"
    r"|numpy\.(?:load|loadtxt|genfromtxt|fromfile)|joblib\.load|PIL\.Image\.open|cv2\.imread|imageio(?:\.v\d)?\.imread"
    r"|matplotlib\.(?:pyplot|image)\.imread|skimage\.io\.imread|scipy\.io\.loadmat|scipy\.io\.wavfile\.read|pyarrow\.parquet\.read_table"
    r"|xarray\.open_dataset|librosa\.load|openpyxl\.load_workbook|zipfile\.ZipFile|gzip\.open|bz2\.open|codecs\.open|io\.open"
    r"|torch\.load|soundfile\.read|h5py\.File|IPython\.display\.(?:Image|Audio)"
)
_MAY_READ = re.compile(r"(?:read\w*|open\w*|load\w*|scan_\w+|genfromtxt|fromfile|File|Image|Audio|Store)\(")
_WRITTEN_TO = re.compile(r"(?:to_\w+|save\w*|dump|write\w*|open|copy\w*|move|rename)\([^\n]*[{+%][^\n]*(\.\w{1,8})[\"']")
_OPAQUE = re.compile(
    r"unzip|untar|\btar \w*x|extract|unpack_archive|git clone|kaggle (?:datasets|competitions)|gdown|chdir|%cd\b|^cd |drive\.mount"
    r"|files\.upload|snapshot_download|download|get_file\(|hf_hub|dvc |gsutil|aws s3|fetch_|maybe_|wget\.|%run\b|subprocess|os\.system",
    re.MULTILINE,
)
_NEUTRAL = frozenset({"print", "join", "Path", "str", "format", "display", "info", "basename", "dirname", "abspath", "len", "glob"})
_ASKS = frozenset({"exists", "isfile", "is_file", "access", "stat", "getsize"})


class MissingInputFile(Rule):
    """A file is read that is not there, and that no cell makes.

    The notebook ran on a machine where somebody had put that file. From the folder as it is now, nobody can run it, and nobody
    can tell which data the results came from. Put the file beside the notebook, or add a cell that fetches or makes it.
    """

    severity = Severity.FRAGILE
    message = "`{path}` is read here, but it does not lie there, seen from the notebook, and no cell makes it{hint}"
    bad = (
        """
        # beside README.md: about
        # %%
        import pandas as pd
        df = pd.read_csv("data/sales.csv")  # <-
        # %%
        with open("notes.txt") as file:  # <-
            text = file.read()
        # %%
        again = pd.read_csv("data/sales.csv")
        """,
        """
        # beside Train.csv: a,b
        # %%
        import os
        import numpy as np
        import pandas as pd
        from pathlib import Path
        FOLDER = Path("input")
        file = "train.csv"
        # %%
        pd.read_csv(file)  # <-
        np.load(FOLDER / "weights.npy")  # <-
        pd.read_excel(os.path.join("input", "prices.xlsx"))  # <-
        """,
    )
    good = (
        """
        # beside data/sales.csv: a,b
        # %%
        import pandas as pd
        df = pd.read_csv("data/sales.csv")
        again = pd.read_csv("./data/sales.csv")
        web = pd.read_csv("https://example.org/web.csv")
        far = pd.read_csv("s3://bucket/far.csv")
        """,
        """
        # beside data/sales.csv: a,b
        # %%
        import pandas as pd
        FOLDER = "data/"
        df = pd.read_csv(FOLDER + "sales.csv")
        df.to_csv("clean.csv")
        with open("log.txt", "w") as file:
            file.write("done")
        # %%
        pd.read_csv("clean.csv"), open("log.txt").read()
        """,
        """
        # beside README.md: about
        # %%
        import pandas as pd
        for year in range(2020, 2024):
            pd.read_csv(f"sales_{year}.csv")
        pd.read_csv(folder + "/sales.csv")
        # %%
        !wget -q https://example.org/raw.csv
        raw = pd.read_csv("raw.csv")
        # %%
        %%writefile small.csv
        a,b
        # %%
        pd.read_csv("small.csv")
        """,
        """
        # beside README.md: about
        # %%
        import os
        import pandas as pd
        if os.path.exists("cache.csv"):
            df = pd.read_csv("cache.csv")
        try:
            more = pd.read_csv("more.csv")
        except FileNotFoundError:
            more = None
        """,
        """
        # beside archive.zip: 12
        # %%
        import zipfile
        import pandas as pd
        zipfile.ZipFile("archive.zip").extractall()
        df = pd.read_csv("inside.csv")
        """,
        """
        # beside README.md: about
        # %%
        import pandas as pd
        from helpers import make_data
        make_data("made.csv")
        df = pd.read_csv("made.csv")
        print("other.csv")
        names = ["a.csv", "b.csv"]
        open("/tmp/absolute.csv")
        """,
        """
        # %%
        import pandas as pd
        df = pd.read_csv("unknown.csv")
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not reading.holds(_MAY_READ):
            return
        is_missing = cache(lambda path: reading.folder.exists(path) is False)
        naming = [cell for cell in reading.cells if any(map(is_missing, _paths_in(cell.code)))]
        near = around(reading) if naming else None
        if near is None or reading.holds(_OPAQUE):
            return
        constants = Constants(reading)
        missing = [read for read in _reads(reading, naming, constants) if _is_here(read[2]) and is_missing(read[2])]
        made = _made(reading, missing, constants)
        seen: set[str] = set()
        for cell, node, path in missing:
            if path not in seen and not _is_made(path, made) and not _is_tried(cell, node):
                seen.add(path)
                yield self.finding(cell.place(node), path=path, hint=_hint(near, path))


def _paths_in(code: Code) -> list[str]:
    return code.remember("paths of data", lambda: _paths(code.source))


def _paths(source: str) -> list[str]:
    """The texts in quotes that look like the path of a file of data."""
    return [path for path, ending in _FILE.findall(source) if ending in _ENDINGS]


def _is_here(path: str) -> bool:
    """Whether a path is a plain one, below or beside the notebook."""
    return not re.match(r"[a-zA-Z][\w+.-]*:|/|~|\\\\", path) and not re.search(r"[*?{}<>$\n]", path)


def _reads(reading: Reading, naming: list[CellReading], constants: Constants) -> list[tuple[CellReading, ast.expr, str]]:
    """Every constant path that is read from by the cells that name a missing file, or that use what these define."""
    names = frozenset[str]().union(*(cell.names.bound for cell in naming))
    found = []
    for cell in reading.cells:
        if cell.code.holds(_MAY_READ) and (cell in naming or not names.isdisjoint(cell.names.used)):
            for call in cell.calls:
                node = _path_read(call)
                path = None if node is None else constants.text(cell, node)
                if node is not None and path is not None and path in _paths(f"'{path}'"):
                    found.append((cell, node, path))
    return found


def _path_read(call: Call) -> ast.expr | None:
    if (call.imported and _READS.fullmatch(call.name)) or (call.name == "open" and not call.imported):
        mode = call.argument(1, "mode") if call.method in {"open", "File", "ZipFile", "HDFStore"} else None
        reads = mode is None or (isinstance(mode, ast.Constant) and str(mode.value).startswith("r"))
        named = ("file", "filepath_or_buffer", "io", "path", "fname", "filename")
        return (call.argument(0) or next((call.keyword(k) for k in named if call.keyword(k)), None)) if reads else None
    return None


def _made(reading: Reading, missing: Sequence[tuple[CellReading, ast.expr, str]], constants: Constants) -> frozenset[str]:
    """Which of the missing files' names cells may make or ask for; of files whose name is made at run time, the ending (".csv")."""
    found = set(_WRITTEN_TO.findall(reading.source)) if missing else set[str]()
    names = Counter(path.rpartition("/")[2] for *_, path in missing)
    for name, count in names.items():
        for cell in reading.cells if reading.source.count(name) > count else ():
            if name in cell.code.source:
                found.update(word for magic in cell.code.magics for word in re.findall(r"[\w.-]+", f"{magic.argument} {magic.body}"))
                for call in cell.calls:
                    if _path_read(call) is None and call.method not in _NEUTRAL:
                        found.update(_names_given(cell, call, constants))
    return frozenset(found)


def _names_given(cell: CellReading, call: Call, constants: Constants) -> Iterator[str]:
    """The names of the files that a call is given, or that it is a method of."""
    nodes = [*call.node.args, *(keyword.value for keyword in call.node.keywords)]
    if call.method in _ASKS and isinstance(call.node.func, ast.Attribute):
        nodes.append(call.node.func.value)
    for node in nodes:
        path = constants.text(cell, node)
        if path is not None:
            yield path.rpartition("/")[2]


def _is_made(path: str, made: frozenset[str]) -> bool:
    name = path.rpartition("/")[2]
    return name in made or f".{name.rpartition('.')[2]}" in made


def _is_tried(cell: CellReading, node: ast.AST) -> bool:
    parent = cell.code.parent(node)
    while parent is not None:
        if isinstance(parent, ast.Try):
            return True
        parent = cell.code.parent(parent)
    return False


def _hint(near: Around, path: str) -> str:
    """A file of the same name in other letters, where one lies there."""
    other = next((name for name in sorted(near.names[0]) if name.lower() == path.lower()), None)
    return f"; `{other}` lies there" if other else ""
