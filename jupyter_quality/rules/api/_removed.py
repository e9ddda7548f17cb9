"""What libraries have taken away: since which version, and what to write instead. From their release notes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata

_DISTRIBUTIONS = {"sklearn": "scikit-learn"}


@dataclass(frozen=True, slots=True)
class Removed:
    """`name` is canonical ("numpy.float"), a method (".as_matrix") or a keyword ("read_csv squeeze="). `instead` is what to write, or
    says what to do. `back` is the version with which the name came to mean something again."""

    name: str
    package: str
    since: str
    instead: str
    back: str | None = None

    @property
    def is_gone(self) -> bool:
        """Whether it is gone in the installed version; also where none is installed."""
        installed = version_of(self.package)
        if installed is None:
            return True
        return numbers(self.since) <= installed and (self.back is None or installed < numbers(self.back))


@cache
def version_of(package: str) -> tuple[int, ...] | None:
    """The installed version of an importable package; None where it is not installed."""
    try:
        return numbers(metadata.version(_DISTRIBUTIONS.get(package, package)))
    except metadata.PackageNotFoundError:
        return None


def numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version: "1.24.0rc1" → (1, 24, 0)."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _read(package: str, table: str) -> dict[str, Removed]:
    rows = [[field.strip() for field in line.split("|")] for line in table.strip().splitlines()]
    return {row[0]: Removed(row[0], package, row[1], row[2], row[3] if len(row) > 3 else None) for row in rows}


def _tensorflow() -> dict[str, Removed]:
    """TensorFlow 1's names, which stand under `tensorflow.compat.v1` now."""
    old = """
    Session InteractiveSession placeholder placeholder_with_default ConfigProto GPUOptions GraphDef
    global_variables_initializer local_variables_initializer initialize_all_variables trainable_variables global_variables
    get_variable variable_scope get_default_graph get_default_session reset_default_graph get_collection set_random_seed
    truncated_normal random_normal random_uniform to_float to_int32 matrix_inverse assign
    layers app flags logging gfile summary.FileWriter summary.merge_all
    train.AdamOptimizer train.GradientDescentOptimizer train.RMSPropOptimizer train.MomentumOptimizer train.Saver
    train.get_global_step nn.rnn_cell nn.dynamic_rnn nn.static_rnn nn.softmax_cross_entropy_with_logits_v2
    losses.softmax_cross_entropy
    """.split()
    found = {f"tensorflow.{name}": Removed(f"tensorflow.{name}", "tensorflow", "2.0", f"tensorflow.compat.v1.{name}") for name in old}
    found["tensorflow.log"] = Removed("tensorflow.log", "tensorflow", "2.0", "tensorflow.math.log")
    found["tensorflow.contrib"] = Removed("tensorflow.contrib", "tensorflow", "2.0", "the package that took its part over")
    return found


@cache
def pattern_of(alias: str, canonical: str) -> re.Pattern[str] | None:
    """What text finds the names that are gone below an import: for ("np", "numpy") `np.float` and so on; None where there are none."""
    below = [name[len(canonical) + 1 :] for name in NAMES if name.startswith(f"{canonical}.")]
    return re.compile(rf"{re.escape(alias)}\.(?:{'|'.join(map(re.escape, sorted(below)))})\b") if below else None


