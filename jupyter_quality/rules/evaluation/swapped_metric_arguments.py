import ast
import re
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.provenance.joining import alternatives
from jupyter_quality.reading.provenance.values import Module
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.evaluation._predictions import is_prediction, is_truth

_SAID = {
    "precision_score": "this is the recall",
    "recall_score": "this is the precision",
    "confusion_matrix": "the matrix is transposed: false positives stand where false negatives should",
    "classification_report": "precision and recall are exchanged, and the support counts predictions",
    "r2_score": "the variance is that of the predictions, and the score another number",
}
_OTHERS = frozenset(
    """
    precision_recall_fscore_support fbeta_score balanced_accuracy_score roc_auc_score average_precision_score roc_curve log_loss
    precision_recall_curve brier_score_loss explained_variance_score mean_absolute_percentage_error hinge_loss d2_absolute_error_score
    mean_poisson_deviance mean_gamma_deviance mean_tweedie_deviance mean_pinball_loss from_predictions top_k_accuracy_score
    """.split()
)
_METRICS = re.compile(r"_score\b|_loss\b|_error\b|_report\b|_matrix\b|_curve\b|_deviance\b|_support\b|from_predictions")
_BY_AVERAGE = frozenset({"f1_score", "jaccard_score"})


class SwappedMetricArguments(Rule):
    """A metric is given the predictions first and the truth second.

    scikit-learn's metrics take the truth first. Where the order matters, another number comes out, without a word: precision becomes
    recall, a confusion matrix is transposed. With 10 true positives, 5 false alarms and 40 missed cases, precision is 0.67 and recall 0.20.
    """

    severity = Severity.WRONG
    message = "`{metric}` takes the truth first, but is given the predictions first: {said}"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import classification_report, precision_score
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("mails.csv")
        Xa, Xb, ya, yb = train_test_split(df[["n"]], df["spam"], random_state=0, stratify=df["spam"])
        model = LogisticRegression().fit(Xa, ya)
        # %%
        guess = model.predict(Xb)
        precision_score(guess, yb)  # -> precision_score(yb, guess)
        print(classification_report(model.predict(Xb), yb, digits=3))  # -> print(classification_report(yb, model.predict(Xb), digits=3))
        """,
        """
        # %%
        import pandas as pd
        import sklearn.metrics as metrics
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("gems.csv")
        Xa, Xb, ya, yb = train_test_split(df[["carat"]], df["price"], random_state=0)
        # %%
        def judge(m):
            return metrics.r2_score(m.predict(Xb), yb)  # ->     return metrics.r2_score(yb, m.predict(Xb))
        judge(Ridge().fit(Xa, ya))
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import f1_score, precision_score, recall_score
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("mails.csv")
        Xa, Xb, ya, yb = train_test_split(df[["n"]], df["spam"], random_state=0, stratify=df["spam"])
        guess = LogisticRegression().fit(Xa, ya).predict(Xb)
        for name, metric in {"precision": precision_score, "recall": recall_score, "F1": f1_score}.items():
            print(name, metric(guess, yb))  # ->     print(name, metric(yb, guess))
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import accuracy_score, f1_score, mean_squared_error, precision_score
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("mails.csv")
        Xa, Xb, ya, yb = train_test_split(df[["n"]], df["spam"], random_state=0, stratify=df["spam"])
        model = LogisticRegression().fit(Xa, ya)
        guess = model.predict(Xb)
        precision_score(yb, guess), precision_score(y_pred=guess, y_true=yb)
        accuracy_score(guess, yb), f1_score(guess, yb), mean_squared_error(guess, yb)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import confusion_matrix
        df = pd.read_csv("mails.csv")
        one = LogisticRegression().fit(df[["n"]], df["spam"])
        other = LogisticRegression().fit(df[["m"]], df["spam"])
        confusion_matrix(one.predict(df[["n"]]), other.predict(df[["m"]]))
        confusion_matrix(df["spam"], one.predict(df[["n"]]))
        """,
    )
    further = "https://scikit-learn.org/stable/modules/model_evaluation.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if "sklearn" not in reading.source:
            return
        for cell in reading.cells if reading.holds(_METRICS) else ():
            for call in cell.calls:
                metric = next((one for one in _metrics(reading, cell, call) if _order_matters(one, call)), None)
                if metric is not None and len(call.node.args) >= 2:
                    first, second = call.node.args[:2]
                    if is_prediction(reading, cell, first) and is_truth(reading, cell, second):
                        said = _SAID.get(metric, "another number comes out")
                        yield self.finding(cell.place(call.node), metric=metric, said=said, fix=_fix(cell, first, second))


def _metrics(reading: Reading, cell: CellReading, call: Call) -> list[str]:
    """Which of scikit-learn's metrics a call calls, by their own names or by one that holds them, in turn."""
    names = [call.name]
    if not call.imported and isinstance(call.node.func, ast.Name):
        value = reading.provenance.value(cell, call.node.func)
        names = [one.name for one in alternatives(value) if isinstance(one, Module)] if value is not None else []
    return [name.rpartition(".")[2] for name in names if name.startswith("sklearn.metrics")]


def _order_matters(metric: str, call: Call) -> bool:
    if metric in _BY_AVERAGE:
        average = call.keyword("average")
        return isinstance(average, ast.Constant) and average.value == "weighted"
    return metric in _SAID or metric in _OTHERS


def _fix(cell: CellReading, first: ast.expr, second: ast.expr) -> Fix:
    edits = (
        ReplaceText(cell.cell.id, cell.code.span(first), cell.code.text(second)),
        ReplaceText(cell.cell.id, cell.code.span(second), cell.code.text(first)),
    )
    return Fix("Put the truth first", edits, safe=True)
