"""The table of libraries, held against the scikit-learn that is installed."""

import textwrap
import warnings

import pytest

from jupyter_quality.engine import check
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.options import OptionsError, make_options
from jupyter_quality.reading.provenance.library import Role, names_of, own_rows, role_of, role_of_bare

sklearn = pytest.importorskip("sklearn")


def test_every_public_estimator_has_a_role() -> None:
    from sklearn.utils import all_estimators

    with warnings.catch_warnings(action="ignore"):
        estimators = all_estimators()
    assert [name for name, _ in estimators if role_of(f"sklearn.any.{name}") is None] == []


@pytest.mark.parametrize(("kind", "role"), [("classifier", Role.PREDICTS), ("regressor", Role.PREDICTS), ("cluster", Role.CLUSTERS)])
def test_the_roles_are_scikit_learns_own_kinds(kind: str, role: Role) -> None:
    from sklearn.utils import all_estimators

    with warnings.catch_warnings(action="ignore"):
        names = {name for name, _ in all_estimators(type_filter=kind)}
    odd = {name for name in names if role_of(f"sklearn.any.{name}") is not role}
    assert odd <= {"FeatureAgglomeration"}, "a transformer by clusters"


def test_every_splitter_and_metric_has_a_role() -> None:
    from sklearn import metrics, model_selection

    splitters = {name for name in model_selection.__all__ if name.endswith(("Fold", "Split", "Out")) and not name.startswith("Base")}
    assert splitters <= names_of("sklearn")
    of_predictions = {name for name in metrics.__all__ if name.endswith(("_score", "_loss", "_error", "_report", "_curve"))}
    of_clusters = {
        "adjusted_mutual_info_score", "adjusted_rand_score", "calinski_harabasz_score", "completeness_score", "consensus_score",
        "davies_bouldin_score", "fowlkes_mallows_score", "homogeneity_score", "mutual_info_score", "normalized_mutual_info_score",
        "rand_score", "silhouette_score", "v_measure_score",
    }  # fmt: skip
    assert of_predictions - of_clusters <= names_of("sklearn")


def test_packages_that_name_things_alike_share_rows() -> None:
    assert role_of("cuml.preprocessing.StandardScaler") is Role.LEARNS
    assert role_of("tensorflow.keras.callbacks.EarlyStopping") is Role.STOPS_EARLY


def test_a_row_of_ones_own_comes_first() -> None:
    assert role_of("ourlib.Scaler") is None
    assert role_of("ourlib.Scaler", (("ourlib.Scaler", Role.LEARNS),)) is Role.LEARNS


def test_rows_of_ones_own_are_settings() -> None:
    cells = """
    import pandas as pd
    from ourlib.prepare import Spread, parts
    df = pd.read_csv("a.csv")
    X, y = df[["a"]], df["y"]
    X = Spread().fit_transform(X)
    a, b, c, d = parts(X, y)
    from ourlib.models import Rule
    Rule().fit(a, c).score(b, d)
    """
    notebook = Notebook(None, (Cell("c", 1, CellKind.CODE, textwrap.dedent(cells)),))
    own = ["ourlib.prepare.Spread = learns", "ourlib.prepare.parts = splits", "ourlib.models.Rule=predicts"]
    assert [finding.rule for finding in check(notebook, make_options({"select": ["leakage"], "roles": own}, "here")).findings] == [
        "fit-before-split"
    ]
    assert check(notebook, make_options({"select": ["leakage"]}, "here")).findings == ()


@pytest.mark.parametrize("text", ["ourlib.Scaler", "Scaler = learns", "ourlib.Scaler = guesses"])
def test_a_row_that_is_written_otherwise_is_named(text: str) -> None:
    with pytest.raises(OptionsError, match=text):
        own_rows([text])


def test_a_class_is_known_by_its_bare_name_too() -> None:
    assert role_of_bare("StandardScaler") is Role.LEARNS
    assert role_of_bare("Pipeline") is Role.COMPOSES
    assert role_of_bare("scale") is None