NAMES: Mapping[str, Removed] = (
    _read(
        "numpy",
        """
        numpy.float | 1.24 | float
        numpy.int | 1.24 | int
        numpy.bool | 1.24 | bool | 2.0
        numpy.object | 1.24 | object
        numpy.str | 1.24 | str
        numpy.complex | 1.24 | complex
        numpy.long | 1.24 | int | 2.0
        numpy.unicode | 1.24 | str
        numpy.asscalar | 1.23 | `.item()`
        numpy.rank | 1.18 | numpy.ndim
        numpy.NaN | 2.0 | numpy.nan
        numpy.NAN | 2.0 | numpy.nan
        numpy.Inf | 2.0 | numpy.inf
        numpy.Infinity | 2.0 | numpy.inf
        numpy.infty | 2.0 | numpy.inf
        numpy.PINF | 2.0 | numpy.inf
        numpy.NINF | 2.0 | `-np.inf`
        numpy.float_ | 2.0 | numpy.float64
        numpy.complex_ | 2.0 | numpy.complex128
        numpy.string_ | 2.0 | numpy.bytes_
        numpy.unicode_ | 2.0 | numpy.str_
        numpy.product | 2.0 | numpy.prod
        numpy.cumproduct | 2.0 | numpy.cumprod
        numpy.alltrue | 2.0 | numpy.all
        numpy.sometrue | 2.0 | numpy.any
        numpy.round_ | 2.0 | numpy.round
        numpy.mat | 2.0 | numpy.asmatrix
        numpy.asfarray | 2.0 | `np.asarray(…, dtype=float)`
        numpy.find_common_type | 2.0 | numpy.result_type
        numpy.msort | 2.0 | `np.sort(…, axis=0)`
        numpy.lookfor | 2.0 | the documentation's search
        numpy.in1d | 2.4 | numpy.isin
        numpy.trapz | 2.4 | numpy.trapezoid
        """,
    )
    | _read(
        "pandas",
        """
        pandas.Panel | 1.0 | a frame with a MultiIndex
        pandas.datetime | 2.0 | `from datetime import datetime`
        pandas.np | 2.0 | `import numpy as np`
        pandas.ols | 0.20 | statsmodels
        pandas.tools | 1.0 | pandas itself or `pandas.plotting`
        pandas.scatter_matrix | 1.0 | pandas.plotting.scatter_matrix
        pandas.rolling_mean | 0.23 | `.rolling(…).mean()`
        pandas.rolling_std | 0.23 | `.rolling(…).std()`
        pandas.rolling_sum | 0.23 | `.rolling(…).sum()`
        pandas.rolling_max | 0.23 | `.rolling(…).max()`
        pandas.rolling_min | 0.23 | `.rolling(…).min()`
        pandas.rolling_corr | 0.23 | `.rolling(…).corr()`
        pandas.ewma | 0.23 | `.ewm(…).mean()`
        pandas.TimeGrouper | 1.0 | pandas.Grouper
        pandas.get_store | 1.0 | pandas.HDFStore
        pandas.io.data | 0.19 | pandas_datareader
        pandas.util.testing | 2.0 | pandas.testing
        pandas.Int64Index | 2.0 | pandas.Index
        pandas.Float64Index | 2.0 | pandas.Index
        pandas.UInt64Index | 2.0 | pandas.Index
        pandas.DataFrame.from_csv | 1.0 | pandas.read_csv
        pandas.DataFrame.from_items | 1.0 | pandas.DataFrame.from_dict
        pandas.value_counts | 3.0 | the method `.value_counts()`
        """,
    )
    | _read(
        "sklearn",
        """
        sklearn.cross_validation | 0.20 | sklearn.model_selection
        sklearn.grid_search | 0.20 | sklearn.model_selection
        sklearn.learning_curve | 0.20 | sklearn.model_selection
        sklearn.externals.joblib | 0.23 | joblib
        sklearn.externals.six | 0.23 | six
        sklearn.preprocessing.Imputer | 0.22 | sklearn.impute.SimpleImputer
        sklearn.preprocessing.CategoricalEncoder | 0.22 | sklearn.preprocessing.OneHotEncoder
        sklearn.metrics.plot_confusion_matrix | 1.2 | sklearn.metrics.ConfusionMatrixDisplay.from_estimator
        sklearn.metrics.plot_roc_curve | 1.2 | sklearn.metrics.RocCurveDisplay.from_estimator
        sklearn.metrics.plot_precision_recall_curve | 1.2 | sklearn.metrics.PrecisionRecallDisplay.from_estimator
        sklearn.metrics.plot_det_curve | 1.2 | sklearn.metrics.DetCurveDisplay.from_estimator
        sklearn.inspection.plot_partial_dependence | 1.2 | sklearn.inspection.PartialDependenceDisplay.from_estimator
        sklearn.metrics.jaccard_similarity_score | 0.23 | sklearn.metrics.jaccard_score
        sklearn.metrics.calinski_harabaz_score | 0.23 | sklearn.metrics.calinski_harabasz_score
        sklearn.metrics.scorer | 0.24 | sklearn.metrics
        sklearn.metrics.classification | 0.24 | sklearn.metrics
        sklearn.datasets.load_boston | 1.2 | `fetch_california_housing` or another data set
        sklearn.datasets.fetch_mldata | 0.22 | `fetch_openml`
        sklearn.datasets.samples_generator | 0.24 | sklearn.datasets
        sklearn.ensemble.forest | 0.24 | sklearn.ensemble
        sklearn.ensemble.partial_dependence | 0.24 | sklearn.inspection
        sklearn.feature_extraction.stop_words | 0.24 | `ENGLISH_STOP_WORDS` of `sklearn.feature_extraction.text`
        sklearn.linear_model.RandomizedLasso | 0.21 | another feature selection
        sklearn.linear_model.RandomizedLogisticRegression | 0.21 | another feature selection
        sklearn.mixture.GMM | 0.20 | sklearn.mixture.GaussianMixture
        sklearn.mixture.DPGMM | 0.20 | sklearn.mixture.BayesianGaussianMixture
        sklearn.mixture.VBGMM | 0.20 | sklearn.mixture.BayesianGaussianMixture
        sklearn.lda | 0.19 | sklearn.discriminant_analysis
        sklearn.qda | 0.19 | sklearn.discriminant_analysis
        sklearn.decomposition.RandomizedPCA | 0.20 | `PCA(svd_solver="randomized")`
        sklearn.covariance.GraphLasso | 0.22 | sklearn.covariance.GraphicalLasso
        sklearn.utils.testing | 0.24 | numpy.testing
        sklearn.utils.linear_assignment_ | 0.23 | `scipy.optimize.linear_sum_assignment`
        """,
    )
    | _read(
        "scipy",
        """
        scipy.misc.imread | 1.2 | imageio.imread
        scipy.misc.imsave | 1.2 | imageio.imwrite
        scipy.misc.imresize | 1.3 | Pillow's `Image.resize`
        scipy.misc.toimage | 1.2 | Pillow's `Image.fromarray`
        scipy.misc.comb | 1.3 | scipy.special.comb
        scipy.misc.factorial | 1.3 | scipy.special.factorial
        scipy.misc.logsumexp | 1.3 | scipy.special.logsumexp
        scipy.misc.derivative | 1.12 | a difference quotient
        scipy.misc.face | 1.12 | scipy.datasets.face
        scipy.integrate.trapz | 1.14 | scipy.integrate.trapezoid
        scipy.integrate.simps | 1.14 | scipy.integrate.simpson
        scipy.integrate.cumtrapz | 1.14 | scipy.integrate.cumulative_trapezoid
        scipy.stats.itemfreq | 1.5 | `np.unique(…, return_counts=True)`
        scipy.stats.binom_test | 1.12 | scipy.stats.binomtest
        scipy.stats.chisqprob | 1.0 | scipy.stats.chi2.sf
        scipy.stats.median_absolute_deviation | 1.12 | scipy.stats.median_abs_deviation
        scipy.signal.hann | 1.13 | scipy.signal.windows.hann
        scipy.signal.gaussian | 1.13 | scipy.signal.windows.gaussian
        scipy.linalg.pinv2 | 1.9 | scipy.linalg.pinv
        """,
    )
    | _read(
        "matplotlib",
        """
        matplotlib.cm.get_cmap | 3.9 | matplotlib.pyplot.get_cmap
        matplotlib.pyplot.cm.get_cmap | 3.9 | matplotlib.pyplot.get_cmap
        matplotlib.finance | 3.0 | mplfinance
        matplotlib.mlab.normpdf | 3.1 | scipy.stats.norm.pdf
        """,
    )
    | _tensorflow()
)

