"""What the libraries' classes and functions do with rows: a table, a row for each.

A name stands under its package and its own last part, wherever in the package it lives: `sklearn.preprocessing.StandardScaler` and
`sklearn.preprocessing._data.StandardScaler` are one. What is not in the table does nothing but hand its arguments' rows on.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from jupyter_quality.options import OptionsError


class Role(StrEnum):
    """What a class or function does with the rows that it is given."""

    # classes
    LEARNS = "learns"
    """Its transform carries what `fit` learned from the rows."""
    COUNTS_WORDS = "counts words"
    """Learns a vocabulary."""
    NAMES_CATEGORIES = "names categories"
    """Learns only which categories there are."""
    ENCODES_TARGET = "encodes target"
    """Learns the target's mean for each category."""
    STATELESS = "stateless"
    """Treats each row by itself."""
    PREDICTS = "predicts"
    CLUSTERS = "clusters"
    """Describes the rows that it is given: clusters, outliers, densities, neighbours."""
    SEARCHES = "searches"
    """Cross-validates settings of the estimator inside it."""
    COMPOSES = "composes"
    """A pipeline or union of estimators."""
    COPIES = "copies"
    """Makes further rows out of the rows."""
    REDUCES = "reduces"
    """Leaves rows out."""
    FOLDS = "folds"
    """Splits in the order of the rows unless told to shuffle."""
    SHUFFLED_FOLDS = "shuffled folds"
    GROUPED_FOLDS = "grouped folds"
    """Keeps the rows of a group together."""
    ORDERED_FOLDS = "ordered folds"
    """Trains on what comes before."""
    # functions
    SPLITS = "splits"
    SPLITS_FRAME = "splits frame"
    """`frame.randomSplit`, `random_split`: by shares or lengths."""
    CROSS_VALIDATES = "cross-validates"
    SCORES = "scores"
    SCORES_ITSELF = "scores itself"
    """A score of the estimator on the data that it is given."""
    RESAMPLES = "resamples"
    SHUFFLES = "shuffles"
    SCALES = "scales"
    """Fits and transforms at once."""
    READS = "reads"
    """Brings rows from outside."""
    TRAINS = "trains"
    """`xgboost.train(settings, data)`."""
    PACKS = "packs"
    """Puts features and target into one object."""
    CONCATENATES = "concatenates"
    SUMMARISES = "summarises"
    """A statistic of its argument, as `numpy.mean`."""
    STOPS_EARLY = "stops early"
    """A callback that ends or picks the training by the score on the validation rows."""


