"""The fix of fit-before-split: the notebook is run before and after, and nothing is mended that is not plain."""

import textwrap

import numpy as np
import pandas as pd
import pytest

from jupyter_quality.engine import check
from jupyter_quality.notebook.apply import applied
from jupyter_quality.notebook.document import Notebook
from jupyter_quality.rules._example import parse
from jupyter_quality.rules._finding import Finding

START = """
# %%
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
birds = pd.read_csv("birds.csv")
X, y = birds[["length", "depth"]], birds["species"]
"""
MODEL = """
# %%
model = LogisticRegression().fit(X_train, y_train)
model.score(X_test, y_test)
"""
SPLIT = "X_train, X_test, y_train, y_test = train_test_split({}, y, random_state=0)"

MENDED = {
    "in a cell of its own": f"""
        # %%
        scaler = StandardScaler()
        # %%
        X_scaled = scaler.fit_transform(X)
        # %%
        {SPLIT.format("X_scaled")}
        """,
    "fitted, then transformed, at the end of a cell": f"""
        # %%
        scaler = StandardScaler()
        scaler.fit(X)
        X_scaled = scaler.transform(X)
        # %%
        {SPLIT.format("X_scaled")}  # the parts
        print(X_train.shape, scaler.mean_)
        """,
    "under the same name, in one cell": f"""
        # %%
        print(X.shape)
        scaler = StandardScaler()
        X = scaler.fit_transform(X)  # scale
        {SPLIT.format("X")}
        """,
    "columns of a frame, the target made between": """
        # %%
        scaler = StandardScaler(with_std=True)
        X_scaled = scaler.fit_transform(birds[["length", "depth"]])
        target = birds["species"].astype(str)
        print(target.value_counts())
        # %%
        y_train, y_test, X_train, X_test = train_test_split(
            target,
            X_scaled,
            random_state=0,
            stratify=target,
        )
        """,
    "made where it learns": f"""
        # %%
        X_scaled = StandardScaler(with_std=True).fit_transform(X)
        # %%
        {SPLIT.format("X_scaled")}
        """,
    "two made where they learn": f"""
        # %%
        X = SimpleImputer().fit_transform(X)
        X = PCA(n_components=1).fit_transform(X)
        {SPLIT.format("X")}
        """,
    "two steps, one after the other": f"""
        # %%
        imputer = SimpleImputer()
        X_full = imputer.fit_transform(X)
        scaler = StandardScaler()
        X_scaled = scaler.fit_transform(X_full)
        {SPLIT.format("X_scaled")}
        """,
}

LEFT = {
    "the scaled data are read": ["scaler = StandardScaler()", "X_s = scaler.fit_transform(X)", "print(X_s.mean())", SPLIT.format("X_s")],
    "the scaled data are read below": ["scaler = StandardScaler()", "X_s = scaler.fit_transform(X)", SPLIT.format("X_s"), "X_s.mean()"],
    "a function reads them": [
        "def rows():\n    return len(X)",
        "scaler = StandardScaler()",
        "X = scaler.fit_transform(X)",
        SPLIT.format("X"),
    ],
    "made of what may change": ["k = 1", "X_s = PCA(k).fit_transform(X)", SPLIT.format("X_s")],
    "made where it learns, its name taken": ["pca = 3", "X_s = PCA(1).fit_transform(X)", SPLIT.format("X_s")],
    "the scaler is read": ["scaler = StandardScaler()", "X_s = scaler.fit_transform(X)", "print(scaler.mean_)", SPLIT.format("X_s")],
    "the scaler has another name": ["scaler = StandardScaler()", "s = scaler", "X_s = scaler.fit_transform(X)", SPLIT.format("X_s")],
    "the data are bound anew": ["scaler = StandardScaler()", "X_s = scaler.fit_transform(X)", "X = X.copy()", SPLIT.format("X_s")],
    "the data may be changed": ["scaler = StandardScaler()", "X_s = scaler.fit_transform(X)", "birds['length'] = 0", SPLIT.format("X_s")],
    "a function is called": [
        "def clean(data):\n    data.drop(columns='length', inplace=True)",
        "scaler = StandardScaler()",
        "X_s = scaler.fit_transform(X)",
        "clean(X)",
        SPLIT.format("X_s"),
    ],
    "scaled in place": ["scaler = StandardScaler(copy=False)", "X_s = scaler.fit_transform(X)", SPLIT.format("X_s")],
    "in a branch": ["scaler = StandardScaler()", "if True:\n    X_s = scaler.fit_transform(X)", SPLIT.format("X_s")],
    "in a loop": ["for scaler in [StandardScaler()]:\n    X_s = scaler.fit_transform(X)", SPLIT.format("X_s")],
    "another line shares it": ["scaler = StandardScaler(); X_s = scaler.fit_transform(X)", SPLIT.format("X_s")],
    "a frame around it": ["scaler = StandardScaler()", "X_s = pd.DataFrame(scaler.fit_transform(X))", SPLIT.format("X_s")],
    "split twice": ["scaler = StandardScaler()", "X_s = scaler.fit_transform(X)", SPLIT.format("X_s"), SPLIT.format("X_s")],
    "parts not unpacked": [
        "scaler = StandardScaler()",
        "X_s = scaler.fit_transform(X)",
        "parts = train_test_split(X_s, y, random_state=0)",
        "X_train, X_test, y_train, y_test = parts",
    ],
    "by name, unseen": ["scaler = StandardScaler()", "X_s = scaler.fit_transform(X)", SPLIT.format("X_s"), "print(eval('X_s'))"],
}