METHODS: Mapping[str, Removed] = _read(
    "pandas",
    """
    .ix | 1.0 | `.loc` (by label) or `.iloc` (by position)
    .append | 2.0 | `pd.concat([…])`
    .as_matrix | 1.0 | .to_numpy
    .iteritems | 2.0 | .items
    .applymap | 3.0 | .map
    .mad | 2.0 | `(x - x.mean()).abs().mean()`
    .lookup | 2.0 | `.loc` with `melt`, or numpy's indexing
    .get_value | 1.0 | `.at[…]`
    .set_value | 1.0 | `.at[…] = …`
    .sortlevel | 1.0 | .sort_index
    .swapaxes | 3.0 | .transpose
    .pad | 3.0 | .ffill
    .backfill | 3.0 | .bfill
    """,
)
"""Methods and accessors of pandas objects."""

KEYWORDS: Mapping[tuple[str, str], Removed] = {
    (row.name.split()[0], row.name.split()[1].rstrip("=")): row
    for row in (
        *_read(
            "pandas",
            """
            read_csv error_bad_lines= | 2.0 | `on_bad_lines="skip"`
            read_csv warn_bad_lines= | 2.0 | `on_bad_lines="warn"`
            read_csv squeeze= | 2.0 | `.squeeze("columns")` behind it
            read_csv date_parser= | 3.0 | `date_format=`
            read_csv delim_whitespace= | 3.0 | `sep=r"\\s+"`
            read_csv infer_datetime_format= | 3.0 | leave it out: it is what pandas does
            read_excel sheetname= | 1.0 | sheet_name=
            read_excel parse_cols= | 1.0 | usecols=
            to_csv line_terminator= | 2.0 | lineterminator=
            concat join_axes= | 1.0 | `.reindex(…)` behind it
            fillna method= | 3.0 | `.ffill()` or `.bfill()`
            describe datetime_is_numeric= | 2.0 | leave it out: it is what pandas does
            """,
        ).values(),
        *_read(
            "sklearn",
            """
            mean_squared_error squared= | 1.6 | `root_mean_squared_error`
            OneHotEncoder sparse= | 1.4 | sparse_output=
            OneHotEncoder categorical_features= | 0.22 | `ColumnTransformer`
            AdaBoostClassifier base_estimator= | 1.4 | estimator=
            AdaBoostRegressor base_estimator= | 1.4 | estimator=
            BaggingClassifier base_estimator= | 1.4 | estimator=
            BaggingRegressor base_estimator= | 1.4 | estimator=
            LinearRegression normalize= | 1.2 | a `StandardScaler` before it
            Ridge normalize= | 1.2 | a `StandardScaler` before it
            RidgeCV normalize= | 1.2 | a `StandardScaler` before it
            Lasso normalize= | 1.2 | a `StandardScaler` before it
            LassoCV normalize= | 1.2 | a `StandardScaler` before it
            ElasticNet normalize= | 1.2 | a `StandardScaler` before it
            KMeans n_jobs= | 1.0 | leave it out: it uses all cores
            KMeans precompute_distances= | 1.0 | leave it out: it has no effect any more
            AgglomerativeClustering affinity= | 1.4 | metric=
            GridSearchCV iid= | 0.24 | leave it out: it has no effect any more
            TSNE n_iter= | 1.7 | max_iter=
            """,
        ).values(),
        *_read("matplotlib", "hist normed= | 3.1 | density=").values(),
        *_read("numpy", "histogram normed= | 1.24 | density=").values(),
    )
}
"""Keywords of functions and methods, by the name of what is called and the keyword."""

SEABORN_STYLE = Removed("seaborn-…", "matplotlib", "3.8", "seaborn-v0_8")
"""The styles that matplotlib once called "seaborn-whitegrid" and so on."""
