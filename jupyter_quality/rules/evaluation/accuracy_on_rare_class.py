import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.provenance.marks import MarkKind
from jupyter_quality.reading.provenance.trail import Score
from jupyter_quality.reading.provenance.values import Fit
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._imbalance import imbalance, is_classifier
from jupyter_quality.rules._rule import Rule

_ACCURACIES = frozenset({"accuracy_score", "score", "cross_val_score", "evaluate"})
_SEE_CLASSES = tuple(
    "f1 recall precision roc auc confusion classification_report balanced_accuracy matthews mcc kappa fbeta log_loss brier sensitivity "
    "specificity geometric_mean pr_curve lift gini".split()
)
_NO_CODE = re.compile(r"#[^\n]*|^[ \t]*(?:from\s+\S+\s+)?import\s+(?:\([^)]*\)|[^\n]*)", re.MULTILINE)
_BALANCES = re.compile(r"fit_resample|fit_sample|UnderSampler|\bresample\(")


class AccuracyOnRareClass(Rule):
    """One class is rare, and accuracy is the only score.

    With 3 % positives, a model that always says no is right in 97 % of the cases and finds none. Accuracy therefore hides just what
    the model is for. Look at the classes apart: recall and precision of the rare class, the area under the precision-recall curve, or
    `balanced_accuracy_score`, which is 0.5 for such a model.
    """

    severity = Severity.FRAGILE
    message = "{words}, and accuracy is the only score: a model that never finds the rare class gets a high one too"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import accuracy_score, recall_score
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("cards.csv")
        df["fraud"].value_counts(normalize=True)
        #> 0    0.971
        #> 1    0.029
        #> Name: proportion, dtype: float64
        # %%
        X, y = df.drop(columns="fraud"), df["fraud"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0, stratify=y)
        clf = LogisticRegression().fit(Xa, ya)
        # %%
        print(accuracy_score(yb, clf.predict(Xb)))  # <-
        """,
    )
    good = (
        """
        # %% [markdown]
        Fraud is a rare class: 3 % of the cases.
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import accuracy_score, recall_score
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("cards.csv")
        X, y = df.drop(columns="fraud"), df["fraud"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0, stratify=y)
        clf = LogisticRegression().fit(Xa, ya)
        print(accuracy_score(yb, clf.predict(Xb)), recall_score(yb, clf.predict(Xb)))
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import accuracy_score
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("flowers.csv")
        df["kind"].value_counts()
        #> a    50
        #> b    50
        #> c    50
        #> Name: kind, dtype: int64
        # %%
        Xa, Xb, ya, yb = train_test_split(df[["n"]], df["kind"], random_state=0, stratify=df["kind"])
        accuracy_score(yb, LogisticRegression().fit(Xa, ya).predict(Xb))
        """,
        """
        # %% [markdown]
        The classes are imbalanced, so we draw as many of each.
        # %%
        import pandas as pd
        from imblearn.under_sampling import RandomUnderSampler
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("cards.csv")
        X, y = RandomUnderSampler(random_state=0).fit_resample(df.drop(columns="fraud"), df["fraud"])
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0, stratify=y)
        LogisticRegression().fit(Xa, ya).score(Xb, yb)
        """,
    )
    further = "https://scikit-learn.org/stable/modules/model_evaluation.html#balanced-accuracy-score"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not any(word in reading.source for word in ("accuracy", ".score(", "cross_val_score")):
            return
        code = "\n".join(_code(cell) for cell in reading.cells)
        if _sees_classes(code) or _BALANCES.search(code):
            return
        seen: set[ast.AST] = set()
        for score in reading.provenance.trail.scores:
            fit = next((fit for fit in score.fits if is_classifier(fit.estimator)), None)
            if fit is None or score.site.node in seen or score.metric not in _ACCURACIES or _is_copied(fit):
                continue
            shown = imbalance(reading, fit.target.column if fit.target else None)
            if shown is not None and _is_accuracy(score):
                seen.add(score.site.node)
                words = shown.words[0].upper() + shown.words[1:]
                related = (Related(shown.place, "a class is rare"),)
                yield self.finding(reading.provenance.place(score.site), related=related, confidence=0.8, words=words)


def _code(cell: CellReading) -> str:
    """A cell's source without its comments and imports, which may name scores that are not taken."""
    return _NO_CODE.sub("", cell.code.source)


def _sees_classes(code: str) -> bool:
    small = code.lower()
    return any(word in small for word in _SEE_CLASSES)


def _is_copied(fit: Fit) -> bool:
    return any(mark.kind is MarkKind.COPIED for mark in fit.features.all_marks())


def _is_accuracy(score: Score) -> bool:
    keywords = {keyword.arg: keyword.value for keyword in score.site.node.keywords} if isinstance(score.site.node, ast.Call) else {}
    scoring = keywords.get("scoring")
    return scoring is None or (isinstance(scoring, ast.Constant) and scoring.value in {None, "accuracy"})
