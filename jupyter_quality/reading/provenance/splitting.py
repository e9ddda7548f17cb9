"""How rows are taken apart: by splitters, in folds, drawn anew, mixed."""

import ast
from collections.abc import Hashable

from jupyter_quality.reading.provenance.context import Arguments, Context, cut_of, first_data, part
from jupyter_quality.reading.provenance.joining import estimators_in
from jupyter_quality.reading.provenance.library import Role
from jupyter_quality.reading.provenance.marks import Mark, MarkKind
from jupyter_quality.reading.provenance.positions import Positions
from jupyter_quality.reading.provenance.rows import Cut, How
from jupyter_quality.reading.provenance.trail import Score, Split
from jupyter_quality.reading.provenance.values import UNKNOWN, Constant, Container, Data, Fit, Form, Splitter, Value


def split(context: Context, name: str, arguments: Arguments) -> Value:
    """`train_test_split`: for each array its train and its test part, the same parts for arrays of the same rows."""
    counted = Data(context.origin(arguments.node), form=Form.INDEX)
    given = [counted if isinstance(value, Positions) else value for value in arguments.positional]
    arrays = [value for value in given if first_data(value) is not None]
    data = [one for one in map(first_data, arrays) if one is not None]
    site = context.site(arguments.node)
    seed, size = arguments.get(None, "random_state"), arguments.get(None, "test_size", "train_size")
    is_random = arguments.constant(None, "shuffle") is not False
    key: Hashable = site
    if isinstance(seed, Constant) and seed.value is not None and is_random:
        key = ("seed", seed.value, size.value if isinstance(size, Constant) else None)
    cut = cut_of(How.RANDOM if is_random else How.ORDERED, site, key, is_random=is_random)
    found: dict[Hashable, Value] = {}
    for one in data:
        for index in ("train", "test"):
            found[len(found)] = one.derived(rows=part(one.rows, cut, index), made=one.made or site)
    if data:
        parts = tuple(part(data[0].rows, cut, index) for index in ("train", "test"))
        context.trail.add(Split(site, name, cut, tuple(one.derived() for one in data), parts, dict(arguments.named)))
    return Container(found)


def split_by_shares(context: Context, name: str, arguments: Arguments, data: Data | None, shares: Value | None) -> Value:
    """`random_split` and `randomSplit`: a random part for each share."""
    if data is None:
        return UNKNOWN
    count = len(shares.items) if isinstance(shares, Container) and shares.items else 2
    site = context.site(arguments.node)
    cut = cut_of(How.RANDOM, site, site, is_random=True)
    parts = [part(data.rows, cut, index) for index in range(count)]
    context.trail.add(Split(site, name, cut, (data.derived(),), tuple(parts), dict(arguments.named)))
    return Container({index: data.derived(rows=rows) for index, rows in enumerate(parts)})


def folds(context: Context, splitter: Splitter, arguments: Arguments) -> Value:
    """`splitter.split(X, y)`: pairs of row positions, of which one stands for all."""
    data = arguments.data(0, "X")
    if data is None:
        return UNKNOWN
    site = context.site(arguments.node)
    shuffles = splitter.settings.get("shuffle")
    is_random = splitter.role is Role.SHUFFLED_FOLDS or (isinstance(shuffles, Constant) and shuffles.value is True)
    how = {Role.GROUPED_FOLDS: How.GROUPED, Role.ORDERED_FOLDS: How.ORDERED}.get(splitter.role, How.FOLDS)
    if splitter.name.endswith(("ShuffleSplit",)):
        how = How.GROUPED if splitter.role is Role.GROUPED_FOLDS else How.RANDOM
    cut = cut_of(how, site, site, is_random=is_random)
    parts = tuple(part(data.rows, cut, index) for index in ("train", "test"))
    settings = {**splitter.settings, **({"groups": arguments.positional[2]} if len(arguments.positional) > 2 else arguments.named)}
    context.trail.add(Split(site, splitter.name, cut, (data.derived(),), parts, settings))
    return Container(rest=Container({index: Data(rows, form=Form.INDEX, by=cut) for index, rows in enumerate(parts)}))


def cross_validated(context: Context, name: str, arguments: Arguments) -> Value:
    """`cross_val_score(model, X, y)` and its like: a score of each fold by a fit on the others."""
    estimator = next(estimators_in(arguments.get(0, "estimator")), None)
    data, target = arguments.data(1, "X"), arguments.data(2, "y")
    if data is None or estimator is None:
        return Data(form=Form.SCORE)
    site = context.site(arguments.node)
    fit = Fit(site, estimator, data.derived(), target and target.derived(), arguments.text(context, 1))
    folding = arguments.get(None, "cv")
    how = folding.role if isinstance(folding, Splitter) else Role.FOLDS
    settings = dict(folding.settings) if isinstance(folding, Splitter) else {}
    context.trail.add(Score(site, name.rpartition(".")[2], data.derived(), (fit,), data.rows, crossed=True, truth=target))
    if (groups := arguments.data(None, "groups")) is not None and groups.column:
        context.sign(arguments.node, "group", data.rows, groups.column, 0.9)
    shuffles = settings.get("shuffle")
    is_random = how is Role.SHUFFLED_FOLDS or (isinstance(shuffles, Constant) and shuffles.value is True)
    cut_how = {Role.GROUPED_FOLDS: How.GROUPED, Role.ORDERED_FOLDS: How.ORDERED}.get(how, How.FOLDS)
    if not isinstance(folding, Data):
        cut = cut_of(cut_how, site, site, is_random=is_random)
        splitter = folding.name if isinstance(folding, Splitter) else name
        context.trail.add(Split(site, splitter, cut, (data.derived(),), (), {**settings, **arguments.named}))
    if name.endswith("predict"):
        return Data(data.rows, data.all_marks(), Form.DATA)
    return Data(form=Form.SCORE)


def resampled(context: Context, arguments: Arguments) -> Value:
    """`sklearn.utils.resample`: rows drawn with replacement stand beside themselves; without, they are fewer."""
    site = context.site(arguments.node)
    found: list[Value] = []
    for value in arguments.positional:
        data = first_data(value)
        if data is None:
            found.append(UNKNOWN)
        elif arguments.constant(None, "replace") is False:
            found.append(data.derived())
        else:
            mark = Mark(MarkKind.COPIED, site, data.rows, "resample", arguments.text(context))
            found.append(data.derived(marks=data.marks | {mark}))
    return found[0] if len(found) == 1 else Container(dict(enumerate(found)))


def shuffled(context: Context, arguments: Arguments) -> Value:
    """`sklearn.utils.shuffle`: all rows, in an order of chance."""
    site = context.site(arguments.node)
    found = [
        data.derived(rows=part(data.rows, cut_of(How.SHUFFLE, site, site, is_random=True), "all"))
        for value in arguments.positional
        if (data := first_data(value)) is not None
    ]
    return found[0] if len(found) == 1 else Container(dict(enumerate(found)))


def random_cut(context: Context, node: ast.AST) -> Cut:
    """A cut that draws rows anew at each place."""
    site = context.site(node)
    return cut_of(How.SAMPLE, site, site, is_random=True)
