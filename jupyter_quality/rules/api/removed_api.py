import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.imports import imports_of
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._frames import is_frame, values_of
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.api._removed import KEYWORDS, METHODS, NAMES, SEABORN_STYLE, Removed, pattern_of

_LAST_PARTS = frozenset(name.rpartition(".")[2] for name in (*NAMES, *METHODS)) | {"get_feature_names"}
_METHOD = re.compile(rf"\.(?:{'|'.join(name[1:] for name in METHODS if name != '.append')}|get_feature_names)\b")
_APPENDED = re.compile(r"=[ \t]*\w[\w.]*\.append\(")
_POSITIONAL = re.compile(r"\.drop\([^\n]*,\s*[01]\s*\)")
_STYLE = re.compile(r"['\"]seaborn")
_FUNCTIONS = {keyword: [function for function, other in KEYWORDS if other == keyword] for _, keyword in KEYWORDS}
_UNIQUE = frozenset({"applymap", "iteritems"})
_FEATURE_NAMES = Removed("get_feature_names", "sklearn", "1.2", ".get_feature_names_out")
_AXIS = Removed("drop(…, 1)", "pandas", "2.0", "axis=")
_LONGEST = 60


class RemovedApi(Rule):
    """Something is used that the library has taken away.

    With the versions that people install today the cell stops with an error. It may run for you because an older version is installed;
    with the next update it will not. Use what has taken its place.
    Where the library is installed here, only what is gone in that very version is reported.
    """

    severity = Severity.FRAGILE
    message = "`{name}` is gone since {package} {since}: {advice}"
    bad = (
        """
        # %%
        import numpy as np
        from sklearn.cross_validation import train_test_split  # -> from sklearn.model_selection import train_test_split
        from sklearn.externals import joblib  # -> import joblib
        from sklearn.datasets import load_boston  # <-
        # %%
        values = np.array([1, 2], dtype=np.float)  # -> values = np.array([1, 2], dtype=float)
        missing = np.NaN  # -> missing = np.nan
        """,
        """
        # %%
        import pandas as pd
        import matplotlib.pyplot as plt
        plt.style.use("seaborn-whitegrid")  # -> plt.style.use("seaborn-v0_8-whitegrid")
        df = pd.read_csv("a.csv")
        # %%
        first = df.ix[0]  # <-
        df = df.append(first)  # -> df = pd.concat([df, first])
        both = df.append(df, ignore_index=True)  # -> both = pd.concat([df, df], ignore_index=True)
        values = df[["a", "b"]].as_matrix()  # -> values = df[["a", "b"]].to_numpy()
        for name, column in df.iteritems():  # -> for name, column in df.items():
            print(name)
        df = df.drop("a", 1)  # -> df = df.drop("a", axis=1)
        now = pd.datetime.now()  # <-
        """,
        """
        # %%
        import tensorflow as tf
        from sklearn.feature_extraction.text import CountVectorizer
        from sklearn.preprocessing import OneHotEncoder
        counts = CountVectorizer()
        # %%
        names = counts.get_feature_names()  # -> names = counts.get_feature_names_out()
        encoder = OneHotEncoder(sparse=False)  # -> encoder = OneHotEncoder(sparse_output=False)
        with tf.Session() as session:  # -> with tf.compat.v1.Session() as session:
            pass
        """,
    )
    good = (
        """
        # %%
        import numpy as np
        from scipy.spatial.transform import Rotation
        names = []
        names.append("a")
        first = names.pop()
        matrix = Rotation.identity().as_matrix()
        value = np.float64(1) + np.int_(2)
        rows = frame_of_mine.append(1)
        """,
        """
        # %%
        import tensorflow.compat.v1 as tf
        from sklearn.model_selection import train_test_split
        from sklearn.neighbors import KNeighborsClassifier
        with tf.Session() as session:
            print(features.get_feature_names(), float(1))
        model = KNeighborsClassifier(n_jobs=2)
        text = "seaborn-whitegrid"
        things.drop("a", 1, 2)
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        patterns = [
            pattern for alias, target in reading.imports.items() if (pattern := pattern_of(alias, target)) and reading.holds(pattern)
        ]
        for cell in reading.cells:
            if cell.names.imported and any(_imported(target) for target in imports_of(cell.code).values()):
                yield from self._imports(cell)
            likely = _likely(cell.code)
            if likely.methods or any(cell.code.holds(pattern) for pattern in patterns):
                for node in cell.code.nodes(ast.Attribute):
                    if node.attr in _LAST_PARTS and (removed := _attribute(reading, cell, node)) and removed.is_gone:
                        yield self._gone(cell, node, removed, cell.code.text(node), _fix_of_attribute(cell, node, removed))
            if likely.calls:
                for call in cell.code.nodes(ast.Call):
                    yield from self._call(cell, call)

    def _gone(self, cell: CellReading, where: ast.AST, removed: Removed, name: str, edit: ReplaceText | None) -> Finding:
        return self.finding(
            cell.place(where),
            name=name if "\n" not in name and len(name) <= _LONGEST else removed.name,
            package=removed.package,
            since=removed.since,
            advice=_advice(removed.instead),
            fix=Fix(f"Use {removed.instead}", (edit,), safe=True) if edit else None,
        )

    def _imports(self, cell: CellReading) -> Iterator[Finding]:
        for node in cell.code.nodes(ast.ImportFrom):
            for alias in node.names:
                removed = _imported(f"{node.module}.{alias.name}") if node.module and not node.level else None
                if removed is not None and removed.is_gone:
                    yield self._gone(cell, alias, removed, removed.name, _fix_of_import(cell, node, removed))
        for plain in cell.code.nodes(ast.Import):
            for alias in plain.names:
                removed = _imported(alias.name)
                if removed is not None and removed.is_gone:
                    yield self._gone(cell, alias, removed, removed.name, None)

    def _call(self, cell: CellReading, call: ast.Call) -> Iterator[Finding]:
        called = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
        for keyword in call.keywords:
            removed = KEYWORDS.get((called, keyword.arg or ""))
            if removed is not None and removed.is_gone and _is_of(cell, call, removed):
                yield self._gone(cell, keyword, removed, f"{keyword.arg}=", _fix_of_keyword(cell, keyword, removed))
        style = call.args[0] if called in {"use", "context"} and call.args else None
        if (
            isinstance(style, ast.Constant)
            and str(style.value).startswith("seaborn")
            and not str(style.value).startswith("seaborn-v")
            and SEABORN_STYLE.is_gone
        ):
            text = repr(str(style.value).replace("seaborn", SEABORN_STYLE.instead, 1)).replace("'", '"')
            yield self._gone(cell, style, SEABORN_STYLE, str(style.value), ReplaceText(cell.cell.id, cell.code.span(style), text))
        if (
            called == "drop"
            and len(call.args) == 2
            and isinstance(call.args[1], ast.Constant)
            and call.args[1].value in {0, 1}
            and _AXIS.is_gone
        ):
            axis = call.args[1]
            edit = ReplaceText(cell.cell.id, cell.code.span(axis), f"axis={cell.code.text(axis)}")
            yield self._gone(cell, call, _AXIS, _AXIS.name, edit)


@dataclass(frozen=True, slots=True)
class _Likely:
    """What a cell's text lets one look for."""

    methods: bool
    calls: bool


def _likely(code: Code) -> _Likely:
    return code.remember("removed", lambda: _Likely(_has_methods(code.source), _has_calls(code.source)))


def _has_methods(source: str) -> bool:
    return _METHOD.search(source) is not None or (".append(" in source and _APPENDED.search(source) is not None)


def _has_calls(source: str) -> bool:
    if any(keyword in source and any(function in source for function in functions) for keyword, functions in _FUNCTIONS.items()):
        return True
    return (".drop(" in source and _POSITIONAL.search(source) is not None) or ("seaborn" in source and _STYLE.search(source) is not None)


def _advice(instead: str) -> str:
    if instead.startswith("leave "):
        return instead
    name = instead.lstrip(".").rstrip("=")
    return f"use {instead}" if " " in instead or "`" in instead else f"use `{name}`"


def _imported(name: str) -> Removed | None:
    """What a canonical name, or a module that it lies in, was taken away as."""
    while name:
        if name in NAMES:
            return NAMES[name]
        name = name.rpartition(".")[0]
    return None


def _attribute(reading: Reading, cell: CellReading, node: ast.Attribute) -> Removed | None:
    canonical = cell.name_of(node)
    if canonical is not None:
        return NAMES.get(canonical)
    parent = cell.code.parent(node)
    if node.attr == "ix":
        return METHODS[".ix"] if isinstance(parent, ast.Subscript) and parent.value is node else None
    if not isinstance(parent, ast.Call) or parent.func is not node:
        return None
    if node.attr == "get_feature_names":
        return _FEATURE_NAMES if _is_from(reading, cell, node.value, "sklearn.") else None
    removed = METHODS.get(f".{node.attr}")
    is_own = isinstance(node.value, ast.Name) and node.value.id == "self"
    return removed if removed and not is_own and (node.attr in _UNIQUE or _is_pandas(reading, cell, node.value)) else None


def _is_pandas(reading: Reading, cell: CellReading, node: ast.expr) -> bool:
    """Whether an expression is surely a frame or, by a list of strings in its brackets, columns of one."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.List):
        return all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in node.slice.elts)
    return is_frame(reading, cell, node.value if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) else node)


def _is_from(reading: Reading, cell: CellReading, node: ast.expr, package: str) -> bool:
    """Whether a name only ever holds what a package's functions or classes make."""
    if not isinstance(node, ast.Name):
        return False
    binders = [cell] if node.id in cell.defines else [reading.cells[index] for index in reading.graph.binders.get(node.id, ())]
    values = [value for one in binders for value in values_of(one, node.id)]
    return bool(values) and all(isinstance(value, ast.Call) and (cell.name_of(value.func) or "").startswith(package) for value in values)


def _is_of(cell: CellReading, call: ast.Call, removed: Removed) -> bool:
    """Whether a call with a keyword that is gone is the library's: by its import, or a method that few others have."""
    canonical = cell.name_of(call.func)
    if canonical is None:
        return isinstance(call.func, ast.Attribute) and removed.name.split()[0] in {"fillna", "to_csv", "hist", "describe"}
    return canonical.startswith(f"{removed.package}.")


def _fix_of_attribute(cell: CellReading, node: ast.Attribute, removed: Removed) -> ReplaceText | None:
    """The attribute under its new name: a built-in, another name of the same module, or another method."""
    instead = removed.instead
    if node.attr == "append":
        return _concatenated(cell, node)
    if instead.startswith("."):
        return (
            ReplaceText(cell.cell.id, cell.code.span(node), cell.code.text(node.value) + instead)
            if "\n" not in cell.code.text(node)
            else None
        )
    if instead.isidentifier():
        return ReplaceText(cell.cell.id, cell.code.span(node), instead)
    module, _, _ = removed.name.rpartition(".")
    written = cell.code.text(node)
    if instead.startswith(f"{module}.") and instead.replace(".", "").isidentifier():
        return ReplaceText(cell.cell.id, cell.code.span(node), cell.code.text(node.value) + instead[len(module) :])
    root = written.partition(".")[0]
    if removed.package == "tensorflow" and instead.startswith("tensorflow.") and cell.imports.get(root) == "tensorflow":
        return ReplaceText(cell.cell.id, cell.code.span(node), root + instead.removeprefix("tensorflow"))
    return None


def _concatenated(cell: CellReading, node: ast.Attribute) -> ReplaceText | None:
    """`frame.append(other)` as `pd.concat([frame, other])`."""
    call = cell.code.parent(node)
    pandas = next((name for name, target in cell.imports.items() if target == "pandas"), None)
    if (
        pandas is None
        or not isinstance(call, ast.Call)
        or len(call.args) != 1
        or isinstance(call.args[0], ast.Starred | ast.Dict | ast.List)
    ):
        return None
    parts = f"[{cell.code.text(node.value)}, {cell.code.text(call.args[0])}]"
    text = ", ".join([parts, *(cell.code.text(keyword) for keyword in call.keywords)])
    return ReplaceText(cell.cell.id, cell.code.span(call), f"{pandas}.concat({text})")


def _fix_of_import(cell: CellReading, node: ast.ImportFrom, removed: Removed) -> ReplaceText | None:
    """The whole statement with the new module, where it imports one thing and only its place has changed."""
    if len(node.names) != 1 or not removed.instead.replace(".", "").isidentifier():
        return None
    alias = node.names[0]
    bound = alias.asname or alias.name
    whole = removed.instead if removed.name.endswith(f".{alias.name}") else f"{removed.instead}.{alias.name}"
    module, _, name = whole.rpartition(".")
    if (name in {"from_estimator", "KFold", "StratifiedKFold", "ShuffleSplit"}) or (name != alias.name and name != bound):
        return None
    renamed = f" as {bound}" if bound != name else ""
    return ReplaceText(cell.cell.id, cell.code.span(node), f"from {module} import {name}{renamed}" if module else f"import {name}{renamed}")


def _fix_of_keyword(cell: CellReading, keyword: ast.keyword, removed: Removed) -> ReplaceText | None:
    if not removed.instead.endswith("="):
        return None
    return ReplaceText(cell.cell.id, cell.code.span(keyword), removed.instead + cell.code.text(keyword.value))
