"""Examples of whole notebooks, in which just the marked lines may be found by the rules of the leakage family."""

from collections.abc import Callable

import pytest

from jupyter_quality.engine import check
from jupyter_quality.options import make_options
from jupyter_quality.rules._example import parse

IMPORTS = """
# %%
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, f1_score, mean_squared_error, roc_auc_score
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, OneHotEncoder, StandardScaler
from imblearn.over_sampling import SMOTE
"""

Leaks = Callable[[str], tuple[list[tuple[str, int, int]], list[tuple[int, int]]]]


@pytest.fixture
def leaks() -> Leaks:
    """The leaks in an example, as (rule, cell, line), and the places that are marked, as (cell, line); cells count from the first after
    the imports, which every example has."""

    def found(text: str) -> tuple[list[tuple[str, int, int]], list[tuple[int, int]]]:
        import textwrap

        example = parse(IMPORTS + textwrap.dedent(text).strip("\n"))
        findings = check(example.notebook, make_options({"select": ["leakage"]}, "the example"), example.beside).findings
        places = [(f.rule, f.place.cell, f.place.span.line) for f in findings if f.place is not None]
        return sorted(set(places)), sorted(example.expected)

    return found
