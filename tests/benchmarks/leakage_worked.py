"""The worked examples on the pages of the leakage rules: for each the score that the leak promises, and the honest one.

    python tests/benchmarks/leakage_worked.py

All data are made here, from fixed seeds; where nothing can be learned, the honest score is chance.
"""

# ruff: noqa: N803, N806  (features are called X in this field)

import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GroupKFold, KFold, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier


def fit_before_split() -> tuple[float, float]:
    """100 patients, 2,000 columns of noise, a coin as target: the 20 best columns are chosen before, or inside, the folds. Mean of 20 draws."""
    promised, honest = [], []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        X, y = rng.normal(size=(100, 2000)), rng.integers(0, 2, 100)
        chosen = SelectKBest(k=20).fit_transform(X, y)
        promised.append(cross_val_score(LogisticRegression(), chosen, y).mean())
        honest.append(cross_val_score(make_pipeline(SelectKBest(k=20), LogisticRegression()), X, y).mean())
    return float(np.mean(promised)), float(np.mean(honest))


def rows_in_train_and_test() -> tuple[float, float]:
    """1,000 rows, 50 of them of the rare class, noise as features: the rare rows are copied before, or after, the split. Recall of the rare class."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(1000, 5)), np.r_[np.ones(50, int), np.zeros(950, int)]

    def copied(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        rare = np.flatnonzero(y == 1)
        more = rng.choice(rare, (y == 0).sum() - len(rare))
        return np.r_[X, X[more]], np.r_[y, y[more]]

    def recall(train: np.ndarray, test: np.ndarray, a: np.ndarray, b: np.ndarray) -> float:
        found = DecisionTreeClassifier(random_state=0).fit(train, a).predict(test)
        return float((found[b == 1] == 1).mean())

    A, B, a, b = train_test_split(*copied(X, y), random_state=0)
    leaked = recall(A, B, a, b)
    A, B, a, b = train_test_split(X, y, random_state=0, stratify=y)
    A, a = copied(A, a)
    return leaked, recall(A, B, a, b)


def fit_on_test() -> tuple[float, float]:
    """Wards in two seasons: the second runs 2 degrees warmer. Scaled by its own mean the shift vanishes, and with it the fever."""
    rng = np.random.default_rng(0)
    train = rng.normal(37.0, 0.7, 2000)
    test = rng.normal(39.0, 0.7, 2000)
    a, b = train > 38, test > 38
    scaler = StandardScaler().fit(train[:, None])
    model = LogisticRegression().fit(scaler.transform(train[:, None]), a)
    own = accuracy_score(b, model.predict(StandardScaler().fit_transform(test[:, None])))
    return own, accuracy_score(b, model.predict(scaler.transform(test[:, None])))


def untransformed_test() -> tuple[float, float]:
    """A model of scaled columns is given raw ones, then scaled ones."""
    X, y = make_classification(2000, n_informative=5, random_state=0)
    X = X * 100 + 500
    A, B, a, b = train_test_split(X, y, random_state=0)
    scaler = StandardScaler().fit(A)
    model = LogisticRegression().fit(scaler.transform(A), a)
    return model.score(B, b), model.score(scaler.transform(B), b)


def choice_by_test_score() -> tuple[float, float]:
    """A coin as target: of 200 models the one that scores best on 100 test rows, there and on 100,000 new rows."""
    rng = np.random.default_rng(0)
    A, a = rng.normal(size=(200, 20)), rng.integers(0, 2, 200)
    B, b = rng.normal(size=(100, 20)), rng.integers(0, 2, 100)
    new, c = rng.normal(size=(100_000, 20)), rng.integers(0, 2, 100_000)
    models = [DecisionTreeClassifier(max_features=1, random_state=seed).fit(A, a) for seed in range(200)]
    best = max(models, key=lambda model: model.score(B, b))
    return best.score(B, b), best.score(new, c)


def target_in_features() -> tuple[float, float]:
    """Noise as features, and among them the price band; the target is whether the price is high."""
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(1000, 5)), columns=list("abcde"))
    price = rng.lognormal(size=1000)
    y = price > np.median(price)
    model = RandomForestClassifier(random_state=0)
    return cross_val_score(model, X.assign(log_price=np.log(price)), y).mean(), cross_val_score(model, X, y).mean()


def target_mean_over_all_rows() -> tuple[float, float]:
    """2,000 sales in 700 streets, prices that no street explains: the street's mean price over all rows, or over the training rows. R²."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"street": rng.integers(0, 700, 2000), "price": rng.normal(size=2000)})
    frame["mean"] = frame.groupby("street")["price"].transform("mean")
    train, test = train_test_split(frame, random_state=0)
    leaked = Ridge().fit(train[["mean"]], train["price"]).score(test[["mean"]], test["price"])
    half, other = train_test_split(train, test_size=0.5, random_state=0)
    means = half.groupby("street")["price"].mean()
    encoded = [part.assign(mean=part["street"].map(means).fillna(half["price"].mean())) for part in (other, test)]
    model = Ridge().fit(encoded[0][["mean"]], encoded[0]["price"])
    return leaked, model.score(encoded[1][["mean"]], encoded[1]["price"])


