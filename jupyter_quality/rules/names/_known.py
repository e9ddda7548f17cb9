"""Names that need no definition, names whose import everybody writes the same way, and imports that act by themselves."""

import ast
import builtins
import re
from collections.abc import Mapping

_GIVEN = frozenset(dir(builtins)) | frozenset(
    """
    __file__ __name__ __doc__ __builtins__ __builtin__ __annotations__ WindowsError exit quit copyright credits license
    display get_ipython In Out _ __ ___ _i _ii _iii _ih _oh _dh _sh
    spark sc sqlContext sqlc dbutils displayHTML table
    """.split()
)
_HISTORY = re.compile(r"_i?\d+")
_FOR_ITS_EFFECT = re.compile(
    r"__future__|antigravity|this|seaborn|mpl_toolkits|sklearn\.experimental|google\.colab|readline|swifter|janitor|hvplot|cufflinks"
    r"|holoviews|tensorflow_text|pandas_bokeh|scienceplots|lux|itables|nest_asyncio|ipympl|ipytest|pyforest|plotnine|geoviews|rioxarray"
    r"|torch_geometric\.compile|gensim_data|cv2_imshow|autotime|jupyter_black|nb_black|vega_datasets|pandas_profiling|ydata_profiling|cmocean"
)

USUAL_IMPORTS: Mapping[str, str] = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "pd": "import pandas as pd",
    "pandas": "import pandas",
    "plt": "import matplotlib.pyplot as plt",
    "mpl": "import matplotlib as mpl",
    "sns": "import seaborn as sns",
    "sp": "import scipy as sp",
    "stats": "from scipy import stats",
    "sm": "import statsmodels.api as sm",
    "smf": "import statsmodels.formula.api as smf",
    "tf": "import tensorflow as tf",
    "keras": "from tensorflow import keras",
    "torch": "import torch",
    "nn": "from torch import nn",
    "xgb": "import xgboost as xgb",
    "lgb": "import lightgbm as lgb",
    "px": "import plotly.express as px",
    "go": "import plotly.graph_objects as go",
    "nx": "import networkx as nx",
    "cv2": "import cv2",
    "tqdm": "from tqdm.auto import tqdm",
    "Path": "from pathlib import Path",
    "defaultdict": "from collections import defaultdict",
    "Counter": "from collections import Counter",
    "namedtuple": "from collections import namedtuple",
    "partial": "from functools import partial",
    "reduce": "from functools import reduce",
    "dataclass": "from dataclasses import dataclass",
    "timedelta": "from datetime import timedelta",
    "glob": "from glob import glob",
    "train_test_split": "from sklearn.model_selection import train_test_split",
    "cross_val_score": "from sklearn.model_selection import cross_val_score",
    "GridSearchCV": "from sklearn.model_selection import GridSearchCV",
    "KFold": "from sklearn.model_selection import KFold",
    "StandardScaler": "from sklearn.preprocessing import StandardScaler",
    "LogisticRegression": "from sklearn.linear_model import LogisticRegression",
    "LinearRegression": "from sklearn.linear_model import LinearRegression",
    "RandomForestClassifier": "from sklearn.ensemble import RandomForestClassifier",
    "accuracy_score": "from sklearn.metrics import accuracy_score",
    "confusion_matrix": "from sklearn.metrics import confusion_matrix",
    "mean_squared_error": "from sklearn.metrics import mean_squared_error",
    "r2_score": "from sklearn.metrics import r2_score",
} | {
    module: f"import {module}"
    for module in "os sys re json math random time itertools functools collections csv pickle warnings string".split()
}


def is_given(name: str) -> bool:
    """Whether Python, IPython or a hosted notebook service defines a name by itself."""
    return name in _GIVEN or _HISTORY.fullmatch(name) is not None


def is_for_its_effect(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> bool:
    """Whether a module is imported for what its import does, or a name to be handed on (`import a as a`, a star)."""
    module = (statement.module or "") if isinstance(statement, ast.ImportFrom) else alias.name
    return bool(_FOR_ITS_EFFECT.match(module) or _FOR_ITS_EFFECT.match(alias.name)) or alias.asname == alias.name or alias.name == "*"