_TABLE = {
    "sklearn": {
        Role.LEARNS: """
            AdditiveChi2Sampler BernoulliRBM DictionaryLearning FactorAnalysis FastICA FeatureAgglomeration GaussianRandomProjection
            GenericUnivariateSelect IncrementalPCA Isomap KBinsDiscretizer KNNImputer KernelCenterer KernelPCA LatentDirichletAllocation
            LocallyLinearEmbedding MaxAbsScaler MinMaxScaler MiniBatchDictionaryLearning MiniBatchNMF MiniBatchSparsePCA NMF
            NeighborhoodComponentsAnalysis Nystroem PCA PLSSVD PowerTransformer QuantileTransformer RFE RFECV RobustScaler SelectFdr
            SelectFpr SelectFromModel SelectFwe SelectKBest SelectPercentile SequentialFeatureSelector SimpleImputer Imputer SparsePCA
            SplineTransformer StandardScaler TfidfTransformer TfidfVectorizer TruncatedSVD VarianceThreshold IterativeImputer RandomizedPCA
            RandomizedLasso""",
        Role.COUNTS_WORDS: "CountVectorizer DictVectorizer",
        Role.NAMES_CATEGORIES: "LabelBinarizer LabelEncoder MultiLabelBinarizer OneHotEncoder OrdinalEncoder CategoricalEncoder",
        Role.ENCODES_TARGET: "TargetEncoder",
        Role.STATELESS: """
            Binarizer FeatureHasher FunctionTransformer HashingVectorizer MissingIndicator Normalizer PatchExtractor PolynomialCountSketch
            PolynomialFeatures RBFSampler SkewedChi2Sampler SparseCoder SparseRandomProjection RandomTreesEmbedding FrozenEstimator""",
        Role.PREDICTS: """
            AdaBoostClassifier BaggingClassifier BernoulliNB CalibratedClassifierCV CategoricalNB ClassifierChain ComplementNB
            DecisionTreeClassifier DummyClassifier ExtraTreeClassifier ExtraTreesClassifier FixedThresholdClassifier GaussianNB
            GaussianProcessClassifier GradientBoostingClassifier HistGradientBoostingClassifier KNeighborsClassifier LabelPropagation
            LabelSpreading LinearDiscriminantAnalysis LinearSVC LogisticRegression LogisticRegressionCV MLPClassifier
            MultiOutputClassifier MultinomialNB NearestCentroid NuSVC OneVsOneClassifier OneVsRestClassifier OutputCodeClassifier
            PassiveAggressiveClassifier Perceptron QuadraticDiscriminantAnalysis RadiusNeighborsClassifier RandomForestClassifier
            RidgeClassifier RidgeClassifierCV SGDClassifier SVC SelfTrainingClassifier StackingClassifier TunedThresholdClassifierCV
            VotingClassifier ARDRegression AdaBoostRegressor BaggingRegressor BayesianRidge CCA DecisionTreeRegressor DummyRegressor
            ElasticNet ElasticNetCV ExtraTreeRegressor ExtraTreesRegressor GammaRegressor GaussianProcessRegressor
            GradientBoostingRegressor HistGradientBoostingRegressor HuberRegressor IsotonicRegression KNeighborsRegressor KernelRidge
            Lars LarsCV Lasso LassoCV LassoLars LassoLarsCV LassoLarsIC LinearRegression LinearSVR MLPRegressor MultiOutputRegressor
            MultiTaskElasticNet MultiTaskElasticNetCV MultiTaskLasso MultiTaskLassoCV NuSVR OrthogonalMatchingPursuit
            OrthogonalMatchingPursuitCV PLSCanonical PLSRegression PassiveAggressiveRegressor PoissonRegressor QuantileRegressor
            RANSACRegressor RadiusNeighborsRegressor RandomForestRegressor RegressorChain Ridge RidgeCV SGDRegressor SVR
            StackingRegressor TheilSenRegressor TransformedTargetRegressor TweedieRegressor VotingRegressor""",
        Role.CLUSTERS: """
            AffinityPropagation AgglomerativeClustering Birch BisectingKMeans DBSCAN HDBSCAN KMeans MeanShift MiniBatchKMeans OPTICS
            SpectralClustering SpectralBiclustering SpectralCoclustering BayesianGaussianMixture GaussianMixture EllipticEnvelope
            EmpiricalCovariance GraphicalLasso GraphicalLassoCV IsolationForest KernelDensity LedoitWolf LocalOutlierFactor MDS ClassicalMDS
            MinCovDet NearestNeighbors OAS OneClassSVM SGDOneClassSVM ShrunkCovariance SpectralEmbedding TSNE KNeighborsTransformer
            RadiusNeighborsTransformer""",
        Role.SEARCHES: "GridSearchCV RandomizedSearchCV HalvingGridSearchCV HalvingRandomSearchCV",
        Role.COMPOSES: "Pipeline ColumnTransformer FeatureUnion make_pipeline make_column_transformer make_union",
        Role.FOLDS: "KFold StratifiedKFold LeaveOneOut LeavePOut PredefinedSplit",
        Role.SHUFFLED_FOLDS: "ShuffleSplit StratifiedShuffleSplit RepeatedKFold RepeatedStratifiedKFold",
        Role.GROUPED_FOLDS: "GroupKFold StratifiedGroupKFold GroupShuffleSplit LeaveOneGroupOut LeavePGroupsOut LeaveOneLabelOut",
        Role.ORDERED_FOLDS: "TimeSeriesSplit",
        Role.SPLITS: "train_test_split",
        Role.SUMMARISES: "chi2 f_classif f_regression mutual_info_classif mutual_info_regression r_regression",
        Role.CROSS_VALIDATES: "cross_val_score cross_validate cross_val_predict permutation_test_score learning_curve validation_curve",
        Role.SCORES: """
            accuracy_score auc average_precision_score balanced_accuracy_score brier_score_loss class_likelihood_ratios
            classification_report cohen_kappa_score confusion_matrix confusion_matrix_at_thresholds coverage_error
            d2_absolute_error_score d2_brier_score d2_log_loss_score d2_pinball_score d2_tweedie_score dcg_score det_curve
            explained_variance_score f1_score fbeta_score hamming_loss hinge_loss jaccard_score label_ranking_average_precision_score
            label_ranking_loss log_loss matthews_corrcoef max_error mean_absolute_error mean_absolute_percentage_error
            mean_gamma_deviance mean_pinball_loss mean_poisson_deviance mean_squared_error mean_squared_log_error mean_tweedie_deviance
            median_absolute_error metric_at_thresholds multilabel_confusion_matrix ndcg_score precision_recall_curve
            precision_recall_fscore_support precision_score r2_score recall_score roc_auc_score roc_curve root_mean_squared_error
            root_mean_squared_log_error top_k_accuracy_score zero_one_loss from_predictions""",
        Role.SCORES_ITSELF: "plot_confusion_matrix plot_roc_curve plot_precision_recall_curve plot_det_curve from_estimator",
        Role.RESAMPLES: "resample",
        Role.SHUFFLES: "shuffle",
        Role.SCALES: "scale minmax_scale robust_scale maxabs_scale quantile_transform power_transform",
        Role.READS: """
            load_iris load_wine load_breast_cancer load_diabetes load_digits load_boston load_linnerud fetch_california_housing
            fetch_openml fetch_20newsgroups fetch_covtype fetch_olivetti_faces make_classification make_regression make_blobs make_moons
            make_circles make_friedman1 fetch_lfw_people load_svmlight_file""",
    },
    "imblearn": {
        Role.COPIES: "SMOTE SMOTENC SMOTEN ADASYN BorderlineSMOTE KMeansSMOTE SVMSMOTE RandomOverSampler SMOTEENN SMOTETomek",
        Role.REDUCES: """
            RandomUnderSampler NearMiss TomekLinks ClusterCentroids CondensedNearestNeighbour EditedNearestNeighbours
            RepeatedEditedNearestNeighbours AllKNN InstanceHardnessThreshold NeighbourhoodCleaningRule OneSidedSelection""",
        Role.COMPOSES: "Pipeline make_pipeline",
        Role.PREDICTS: "BalancedRandomForestClassifier BalancedBaggingClassifier EasyEnsembleClassifier RUSBoostClassifier",
        Role.SCORES: "geometric_mean_score classification_report_imbalanced specificity_score sensitivity_score",
    },
    "category_encoders": {
        Role.ENCODES_TARGET: """
            TargetEncoder LeaveOneOutEncoder CatBoostEncoder JamesSteinEncoder MEstimateEncoder WOEEncoder GLMMEncoder
            QuantileEncoder SummaryEncoder""",
        Role.NAMES_CATEGORIES: "OneHotEncoder OrdinalEncoder BinaryEncoder BaseNEncoder HelmertEncoder SumEncoder",
        Role.LEARNS: "CountEncoder",
        Role.STATELESS: "HashingEncoder",
    },
    "feature_engine": {
        Role.LEARNS: """
            MeanMedianImputer ArbitraryNumberImputer CategoricalImputer EndTailImputer RandomSampleImputer Winsorizer
            EqualFrequencyDiscretiser EqualWidthDiscretiser YeoJohnsonTransformer BoxCoxTransformer DropCorrelatedFeatures
            SmartCorrelatedSelection DropConstantFeatures CountFrequencyEncoder RareLabelEncoder""",
        Role.ENCODES_TARGET: "MeanEncoder WoEEncoder",
    },
    "xgboost": {
        Role.PREDICTS: "XGBClassifier XGBRegressor XGBRanker XGBRFClassifier XGBRFRegressor",
        Role.TRAINS: "train",
        Role.PACKS: "DMatrix QuantileDMatrix",
        Role.CROSS_VALIDATES: "cv",
        Role.STOPS_EARLY: "EarlyStopping",
    },
    "lightgbm": {
        Role.PREDICTS: "LGBMClassifier LGBMRegressor LGBMRanker",
        Role.TRAINS: "train",
        Role.PACKS: "Dataset",
        Role.CROSS_VALIDATES: "cv",
        Role.STOPS_EARLY: "early_stopping",
    },
    "catboost": {
        Role.PREDICTS: "CatBoostClassifier CatBoostRegressor CatBoost",
        Role.PACKS: "Pool",
        Role.CROSS_VALIDATES: "cv",
    },
    "keras": {
        Role.PREDICTS: "Sequential Model KerasClassifier KerasRegressor",
        Role.LEARNS: "Normalization",
        Role.COUNTS_WORDS: "Tokenizer TextVectorization StringLookup",
        Role.STOPS_EARLY: "EarlyStopping ModelCheckpoint",
        Role.READS: "load_data",
        Role.SPLITS_FRAME: "split_dataset",
    },
    "scikeras": {Role.PREDICTS: "KerasClassifier KerasRegressor"},
    "statsmodels": {
        Role.PREDICTS: """
            OLS GLS WLS GLM Logit Probit MNLogit Poisson NegativeBinomial RLM QuantReg ols logit glm poisson wls ARIMA SARIMAX
            ExponentialSmoothing SimpleExpSmoothing Holt AutoReg VAR MixedLM mixedlm"""
    },
    "prophet": {Role.PREDICTS: "Prophet"},
    "pmdarima": {Role.PREDICTS: "auto_arima ARIMA AutoARIMA"},
    "pyspark": {
        Role.LEARNS: """
            StandardScaler MinMaxScaler MaxAbsScaler RobustScaler Imputer PCA IDF ChiSqSelector UnivariateFeatureSelector
            VarianceThresholdSelector QuantileDiscretizer VectorIndexer""",
        Role.COUNTS_WORDS: "CountVectorizer Word2Vec",
        Role.NAMES_CATEGORIES: "StringIndexer OneHotEncoder OneHotEncoderEstimator",
        Role.STATELESS: """
            VectorAssembler Tokenizer RegexTokenizer HashingTF StopWordsRemover Bucketizer Binarizer Normalizer NGram SQLTransformer
            PolynomialExpansion IndexToString""",
        Role.PREDICTS: """
            LogisticRegression LinearRegression RandomForestClassifier RandomForestRegressor GBTClassifier GBTRegressor
            DecisionTreeClassifier DecisionTreeRegressor LinearSVC NaiveBayes MultilayerPerceptronClassifier
            GeneralizedLinearRegression FMClassifier FMRegressor OneVsRest ALS""",
        Role.CLUSTERS: "KMeans BisectingKMeans GaussianMixture LDA",
        Role.SEARCHES: "CrossValidator TrainValidationSplit",
        Role.COMPOSES: "Pipeline",
        Role.SCORES: "BinaryClassificationEvaluator MulticlassClassificationEvaluator RegressionEvaluator",
    },
    "torch": {
        Role.PREDICTS: "Sequential",
        Role.SPLITS_FRAME: "random_split",
        Role.PACKS: "TensorDataset DataLoader",
        Role.SCORES: """
            BCELoss BCEWithLogitsLoss CrossEntropyLoss HuberLoss KLDivLoss L1Loss MSELoss NLLLoss SmoothL1Loss binary_cross_entropy
            binary_cross_entropy_with_logits cross_entropy l1_loss mse_loss nll_loss smooth_l1_loss""",
    },
    "umap": {Role.LEARNS: "UMAP"},
    "optuna": {Role.SEARCHES: "OptunaSearchCV"},
    "skopt": {Role.SEARCHES: "BayesSearchCV"},
    "pandas": {
        Role.READS: """
            read_csv read_excel read_parquet read_sql read_sql_query read_sql_table read_json read_table read_feather read_pickle
            read_hdf read_html read_fwf read_stata read_sas read_spss read_orc read_gbq read_clipboard read_xml""",
        Role.CONCATENATES: "concat",
        Role.SCALES: "qcut",
    },
    "polars": {Role.READS: "read_csv read_parquet scan_csv scan_parquet read_json read_excel read_ipc", Role.CONCATENATES: "concat"},
    "seaborn": {Role.READS: "load_dataset"},
    "numpy": {
        Role.READS: "loadtxt genfromtxt load",
        Role.CONCATENATES: "concatenate vstack r_ append",
        Role.SUMMARISES: """
            mean median std var percentile quantile nanmean nanmedian nanstd nanvar nanpercentile nanquantile average max min amax amin
            nanmax nanmin corrcoef cov ptp""",
    },
    "scipy": {
        Role.SCALES: "zscore boxcox yeojohnson",
        Role.SUMMARISES: "ttest_ind f_oneway mannwhitneyu kruskal ks_2samp pearsonr spearmanr kendalltau",
    },
    "torchmetrics": {Role.SCORES: "accuracy"},
}

