import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import Call
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._arguments import says_no
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.sampling._seeds import is_seeded, seed_argument

_DRAWS = frozenset(
    """
    RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor BaggingClassifier BaggingRegressor
    MLPClassifier MLPRegressor SGDClassifier SGDRegressor IsolationForest KMeans MiniBatchKMeans GaussianMixture
    RandomizedSearchCV HalvingRandomSearchCV BalancedRandomForestClassifier BalancedBaggingClassifier EasyEnsembleClassifier
    RUSBoostClassifier SMOTE SMOTENC SMOTEN ADASYN BorderlineSMOTE KMeansSMOTE SVMSMOTE RandomOverSampler RandomUnderSampler SMOTEENN
    SMOTETomek LatentDirichletAllocation
    """.split()
)
_PACKAGES = ("sklearn.", "imblearn.", "cuml.")
_RUNS = re.compile(r"\.fit\w*\(|cross_val|cross_validate|\.train\(|evaluate|score|SMOTE|Sampler|fit_and|\bfit\w*\(")
_SET_LATER = re.compile(r"set_params\([^)]*random_state|setattr\([^)]*random_state|\.random_state\s*=")


class UnseededModel(Rule):
    """A model that draws random numbers while it learns is given no seed.

    A forest draws rows and columns for each tree, a network its first weights, k-means its first centres: every run makes another model.
    The same forest on the same split scored 87.5 % to 90.0 % over 20 runs, so two runs that differ by a point say nothing about what you
    changed in between. `random_state=0` makes the runs comparable; whether the seed was lucky, several seeds tell.
    """

    severity = Severity.FRAGILE
    message = "`{model}` draws random numbers while it learns, and has no seed: every run gives another model and another score"
    bad = (
        """
        # %%
        from sklearn.ensemble import RandomForestClassifier
        # %%
        rf = RandomForestClassifier(n_estimators=200)  # -> rf = RandomForestClassifier(n_estimators=200, random_state=0)
        rf.fit(X, y)
        """,
        """
        # %%
        from imblearn.over_sampling import SMOTE
        from sklearn import cluster, neural_network
        RANDOM_STATE = 3
        # %%
        groups = cluster.KMeans(3).fit_predict(X)  # -> groups = cluster.KMeans(3, random_state=RANDOM_STATE).fit_predict(X)
        Xr, yr = SMOTE().fit_resample(X, y)  # -> Xr, yr = SMOTE(random_state=RANDOM_STATE).fit_resample(X, y)
        net = neural_network.MLPClassifier(random_state=None).fit(X, y)  # <-
        """,
    )
    good = (
        """
        # %%
        from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
        from sklearn.linear_model import LogisticRegression, Ridge
        from sklearn.neighbors import KNeighborsClassifier
        settings = {"n_estimators": 10, "random_state": 1}
        # %%
        models = [LogisticRegression(), Ridge(), KNeighborsClassifier(), HistGradientBoostingClassifier()]
        forest = RandomForestClassifier(**settings)
        other = RandomForestClassifier(random_state=3)
        later = RandomForestClassifier().set_params(random_state=1)
        forest.fit(X, y)
        """,
        """
        # %%
        import numpy as np
        from sklearn.ensemble import RandomForestClassifier
        np.random.seed(0)
        RandomForestClassifier().fit(X, y)
        """,
        """
        # %%
        from sklearn.ensemble import RandomForestClassifier
        help(RandomForestClassifier())
        """,
        """
        # %%
        from pyspark.ml.classification import RandomForestClassifier
        from sklearn.ensemble import BaggingClassifier
        RandomForestClassifier(labelCol="y").fit(train)
        """,
    )
    further = "https://scikit-learn.org/stable/common_pitfalls.html#controlling-randomness"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not any(word in reading.source for word in ("sklearn", "imblearn", "cuml")) or is_seeded(reading):
            return
        if not reading.holds(_RUNS) or reading.holds(_SET_LATER):
            return
        for cell in reading.cells:
            for call in cell.calls:
                if call.method in _DRAWS and call.imported and call.name.startswith(_PACKAGES) and _has_no_seed(call):
                    fix = seed_argument(reading, cell, call) if call.keyword("random_state") is None else None
                    yield self.finding(cell.place(call.node), model=call.method, fix=fix)


def _has_no_seed(call: Call) -> bool:
    if call.has_unpacked or (call.method.startswith("SGD") and says_no(call.keyword("shuffle"))):
        return False
    given = call.keyword("random_state")
    is_fixed = call.method.endswith("KMeans") and call.keyword("init") is not None and not isinstance(call.keyword("init"), ast.Constant)
    return not is_fixed and (given is None or (isinstance(given, ast.Constant) and given.value is None))
