import re
from collections.abc import Iterator

from jupyter_quality.notebook.document import CellKind
from jupyter_quality.notebook.outputs import read_outputs
from jupyter_quality.reading.provenance.rows import ONE_A_GROUP, How
from jupyter_quality.reading.provenance.trail import Sign, Split
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.leakage._trials import called_here, trials

_COUNT = re.compile(
    r"(?:^|True|duplicate\w*\D{0,20}|: )\s*(?P<count>\d[\d,]*)\s*"
    r"(?:$|\n|(?:of \d[\d,]* (?:rows )?)?(?:(?:are|is|exact|full|identical) )*(?:duplicate|repeat|cop(?:y|ies)))",
    re.IGNORECASE,
)
_NOTED = re.compile(
    r"#\D*(?P<count>[1-9][\d, ]*) (?:of|from|rows|are|is)\b[^\n]*\b(?:twice|duplicate\w*|repeat\w*|copies|(?:exactly )?the same)\b",
    re.IGNORECASE,
)
"""A comment that tells how many rows are there again: `# 1 071 of the 1 128 molecules are there twice`."""


class DuplicatesInTrainAndTest(Rule):
    """Rows that are there more than once are split at random.

    A saved output, or what its author notes below, shows that rows repeat, nothing takes the copies out, and a random split puts them on
    both sides:
    part of the test is a question whose answer was learned by heart. 500 rows of noise, a coin as target: scored with each row there
    three times, a forest tells 0.98 right; with each there once, 0.46.

    Take copies out before the split (`df = df.drop_duplicates()`), or, where they are right, keep the copies of a row on one side with
    `GroupShuffleSplit`.
    """

    severity = Severity.WRONG
    message = "{count} rows are there more than once, as cell {cell} shows, and are split at random here: copies land on both sides"
    bad = """
    # %%
    import pandas as pd
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    birds = pd.read_csv("birds.csv")
    # %%
    birds.duplicated().sum()
    #= 311
    # %%
    train, test = train_test_split(birds, random_state=0)  # <-
    model = LogisticRegression().fit(train[["length"]], train["species"])
    model.score(test[["length"]], test["species"])
    """
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        birds = pd.read_csv("birds.csv")
        # %%
        birds.duplicated().sum()
        #= 311
        # %%
        birds = birds.drop_duplicates()
        train, test = train_test_split(birds, random_state=0)
        model = LogisticRegression().fit(train[["length"]], train["species"])
        model.score(test[["length"]], test["species"])
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        birds = pd.read_csv("birds.csv")
        print("duplicates:", birds.duplicated().sum())
        #> duplicates: 0
        # %%
        train, test = train_test_split(birds, random_state=0)
        model = LogisticRegression().fit(train[["length"]], train["species"])
        model.score(test[["length"]], test["species"])
        """,
    )
    further = "https://scikit-learn.org/stable/common_pitfalls.html#data-leakage"

    def find(self, reading: Reading) -> Iterator[Finding]:
        signs = [sign for sign in reading.provenance.trail.signs if sign.kind == "duplicates"]
        for split in reading.provenance.trail.splits if signs else ():
            sign = next((sign for sign in signs if _is_of(sign, split)), None)
            count = None if sign is None else _shown(reading, sign)
            if sign is not None and count and any(trial.cut == split.cut for trial in trials(reading)):
                related = [*called_here(reading, split.site), Related(reading.provenance.place(sign.site), "counted here")]
                cell = reading.provenance.cell(sign.site).cell.number
                yield self.finding(reading.provenance.place(split.site), related=related, count=count, cell=cell)


def _is_of(sign: Sign, split: Split) -> bool:
    """Whether a sign tells of the rows that are split at random, with nothing between that leaves copies out."""
    if split.cut.how not in {How.RANDOM, How.FOLDS}:
        return False
    told = frozenset().union(*(rows.lineage for rows in sign.rows))
    between = frozenset().union(*(rows.lineage for rows in split.rows)) - told
    return bool(told & frozenset().union(*(rows.lineage for rows in split.rows))) and not any(
        rows.index in {"no row twice", ONE_A_GROUP} for rows in between
    )


def _shown(reading: Reading, sign: Sign) -> str | None:
    """How many copies are shown by the saved output of the cell that counts them, or noted below it; None where none are."""
    cell = reading.provenance.cell(sign.site)
    below = [one.source for one in reading.notebook.cells[cell.cell.number :][:1] if one.kind is CellKind.MARKDOWN]
    text = "\n".join(output.text for output in read_outputs(cell.cell.saved)) or "\n".join(
        [cell.code.comment_below(sign.site.node), *below]
    )
    found = [match["count"] for match in _COUNT.finditer(text)]
    if not text or not found:
        rest = cell.code.lines[cell.code.span(sign.site.node).line - 1 :]
        found = [match["count"].strip() for match in _NOTED.finditer("\n".join(rest))]
    return found[0] if len(found) == 1 and found[0] != "0" else None
