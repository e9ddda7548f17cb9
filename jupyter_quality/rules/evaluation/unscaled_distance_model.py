import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.provenance.library import Role
from jupyter_quality.reading.provenance.marks import MarkKind
from jupyter_quality.reading.provenance.trail import Score
from jupyter_quality.reading.provenance.values import Data, Estimator, Fit
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule

_BY_DISTANCE = frozenset(
    """
    KNeighborsClassifier KNeighborsRegressor RadiusNeighborsClassifier RadiusNeighborsRegressor SVC SVR NuSVC NuSVR OneClassSVM KMeans
    MiniBatchKMeans DBSCAN HDBSCAN OPTICS NearestNeighbors LocalOutlierFactor SpectralClustering AgglomerativeClustering
    """.split()
)
_SCALES = re.compile(
    r"[sS]cal(?:er|e\b|ed|ing)|[nN]ormali[sz]|[sS]tandardi[sz]|minmax|zscore|z_score|/\s*255|\.std\(|Normalizer|Transformer|[vV]ectorizer|embed|"
    r"PCA|TSNE|UMAP|make_(?:blobs|moons|circles|classification)|load_digits|load_iris|fetch_olivetti|fetch_lfw|mnist|cosine|haversine|"
    r"precomputed|metric\s*=|imread|np\.log|log1p|get_dummies|OneHot|pixel|image",
)


class UnscaledDistanceModel(Rule):
    """A model that goes by distances is given columns as they are.

    The distance between customers of 30 and 40 years who earn 31,000 and 32,000 is √(10² + 1000²) = 1000.05: the age does not count,
    only because income is written in larger numbers. On scikit-learn's wine data, five neighbours are right in 69 % of the cases over raw
    columns, and in 95 % over scaled ones. Put `StandardScaler` before the model, in a pipeline.
    """

    severity = Severity.FRAGILE
    message = "`{model}` goes by distances, and nothing brings {columns} to one scale: the column with the largest numbers decides"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.model_selection import train_test_split
        from sklearn.neighbors import KNeighborsClassifier
        df = pd.read_csv("customers.csv")
        # %%
        X, y = df[["age", "income"]], df["left"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0, stratify=y)
        knn = KNeighborsClassifier(5).fit(Xa, ya)  # <-
        knn.score(Xb, yb)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.cluster import KMeans
        df = pd.read_csv("customers.csv")
        km = KMeans(4, random_state=0)
        # %%
        df["group"] = km.fit_predict(df[["age", "income", "orders"]])  # <-
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.neighbors import KNeighborsClassifier
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        df = pd.read_csv("customers.csv")
        make_pipeline(StandardScaler(), KNeighborsClassifier()).fit(df[["age", "income"]], df["left"])
        RandomForestClassifier(random_state=0).fit(df[["age", "income"]], df["left"])
        """,
        """
        # %%
        import pandas as pd
        from sklearn.neighbors import KNeighborsClassifier
        df = pd.read_csv("customers.csv")
        X = df[["age", "income"]]
        X = (X - X.mean()) / X.std()
        KNeighborsClassifier().fit(X, df["left"])
        """,
        """
        # %%
        import pandas as pd
        from sklearn.cluster import KMeans
        df = pd.read_csv("customers.csv")
        KMeans(3, random_state=0).fit(df[["age"]])
        """,
        """
        # %%
        from sklearn.datasets import load_iris
        from sklearn.neighbors import KNeighborsClassifier
        X, y = load_iris(return_X_y=True)
        KNeighborsClassifier().fit(X, y)
        """,
    )
    further = "https://scikit-learn.org/stable/auto_examples/preprocessing/plot_scaling_importance.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not any(name in reading.source for name in _BY_DISTANCE) or reading.holds(_SCALES):
            return
        trail = reading.provenance.trail
        seen: set[str] = set()
        for fit in [*trail.fits, *(fit for score in trail.scores for fit in _crossed(score))]:
            model = _by_distance(fit.estimator)
            if model is not None and model.short not in seen and _has_several(fit.features) and not _is_shaped(fit):
                seen.add(model.short)
                yield self.finding(reading.provenance.place(fit.site), confidence=0.7, model=model.short, columns=_columns(fit.features))


def _crossed(score: Score) -> tuple[Fit, ...]:
    return score.fits if score.crossed and isinstance(score.site.node, ast.Call) else ()


def _by_distance(estimator: Estimator) -> Estimator | None:
    """The model that goes by distances: the estimator itself, or one inside a search or pipeline with nothing that learns before it."""
    if estimator.short in _BY_DISTANCE:
        return estimator
    if any(part.role in {Role.LEARNS, Role.STATELESS} for part in estimator.parts):
        return None
    return next((found for part in estimator.parts if (found := _by_distance(part)) is not None), None)


def _has_several(features: Data) -> bool:
    """Whether at least two columns are known by name."""
    columns = features.columns
    return columns is not None and columns.only and len(columns.known) > 1


def _is_shaped(fit: Fit) -> bool:
    return any(mark.kind in {MarkKind.LEARNED, MarkKind.STATISTIC} for mark in fit.features.all_marks())


def _columns(features: Data) -> str:
    names = list(features.columns.known) if features.columns is not None else []
    shown = ", ".join(f"`{name}`" for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
