from collections.abc import Iterator

from jupyter_quality.reading.provenance.rows import How
from jupyter_quality.reading.provenance.trail import Split
from jupyter_quality.reading.provenance.values import Constant, Splitter
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.leakage._trials import called_here, tells_of, trials


class GroupInTrainAndTest(Rule):
    """Rows of one person, machine or shop are split at random, and land on both sides.

    The model then knows the patient and not the illness: it recognises whom it has learned from. 100 patients with 20 visits each,
    values that tell patients apart and nothing else, the illness a coin for each: folds that mix the visits promise 0.96, folds that
    keep a patient together 0.51.

    Split by group: `GroupKFold`, `GroupShuffleSplit`, or `groups=` of the splitter. Where the model will meet the same patients again,
    and shall, a random split is right: allow it on that line.
    """

    severity = Severity.WRONG
    message = "Rows are split at random, though several belong to one `{column}`: the model is scored on {column}s that it knows already"
    bad = """
    # %%
    import pandas as pd
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import train_test_split
    visits = pd.read_csv("visits.csv")
    visits.groupby("patient_id").size().max()
    # %%
    X, y = visits.drop(columns=["patient_id", "sick"]), visits["sick"]
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)  # <-
    # %%
    forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
    forest.score(X_test, y_test)
    """
    good = """
    # %%
    import pandas as pd
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import GroupKFold, cross_val_score, train_test_split
    visits = pd.read_csv("visits.csv")
    visits.groupby("patient_id").size().max()
    X, y = visits.drop(columns=["patient_id", "sick"]), visits["sick"]
    cross_val_score(RandomForestClassifier(random_state=0), X, y, groups=visits["patient_id"], cv=GroupKFold(5))
    # %%
    people = visits.drop_duplicates("patient_id")
    train, test = train_test_split(people, random_state=0)
    forest = RandomForestClassifier(random_state=0).fit(train[["age"]], train["sick"])
    forest.score(test[["age"]], test["sick"])
    """
    further = "https://scikit-learn.org/stable/modules/cross_validation.html#cross-validation-iterators-for-grouped-data"

    def find(self, reading: Reading) -> Iterator[Finding]:
        signs = [sign for sign in reading.provenance.trail.signs if sign.kind == "group" and sign.column]
        for split in reading.provenance.trail.splits if signs else ():
            told = _targets(reading, split) if _tears_groups(split) else None
            telling = [sign for sign in signs if told is not None and sign.column not in told and tells_of(sign, split.rows)]
            sign = max(telling, key=lambda sign: sign.strength, default=None)
            if sign is not None:
                note = f"several rows for one `{sign.column}`"
                related = [*called_here(reading, split.site), Related(reading.provenance.place(sign.site), note)]
                yield self.finding(reading.provenance.place(split.site), related=related, confidence=sign.strength, column=sign.column)


def _tears_groups(split: Split) -> bool:
    """Whether a split takes no account of groups: one that is handed them takes none either, unless it is of a kind that does."""
    is_known = isinstance(split.settings.get("cv", Constant(None)), Constant | Splitter) or "groups" not in split.settings
    return split.cut.how in {How.RANDOM, How.FOLDS} and is_known


def _targets(reading: Reading, split: Split) -> set[str] | None:
    """The columns that models trained and scored on the parts of a split are to tell, and those that these were computed from; None
    where there is no such model."""
    used = [trial for trial in trials(reading) if trial.cut == split.cut or (trial.crossed and trial.score.site == split.site)]
    targets = [trial.fit.target for trial in used if trial.fit.target is not None]
    return {name for target in targets for name in (target.column, *target.sources) if name is not None} if used else None
