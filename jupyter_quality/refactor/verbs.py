"""What statements do, in a verb, and the module that such steps belong to."""

import ast
from collections.abc import Iterable, Iterator, Sequence

from jupyter_quality.refactor.chunks import Chunk

_DOES = (
    ("split", "features", "train_test_split"),
    ("plot", "plots", "plot hist scatter bar barh boxplot imshow subplots heatmap pairplot countplot lineplot figure contourf errorbar"),
    ("fit", "model", "fit fit_predict fit_resample partial_fit minimize curve_fit"),
    ("score", "model", "cross_val_score score accuracy_score mean_squared_error r2_score roc_auc_score f1_score classification_report"),
    ("predict", "model", "predict predict_proba forecast"),
    (
        "load",
        "data",
        "load read_csv read_excel read_sql read_json read_table read_parquet read_html loadtxt genfromtxt load_dataset urlopen",
    ),
    ("query", "data", "execute executemany fetchall fetchone"),
    ("save", "output", "to_csv to_excel to_json to_parquet savefig save savez savetxt dump to_sql write"),
    ("simulate", "data", "rand randn randint normal uniform poisson gamma binomial choice random default_rng RandomState"),
    ("merge", "features", "merge join"),
    ("combine", "features", "concat concatenate vstack hstack append"),
    ("summarise", "features", "groupby agg aggregate pivot_table crosstab value_counts describe"),
    ("scale", "features", "StandardScaler MinMaxScaler RobustScaler Normalizer zscore"),
    ("encode", "features", "get_dummies OneHotEncoder OrdinalEncoder LabelEncoder factorize cut qcut"),
    ("clean", "features", "fillna dropna drop_duplicates interpolate strip replace clip"),
    ("convert", "features", "astype to_datetime to_numeric to_frame"),
    ("resample", "features", "resample rolling asfreq"),
    ("shift", "features", "shift diff pct_change"),
    ("transform", "features", "transform fit_transform apply applymap map"),
    ("reshape", "features", "pivot melt stack unstack reshape transpose"),
    ("select", "features", "drop query filter isin sample nlargest"),
    ("sort", "features", "sort_values sort_index sort sorted argsort"),
    ("rename", "features", "rename set_index reset_index set_axis"),
    ("set", "steps", "set_option set_printoptions set_theme set_style rc simplefilter filterwarnings"),
    ("solve", "steps", "solve root fsolve odeint solve_ivp linprog lstsq"),
    ("choose", "steps", "argmax argmin idxmax idxmin"),
    ("count", "steps", "Counter count nunique bincount"),
)
"""Verb, module, and the callables whose calls tell them; what says most of a step comes first."""

_MORE = """
analyse analyze append apply assign average begin build calculate call change check choose clean close collect combine compare compute
construct convert count create define delete demonstrate derive describe display do draw drop estimate evaluate examine exclude experiment
explore extract fill filter find fix format generate get group implement import improve include insert inspect integrate investigate keep
label leave list look mark maximise maximize measure merge minimise minimize model move normalise normalize open optimise optimize order
pick plan play prepare print process put rank read rearrange reassign reduce remove rename replace report resample rescale run sample
score search see select set set_up shape share show simplify smooth solve sort standardise standardize store subset subtract sum take test
tidy total train transform treat try tune turn undo update use validate view visualise visualize wait work write zip
"""
VERBS = frozenset({*(verb for verb, _, _ in _DOES), *_MORE.split(), "make"})
"""Verbs that a function's name may begin with."""

_NO_E = frozenset("fix do see set_up put get run plan".split())


def _forms() -> Iterator[tuple[str, str]]:
    for verb in VERBS:
        stem = verb[:-1] if verb.endswith("e") and verb not in _NO_E else verb
        doubled = stem + stem[-1]
        yield from ((form, verb) for form in (f"{stem}ing", f"{doubled}ing"))
        yield from ((form, verb) for form in (f"{verb}s", f"{verb}es", verb))


_FORMS = dict(_forms())


def imperative(word: str) -> str | None:
    """The verb that a word is a form of, as in `fitting` or `creates`; None where it is none that is known."""
    return _FORMS.get(word)


def verbs(chunks: Sequence[Chunk], *, made: str | None, changes: bool) -> list[str]:
    """What statements do, what says most first: by the libraries' functions that they call, else by how the name `made` is set."""
    found = [verb for verb, _ in _called(chunks)]
    return found or [_kind(chunks, made) if made is not None else "update" if changes else "show"]


def module_of(chunks: Iterable[Chunk]) -> str:
    """The module for statements, by what they do."""
    return next((module for _, module in _called(chunks)), "steps")


def _called(chunks: Iterable[Chunk]) -> list[tuple[str, str]]:
    """Verb and module of all that statements call, what says most first."""
    functions = [node.func for chunk in chunks for node in ast.walk(chunk.statement) if isinstance(node, ast.Call)]
    called = {node.id for node in functions if isinstance(node, ast.Name)}
    called |= {node.attr for node in functions if isinstance(node, ast.Attribute) and not _joins_text(node)}
    return [(verb, module) for verb, module, methods in _DOES if called & set(methods.split())]


def _joins_text(function: ast.Attribute) -> bool:
    """Whether a method joins texts or parts of a path, and no tables."""
    owner = function.value
    return function.attr == "join" and (isinstance(owner, ast.Constant) or (isinstance(owner, ast.Attribute) and owner.attr == "path"))


def _kind(chunks: Sequence[Chunk], made: str) -> str:
    """How a name is set, in a verb."""
    values = [chunk.statement.value for chunk in chunks if isinstance(chunk.statement, ast.Assign) and made in _targets(chunk.statement)]
    match values[-1] if values else None:
        case None if any(isinstance(chunk.statement, ast.For | ast.While) for chunk in chunks):
            return "collect"
        case ast.ListComp() | ast.DictComp() | ast.SetComp() | ast.GeneratorExp():
            return "collect"
        case ast.BinOp() | ast.UnaryOp() | ast.Compare() | ast.BoolOp():
            return "compute"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "numpy" | "math" | "stats"), attr=name)) if name not in _MAKING:
            return "compute"
        case ast.Call(func=ast.Attribute(attr="mean" | "std" | "var" | "median" | "sum" | "prod" | "corr" | "cov" | "dot" | "cumsum")):
            return "compute"
        case ast.Subscript():
            return "select"
    return "make"


_MAKING = frozenset("array zeros ones eye empty full arange linspace logspace asarray zeros_like ones_like meshgrid".split())


def _targets(statement: ast.Assign) -> set[str]:
    return {node.id for target in statement.targets for node in ast.walk(target) if isinstance(node, ast.Name)}