_ALIASES = {
    "tensorflow": "keras", "tf_keras": "keras", "cuml": "sklearn", "dask_ml": "sklearn", "sklearnex": "sklearn", "fbprophet": "prophet",
    "modin": "pandas", "cudf": "pandas", "databricks": "pandas", "cupy": "numpy", "jax": "numpy",
}  # fmt: skip
"""Packages that name things as others do."""


@cache
def _rows() -> dict[tuple[str, str], Role]:
    return {(package, name): role for package, roles in _TABLE.items() for role, names in roles.items() for name in names.split()}


@cache
def _classes() -> dict[str, Role]:
    """Class names that mean the same in every package that has them."""
    found: dict[str, set[Role]] = {}
    for (package, name), role in _rows().items():
        if package in {"sklearn", "imblearn", "xgboost", "lightgbm", "catboost"} and (
            name[0].isupper() or role in {Role.SPLITS, Role.SCORES}
        ):
            found.setdefault(name, set()).add(role)
    return {name: roles.pop() for name, roles in found.items() if len(roles) == 1 and len(name) > 5}


def role_of(name: str, more: tuple[tuple[str, Role], ...] = ()) -> Role | None:
    """What a class or function of a canonical name does; `more` are rows of the user's own. None where nothing is known of it."""
    for own, role in more:
        if name == own:
            return role
    package, _, rest = name.partition(".")
    return _rows().get((_ALIASES.get(package, package), rest.rpartition(".")[2]))


