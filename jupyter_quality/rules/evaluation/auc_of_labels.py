import ast
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.provenance.values import Constant, Estimator
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._imbalance import is_classifier
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.evaluation._predictions import Predicted, model_of, predicted

_METRICS = frozenset({"roc_auc_score", "average_precision_score", "roc_curve", "precision_recall_curve"})
_BY_DISTANCE = frozenset({"LinearSVC", "RidgeClassifier", "Perceptron", "SGDClassifier", "PassiveAggressiveClassifier"})


class AucOfLabels(Rule):
    """An area under a curve is computed from predicted classes.

    The curve asks how well the model *ranks* the rows, for every threshold. `predict` has already cut at 0.5, so the curve has one corner
    and the area is merely the mean of sensitivity and specificity: with a perfect ranking whose threshold is off, 0.5 instead of 1.0.
    Hand over the probabilities: `predict_proba(X)[:, 1]`.
    """

    severity = Severity.WRONG
    message = "`{metric}` is given predicted classes: with one threshold there is no curve; it wants probabilities or scores"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import roc_auc_score, roc_curve
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("mails.csv")
        Xa, Xb, ya, yb = train_test_split(df[["n"]], df["spam"], random_state=0, stratify=df["spam"])
        clf = LogisticRegression().fit(Xa, ya)
        # %%
        roc_auc_score(yb, clf.predict(Xb))  # -> roc_auc_score(yb, clf.predict_proba(Xb)[:, 1])
        guess = clf.predict(Xb)
        fpr, tpr, _ = roc_curve(yb, guess)  # -> fpr, tpr, _ = roc_curve(yb, clf.predict_proba(Xb)[:, 1])
        """,
        """
        # %%
        import pandas as pd
        from sklearn import metrics
        from sklearn.svm import SVC, LinearSVC
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        train, test = pd.read_csv("a.csv"), pd.read_csv("b.csv")
        pipe = make_pipeline(StandardScaler(), SVC()).fit(train[["n"]], train["spam"])
        metrics.roc_auc_score(test["spam"], y_score=pipe.predict(test[["n"]]))  # <-
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import roc_auc_score
        from sklearn.model_selection import cross_val_predict
        df = pd.read_csv("mails.csv")
        told = cross_val_predict(LogisticRegression(), df[["n"]], df["spam"], cv=5)
        roc_auc_score(df["spam"], told)  # <-
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.ensemble import IsolationForest, RandomForestRegressor
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import accuracy_score, roc_auc_score
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("mails.csv")
        Xa, Xb, ya, yb = train_test_split(df[["n"]], df["spam"], random_state=0, stratify=df["spam"])
        clf = LogisticRegression().fit(Xa, ya)
        roc_auc_score(yb, clf.predict_proba(Xb)[:, 1])
        roc_auc_score(yb, clf.decision_function(Xb))
        accuracy_score(yb, clf.predict(Xb))
        reg = RandomForestRegressor(random_state=0).fit(Xa, ya)
        roc_auc_score(yb, reg.predict(Xb))
        """,
        """
        # %%
        import xgboost as xgb
        from sklearn.metrics import roc_auc_score
        from tensorflow import keras
        net = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
        net.fit(Xa, ya)
        roc_auc_score(yb, net.predict(Xb))
        booster = xgb.train(params, xgb.DMatrix(Xa, label=ya))
        roc_auc_score(yb, booster.predict(xgb.DMatrix(Xb)))
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import roc_auc_score
        from sklearn.model_selection import cross_val_predict
        df = pd.read_csv("mails.csv")
        told = cross_val_predict(LogisticRegression(), df[["n"]], df["spam"], cv=5, method="predict_proba")
        roc_auc_score(df["spam"], told[:, 1])
        """,
    )
    further = "https://scikit-learn.org/stable/modules/model_evaluation.html#receiver-operating-characteristic-roc"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not any(metric in reading.source for metric in _METRICS):
            return
        for cell in reading.cells:
            for call in cell.calls:
                score = call.argument(1, "y_score") if call.imported and call.method in _METRICS else None
                if score is None or call.name.partition(".")[0] != "sklearn":
                    continue
                found = predicted(reading, cell, score)
                model = model_of(reading, found) if found is not None and found.method == "predict" else None
                if found is not None and model is not None and is_classifier(model):
                    yield self.finding(cell.place(call.node), metric=call.method, fix=_fix(cell, call, score, found, model))


def _fix(cell: CellReading, call: Call, score: ast.expr, found: Predicted, model: Estimator) -> Fix | None:
    """Probabilities of the second class, or distances where the model has no probabilities, of the same model for the same rows."""
    if found.features is None or found.cell is not cell or call.keyword("multi_class") is not None:
        return None
    owner, features = cell.code.text(found.model), cell.code.text(found.features)
    if any(_has_distance_only(part) for part in (model, *model.parts)):
        text = f"{owner}.decision_function({features})"
    else:
        text = f"{owner}.predict_proba({features})[:, 1]"
    return Fix("Hand over what the rows are ranked by", (ReplaceText(cell.cell.id, cell.code.span(score), text),), safe=True)


def _has_distance_only(model: Estimator) -> bool:
    """Whether an estimator gives no probabilities: `SVC` does only where it is told to."""
    probability = model.settings.get("probability")
    is_told = isinstance(probability, Constant) and bool(probability.value)
    return model.short in _BY_DISTANCE or (model.short in {"SVC", "NuSVC"} and not is_told)
