"""Where rows come from: splits, fits, scores and choices, as rules see them."""

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.reading.provenance.marks import MarkKind
from jupyter_quality.reading.provenance.rows import How, covers, cut_between, touches
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules.leakage._trials import trials

IMPORTS = """
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import StandardScaler
"""


def reading(*sources: str) -> Reading:
    cells = [Cell(f"c{n}", n, CellKind.CODE, source.strip("\n")) for n, source in enumerate((IMPORTS, *sources), 1)]
    return Reading(Notebook(None, tuple(cells)))


SPLIT = """
df = pd.read_csv("a.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
"""


def test_a_split_makes_parts_that_are_apart_and_belong_to_the_whole() -> None:
    (split,) = reading(SPLIT).provenance.trail.splits
    (train,), (test,) = split.parts
    assert split.cut.how is How.RANDOM
    assert cut_between(train, test) == split.cut
    assert covers(split.rows, train) and covers(split.rows, test)
    assert not covers(frozenset((train,)), test)
    assert touches(split.rows, frozenset((test,)))


def test_a_score_knows_the_fit_that_it_judges_and_its_rows() -> None:
    trail = reading(SPLIT, "m = LogisticRegression().fit(X_train, y_train)\nm.score(X_test, y_test)").provenance.trail
    (fit,), (score,) = trail.fits, trail.scores
    assert score.fits == (fit,)
    assert score.rows == trail.splits[0].parts[1]
    assert fit.rows == trail.splits[0].parts[0]
    assert fit.target is not None and fit.target.column == "y"


def test_what_a_transformer_learned_marks_what_goes_through_it() -> None:
    trail = reading(
        SPLIT, "s = StandardScaler().fit(X_train)\nm = LogisticRegression().fit(s.transform(X_train), y_train)"
    ).provenance.trail
    (mark,) = trail.fits[1].features.all_marks()
    assert (mark.kind, mark.what, mark.rows) == (MarkKind.LEARNED, "StandardScaler", trail.splits[0].parts[0])


def test_helpers_are_followed_at_each_call() -> None:
    trail = reading(
        SPLIT, "def fit(X, y):\n    return LogisticRegression().fit(X, y)", "fit(X_train, y_train).score(X_test, y_test)"
    ).provenance.trail
    assert trail.fits[0].site.cell == 2
    assert trail.fits[0].site.calls[0].cell == 3
    assert trail.scores[0].fits == (trail.fits[0],)


def test_one_helper_that_reads_two_files_gives_rows_of_their_own() -> None:
    trail = reading(
        "def load(path):\n    return pd.read_csv(path)",
        "a, b = load('a.csv'), load('b.csv')\nm = LogisticRegression().fit(a[['x']], a['y'])\nm.score(b[['x']], b['y'])",
    ).provenance.trail
    assert trail.fits[0].rows.isdisjoint(trail.scores[0].rows)


def test_complementary_masks_and_slices_are_apart() -> None:
    for parts in ("df[df.day < cut], df[df.day >= cut]", "df[:n], df[n:]", "df.sample(frac=0.5), df.drop(a.index)"):
        lines = f"a, b = {parts}" if "a.index" not in parts else "a = df.sample(frac=0.5)\nb = df.drop(a.index)"
        trail = reading('df = pd.read_csv("a.csv")', lines, "m = LogisticRegression().fit(a[['x']], a['y'])\nm.score(b[['x']], b['y'])")
        (fit,), (score,) = trail.provenance.trail.fits, trail.provenance.trail.scores
        assert all(cut_between(one, other) is not None for one in fit.rows for other in score.rows), parts


def test_slices_that_overlap_are_not() -> None:
    trail = reading('df = pd.read_csv("a.csv")', "m = LogisticRegression().fit(df[:900], t)\nm.score(df[800:], u)").provenance.trail
    (one,), (other,) = trail.fits[0].rows, trail.scores[0].rows
    assert cut_between(one, other) is None


def test_a_choice_is_noted_where_it_is_made() -> None:
    loop = """
    best = 0
    for c in [1, 10]:
        s = LogisticRegression(C=c).fit(X_train, y_train).score(X_test, y_test)
        if s > best:
            best = s
    """
    import textwrap

    (choice,) = reading(SPLIT, textwrap.dedent(loop)).provenance.trail.choices
    assert choice.site.cell == 2
    assert getattr(choice.site.node, "lineno", 0) == 4


def test_what_is_known_of_one_notebook_says_nothing_of_the_next() -> None:
    """Cells of the same text are read once for all notebooks, so that their rows are alike; where they are cut is not."""
    load, cut = 'df = pd.read_csv("a.csv")', "a, b, c, d = train_test_split(df[['x']], df['y'], random_state=1)"
    score = "LogisticRegression().fit(a, c).score(b, d)"
    early, late = reading(load, cut, score), reading(load, "1", "2", cut, score)
    for one in (early, late):
        (trial,) = trials(one)
        assert trial.cut is not None and one.provenance.cell(trial.cut.site).code.source == cut


def test_a_notebook_without_machine_learning_is_not_interpreted() -> None:
    plain = Reading(Notebook(None, (Cell("a", 1, CellKind.CODE, "import pandas as pd\npd.read_csv('a.csv').fit(1)"),)))
    assert list(plain.provenance.trail) == []


def test_odd_code_is_gone_through() -> None:
    odd = """
    from sklearn import svm
    def f(*args, k=1, **more): return f(*args, **more)
    f(f, f=f)
    class A(A): pass
    A().x.y[1:2, ...] = [*range(3)]
    for a.b, (c, *d) in {1: 2}.items(): break
    (lambda x: x)(1); x: int; del x[0], y.z
    match 1:
        case {"a": [b]}: pass
    with open(a) as (q, r), b: pass
    async def g(): await g(); yield [i async for i in g()]
    while (n := n - 1): n += n @ n
    print(f"{n!r:>{n}}", not n, -n, ~n, n if n else n, {**n}, {n, *n}, n[::-1], n[...])
    """
    import textwrap

    assert reading(textwrap.dedent(odd)).provenance.trail.scores == []


def test_a_formula_too_deep_to_follow_takes_nothing_else_with_it() -> None:
    deep = "x = " + " + ".join(["1"] * 990)
    trail = reading(deep, SPLIT, "m = LogisticRegression().fit(X_train, y_train)\nm.score(X_test, y_test)").provenance.trail
    assert len(trail.scores) == 1