def own_rows(texts: Iterable[str]) -> tuple[tuple[str, Role], ...]:
    """The rows of a table of one's own, each written as `ourlib.Scaler = learns`. Raises OptionsError for one that is written otherwise."""
    rows = []
    for text in texts:
        name, _, role = (part.strip() for part in text.partition("="))
        if "." not in name or role not in {one.value for one in Role}:
            raise OptionsError(f"`roles`: `{text}` is not `package.name = role`; the roles are {', '.join(Role)}")
        rows.append((name, Role(role)))
    return tuple(rows)


def role_of_bare(name: str) -> Role | None:
    """What a class or function does that no import explains, after a star import or in a cell that was left out."""
    return _classes().get(name)


@cache
def _packages() -> frozenset[str]:
    return frozenset(_TABLE) | frozenset(_ALIASES) | frozenset({"scipy", "dask", "pyspark", "datasets", "torchvision", "builtins"})


def is_known_package(name: str) -> bool:
    """Whether a canonical name is of a package of which the table has rows, or which only brings data in other forms."""
    return name.partition(".")[0] in _packages()


def names_of(package: str) -> frozenset[str]:
    """The names that the table has of a package."""
    return frozenset(name for one, name in _rows() if one == package)


ML_WORDS = tuple(
    "sklearn imblearn xgboost lightgbm catboost keras tensorflow torch statsmodels pyspark pmdarima prophet cuml dask_ml "
    "category_encoders feature_engine train_test_split".split()
)
"""Words of which a notebook with machine learning holds one."""

LEARNING_WORDS = ("fit", "train", "split", "learn(", "cross_val", "backward", "predict", "evaluate", "score")
"""Words of which a notebook holds one in which something is split, learned or judged."""
