import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.provenance.library import Role, role_of
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._arguments import says_no
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.sampling._seeds import is_seeded, seed_argument

_WORDS = re.compile(r"train_test_split|Fold|ShuffleSplit|shuffle\(|resample\(|\.sample\(|randomSplit\(")
_GROUPED = frozenset({"GroupShuffleSplit"})


class UnseededSplit(Rule):
    """Rows are split by chance, and no seed is given.

    Every run puts other rows into the test, so the score moves without any change of yours. One model on 1,000 rows, judged on 200 of
    them, was right in 80 % to 91 % of the cases, by the split alone. Whether a new model is better can then not be told from luck. Give
    the split a seed (`random_state=0`), and both are judged on the same rows.
    """

    severity = Severity.FRAGILE
    message = "`{call}` draws other rows in every run, so that scores cannot be compared from run to run: give it a seed"
    bad = (
        """
        # %%
        from sklearn.model_selection import train_test_split
        # %%
        Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.2)  # -> Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.2, random_state=0)
        """,
        """
        # %%
        import sklearn.model_selection as ms
        SEED = 7
        # %%
        folds = ms.StratifiedKFold(5, shuffle=True)  # -> folds = ms.StratifiedKFold(5, shuffle=True, random_state=SEED)
        parts = ms.ShuffleSplit()  # -> parts = ms.ShuffleSplit(random_state=SEED)
        train, test = ms.train_test_split(df, random_state=None)  # <-
        """,
        """
        # %%
        import pandas as pd
        df = pd.read_csv("a.csv")
        train = df.sample(frac=0.8)  # -> train = df.sample(frac=0.8, random_state=0)
        test = df.drop(train.index)
        """,
        """
        # %%
        train, test = sdf.randomSplit([0.8, 0.2])  # -> train, test = sdf.randomSplit([0.8, 0.2], seed=0)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.utils import shuffle
        df = pd.read_csv("a.csv")
        df = shuffle(df)  # -> df = shuffle(df, random_state=0)
        small = df.sample(1000)  # -> small = df.sample(1000, random_state=0)
        Ridge().fit(small[["a"]], small["b"])
        """,
    )
    good = (
        """
        # %%
        from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit, train_test_split
        SEED = 7
        options = {"random_state": 7}
        # %%
        a, b = train_test_split(df, random_state=SEED)
        a, b = train_test_split(df, shuffle=False)
        a, b = train_test_split(df, **options)
        KFold(5), StratifiedKFold(5), GroupKFold(3), TimeSeriesSplit(4)
        KFold(5, shuffle=True, random_state=1)
        """,
        """
        # %%
        import numpy as np
        from sklearn.model_selection import train_test_split
        np.random.seed(3)
        # %%
        a, b = train_test_split(df)
        """,
        """
        # %%
        from helpers import train_test_split
        a, b = train_test_split(df)
        df.sample(5)
        few = df.sample(frac=0.1)
        print(few)
        """,
        """
        # %%
        from sklearn.model_selection import train_test_split
        from lightning import seed_everything
        seed_everything(3)
        a, b = train_test_split(df)
        """,
    )
    further = "https://scikit-learn.org/stable/common_pitfalls.html#controlling-randomness"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not reading.holds(_WORDS) or is_seeded(reading):
            return
        for cell in reading.cells:
            if cell.code.holds(_WORDS):
                for call in cell.calls:
                    keyword = _seed_of(reading, cell, call)
                    if keyword is not None and not call.has_unpacked:
                        given = call.keyword(keyword)
                        if given is None or (isinstance(given, ast.Constant) and given.value is None):
                            fix = seed_argument(reading, cell, call, keyword) if given is None else None
                            yield self.finding(cell.place(call.node), call=cell.code.text(call.node.func), fix=fix)


def _seed_of(reading: Reading, cell: CellReading, call: Call) -> str | None:
    """The argument that would seed a split by chance; None for all other calls."""
    if not call.imported:
        if call.method == "randomSplit" and len(call.node.args) < 2:
            return "seed"
        is_part = call.method == "sample" and (_is_learned_from(reading, call) or _has_rest(reading, cell, call))
        return "random_state" if is_part else None
    if not call.name.startswith(("sklearn.", "cuml.")):
        return None
    role = role_of(call.name)
    if role is Role.SPLITS:
        return None if says_no(call.keyword("shuffle")) else "random_state"
    if role is Role.FOLDS:
        shuffle = call.argument(1, "shuffle")
        return "random_state" if isinstance(shuffle, ast.Constant) and shuffle.value is True else None
    draws = role in {Role.SHUFFLED_FOLDS, Role.SHUFFLES, Role.RESAMPLES} or call.method in _GROUPED
    return "random_state" if draws else None


def _is_learned_from(reading: Reading, call: Call) -> bool:
    """Whether a model learns from the rows that a call samples."""
    cuts = (rows.cut for fit in reading.provenance.trail.fits for one in fit.rows for rows in one.lineage)
    return any(cut is not None and cut.site.node is call.node for cut in cuts)


def _has_rest(reading: Reading, cell: CellReading, call: Call) -> bool:
    """Whether the rows that a sample leaves are taken as another part: `df.drop(train.index)`, `~df.index.isin(train.index)`."""
    match cell.code.parent(call.node):
        case ast.Assign(targets=[ast.Name(id=name)]):
            return re.search(rf"(?:drop|isin)\(\s*(?:index\s*=\s*)?{re.escape(name)}\.index", reading.source) is not None
    return False
