"""The worked examples on the pages of the rules of sampling, evaluation and memory: what a page says, and the number that is true.

    python tests/benchmarks/samples_worked.py

All data are made here, from fixed seeds, or come with scikit-learn. Times are CPU seconds of this machine.
"""

# ruff: noqa: N806  (features are called X in this field)

import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import hypergeom
from sklearn.datasets import load_iris, load_wine, make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import KFold, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier


def unseeded_split() -> str:
    """The same model on the same 1,000 rows: accuracy on 200 test rows over 100 splits."""
    X, y = make_classification(1000, flip_y=0.2, random_state=0)
    scores = [
        LogisticRegression().fit(a, c).score(b, d)
        for seed in range(100)
        for a, b, c, d in [train_test_split(X, y, test_size=0.2, random_state=seed)]
    ]
    return f"accuracy {min(scores):.0%} to {max(scores):.0%}, standard deviation {np.std(scores):.1%}"


def unseeded_model() -> str:
    """The same forest of 20 trees on one split, over 20 seeds of its own."""
    X, y = make_classification(1000, flip_y=0.2, random_state=0)
    a, b, c, d = train_test_split(X, y, test_size=0.2, random_state=0)
    scores = [RandomForestClassifier(20, random_state=seed).fit(a, c).score(b, d) for seed in range(20)]
    return f"accuracy {min(scores):.1%} to {max(scores):.1%}"


def unstratified_split() -> str:
    """30 positives of 1,000 rows, a test of 200: how often it holds fewer than 3 or more than 10."""
    positives = hypergeom(1000, 30, 200)
    return f"{positives.cdf(2) + 1 - positives.cdf(10):.1%} of the splits"


def head_as_sample() -> str:
    """Fares rise by 1 % a week: learned from the first tenth of two years, or from a tenth by chance, and judged on all rows."""
    rng = np.random.default_rng(0)
    rides = pd.DataFrame({"km": rng.uniform(1, 20, 10_000), "week": np.repeat(np.arange(100), 100)})
    rides["fare"] = 2 * rides["km"] * 1.01 ** rides["week"]
    errors = []
    for part in (rides.head(1000), rides.sample(n=1000, random_state=0)):
        guess = Ridge().fit(part[["km"]], part["fare"]).predict(rides[["km"]])
        errors.append(float((rides["fare"] - guess).abs().mean()))
    return f"mean error {errors[0]:.1f} from the first rows, {errors[1]:.1f} from rows by chance"


def unshuffled_split() -> str:
    """Iris, sorted by species, in three folds in its order, and mixed."""
    X, y = load_iris(return_X_y=True)
    tree = DecisionTreeClassifier(random_state=0)
    ordered = cross_val_score(tree, X, y, cv=KFold(3)).mean()
    mixed = cross_val_score(tree, X, y, cv=KFold(3, shuffle=True, random_state=0)).mean()
    return f"accuracy {ordered:.0%} in order, {mixed:.0%} mixed"


def no_held_out_rows() -> str:
    """A tree of full depth, labels drawn by chance: on its own rows, and on new ones."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(2000, 5)), rng.integers(0, 2, 2000)
    tree = DecisionTreeClassifier(random_state=0).fit(X[:1000], y[:1000])
    return f"{tree.score(X[:1000], y[:1000]):.0%} on its own rows, {tree.score(X[1000:], y[1000:]):.0%} on new ones"


def accuracy_on_rare_class() -> str:
    """3 % positives, a model that always says no."""
    y = np.r_[np.ones(30, int), np.zeros(970, int)]
    no = np.zeros(1000, int)
    return f"accuracy {(y == no).mean():.0%}, balanced accuracy {balanced_accuracy_score(y, no)}"


def auc_of_labels() -> str:
    """A ranking without an error, all probabilities below 0.5: of probabilities, and of classes."""
    y = np.r_[np.zeros(50, int), np.ones(50, int)]
    ranked = np.linspace(0.1, 0.4, 100)
    return f"{roc_auc_score(y, ranked)} of probabilities, {roc_auc_score(y, ranked > 0.5)} of classes"


def unscaled_distance_model() -> str:
    """Wine: five neighbours over the columns as they are, and over scaled ones."""
    X, y = load_wine(return_X_y=True)
    raw, scaled = (
        cross_val_score(model, X, y).mean() for model in (KNeighborsClassifier(), make_pipeline(StandardScaler(), KNeighborsClassifier()))
    )
    return f"accuracy {raw:.0%} raw, {scaled:.0%} scaled"


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def row_loop() -> str:
    """The sum of a product over 100,000 rows: row by row, and over columns."""
    rng = np.random.default_rng(0)
    df = pd.DataFrame({"a": rng.random(100_000), "b": np.arange(100_000), "c": "x"})
    slow = seconds(lambda: sum(row["a"] * row["b"] for _, row in df.iterrows()))
    fast = seconds(lambda: [(df["a"] * df["b"]).sum() for _ in range(100)]) / 100
    return f"{slow:.1f} s row by row, {fast * 1000:.1f} ms over columns"


def frame_grown_in_loop() -> str:
    """3,000 pieces of 100 rows: concatenated in each turn, and once."""
    piece = pd.DataFrame({"a": np.arange(100), "b": np.arange(100) * 0.5})

    def grown() -> None:
        out = pd.DataFrame()
        for _ in range(3000):
            out = pd.concat([out, piece])

    slow, fast = seconds(grown), seconds(lambda: pd.concat([piece for _ in range(3000)]))
    return f"{slow:.1f} s in each turn, {fast:.2f} s once"


if __name__ == "__main__":
    for example in (
        unseeded_split, unseeded_model, unstratified_split, head_as_sample, unshuffled_split, no_held_out_rows, accuracy_on_rare_class,
        auc_of_labels, unscaled_distance_model, row_loop, frame_grown_in_loop,
    ):  # fmt: skip
        print(f"{example.__name__.replace('_', '-'):26}{example()}")