def group_in_train_and_test() -> tuple[float, float]:
    """100 patients with 20 visits each; the illness is a coin for each patient, the values only tell patients apart."""
    rng = np.random.default_rng(0)
    patient = np.repeat(np.arange(100), 20)
    X = rng.normal(size=(100, 5))[patient] + rng.normal(scale=0.2, size=(2000, 5))
    y = rng.integers(0, 2, 100)[patient]
    model = RandomForestClassifier(random_state=0)
    mixed = cross_val_score(model, X, y, cv=KFold(5, shuffle=True, random_state=0)).mean()
    return mixed, cross_val_score(model, X, y, groups=patient, cv=GroupKFold(5)).mean()


def shuffled_time_series() -> tuple[float, float]:
    """A random walk of 1,000 days, told from the day's number: split at random, and split in time. R²."""
    walk = np.random.default_rng(0).normal(size=1000).cumsum()
    day = np.arange(1000)[:, None]
    scores = []
    for shuffle in (True, False):
        A, B, a, b = train_test_split(day, walk, shuffle=shuffle, random_state=0 if shuffle else None)
        scores.append(KNeighborsRegressor(3).fit(A, a).score(B, b))
    return scores[0], scores[1]


def future_in_features() -> tuple[float, float]:
    """Noise: tomorrow's value told from a mean of 3 days with the day at its centre one ahead, and from one that ends today. R²."""
    noise = pd.Series(np.random.default_rng(0).normal(size=2000))
    frame = pd.DataFrame(
        {"centred": noise.rolling(3, center=True).mean(), "ending": noise.rolling(3).mean(), "next": noise.shift(-1)}
    ).dropna()
    train, test = frame[:1500], frame[1500:]
    leaked, honest = (Ridge().fit(train[[c]], train["next"]).score(test[[c]], test["next"]) for c in ("centred", "ending"))
    return leaked, honest


def duplicates_in_train_and_test() -> tuple[float, float]:
    """500 rows of noise, each there three times: scored with the copies on both sides, and without copies."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(500, 5)), rng.integers(0, 2, 500)
    model = RandomForestClassifier(random_state=0)
    scores = []
    for times in (3, 1):
        A, B, a, b = train_test_split(np.tile(X, (times, 1)), np.tile(y, times), random_state=0)
        scores.append(model.fit(A, a).score(B, b))
    return scores[0], scores[1]


EXAMPLES = (
    fit_before_split,
    rows_in_train_and_test,
    fit_on_test,
    untransformed_test,
    choice_by_test_score,
    target_in_features,
    target_mean_over_all_rows,
    group_in_train_and_test,
    shuffled_time_series,
    future_in_features,
    duplicates_in_train_and_test,
)


def main() -> None:
    """Print both scores of each."""
    for example in EXAMPLES:
        leaked, honest = example()
        print(f"{example.__name__:32} promised {leaked:6.2f}   honest {honest:6.2f}")


if __name__ == "__main__":
    main()