def found(notebook: Notebook) -> list[Finding]:
    return [finding for finding in check(notebook).findings if finding.rule == "fit-before-split"]


def mended(notebook: Notebook) -> Notebook:
    """A notebook after the fixes of the rule, one at a time, as long as there are any."""
    while fix := next((finding.fix for finding in found(notebook) if finding.fix is not None), None):
        assert fix.safe
        notebook = applied(notebook, fix.edits)
    return notebook


def run(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The names of a notebook after its cells ran in order, with twenty made-up birds."""
    draw = np.random.default_rng(0)
    birds = pd.DataFrame({"length": draw.normal(50, 9, 20), "depth": draw.normal(5, 2, 20), "species": ["a", "b"] * 10})
    monkeypatch.setattr(pd, "read_csv", lambda path: birds.copy())
    names: dict[str, object] = {}
    for cell in notebook.cells:
        exec(compile(cell.source, cell.id, "exec"), names)
    return names


def learned_from(names: dict[str, object]) -> set[object]:
    """How many rows the scalers and decompositions among the names have learned from."""
    counts = [getattr(value, "n_samples_seen_", getattr(value, "n_samples_", None)) for value in names.values()]
    return {int(count) for count in counts if isinstance(count, int | np.number)}


@pytest.mark.parametrize("text", MENDED.values(), ids=MENDED.keys())
def test_learns_from_the_training_part(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = parse(START + textwrap.dedent(text).strip("\n") + MODEL).notebook
    assert found(notebook)
    after = mended(notebook)
    assert found(after) == []
    was, now = run(notebook, monkeypatch), run(after, monkeypatch)
    for part in ("X_train", "X_test", "y_train", "y_test"):
        assert type(now[part]) is type(was[part]) and now[part].shape == was[part].shape  # type: ignore[attr-defined]  # arrays and series
    assert list(now["y_test"]) == list(was["y_test"])  # type: ignore[call-overload]  # series
    assert learned_from(was) <= {20}
    assert learned_from(now) == {15}
    np.testing.assert_allclose(now["X_train"].mean(axis=0), 0, atol=1e-9)  # type: ignore[attr-defined]  # an array


@pytest.mark.parametrize("lines", LEFT.values(), ids=LEFT.keys())
def test_is_left_where_it_is_not_plain(lines: list[str]) -> None:
    notebook = parse("\n".join([START.strip("\n"), "# %%", *lines, MODEL])).notebook
    findings = found(notebook)
    assert findings and all(finding.fix is None for finding in findings)


def test_the_fixed_text() -> None:
    notebook = parse(START + textwrap.dedent(MENDED["in a cell of its own"]).strip("\n") + MODEL).notebook
    _, made, split, _ = (cell.source for cell in mended(notebook).cells)
    assert made == "scaler = StandardScaler()"
    assert split.split("\n") == [SPLIT.format("X"), "X_train = scaler.fit_transform(X_train)", "X_test = scaler.transform(X_test)"]
