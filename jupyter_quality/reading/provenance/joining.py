"""Several values taken together: what a name holds after a branch, what is in a container, what a text may be."""

from collections.abc import Iterable, Iterator

from jupyter_quality.reading.provenance.marks import Mark
from jupyter_quality.reading.provenance.rows import Rows
from jupyter_quality.reading.provenance.values import (
    UNKNOWN,
    Alternatives,
    Columns,
    Constant,
    Container,
    Data,
    Estimator,
    Form,
    Instance,
    Value,
)

_MOST_ALTERNATIVES = 4
_DEPTH = 4


def join(one: Value, other: Value) -> Value:
    """A value that is either."""
    if one is other or other is UNKNOWN or (isinstance(other, Constant) and not isinstance(one, Constant)):
        return one
    if one is UNKNOWN or (isinstance(one, Constant) and not isinstance(other, Constant)):
        return other
    if isinstance(one, Data) and isinstance(other, Data):
        return merged([one, other])
    if isinstance(one, Constant):
        return one if one == other else UNKNOWN
    values = [*alternatives(one)]
    values += [value for value in alternatives(other) if not any(value is known for known in values)]
    return Alternatives(tuple(values[:_MOST_ALTERNATIVES]))


def alternatives(value: Value) -> tuple[Value, ...]:
    """The values that a value may be."""
    return value.values if isinstance(value, Alternatives) else (value,)


def merged(values: Iterable[Value]) -> Data:
    """The union of data: all rows, all that shaped them, and the facts on which all agree."""
    data = [part for value in values for part in data_in(value)]
    if not data:
        return Data()
    if len(data) == 1:
        return data[0].derived()
    first = data[0]
    same_base = all(one.base is first.base for one in data)
    models = tuple(dict.fromkeys(fit for one in data for fit in one.models))
    is_prediction = any(one.form is Form.PREDICTION for one in data)
    form = Form.PREDICTION if is_prediction else first.form if all(one.form is first.form for one in data) else Form.DATA
    columns = _common([one.columns for one in data])
    return Data(
        frozenset[Rows]().union(*(one.rows for one in data)),
        frozenset[Mark]().union(*(one.all_marks() if columns is None else one.marks for one in data)),
        form,
        first.made,
        columns=columns,
        column=first.column if all(one.column == first.column for one in data) else None,
        base=first.base if same_base else None,
        sources=frozenset[str]().union(*(one.sources for one in data)) if same_base else frozenset(),
        models=models,
        makers=tuple(dict.fromkeys(maker for one in data for maker in one.makers)),
        is_single=all(one.is_single for one in data),
    )


def _common(columns: list[Columns | None]) -> Columns | None:
    """What frames of one base know of their columns together; None where they are not of one base."""
    first = columns[0]
    same = [one for one in columns if first is not None and one is not None and one.base is first.base and one.only == first.only]
    if first is None or len(same) < len(columns):
        return None
    result = first.copy()
    for one in same[1:]:
        for name, value in one.known.items():
            known = result.known.get(name)
            result.known[name] = (
                merged([known, value]) if known is not None and value is not None and known is not value else value or known
            )
    return result


def data_in(value: Value | None, depth: int = _DEPTH) -> Iterator[Data]:
    """The data that a value is or holds."""
    if isinstance(value, Data):
        yield value
    elif depth and isinstance(value, Container):
        for inner in value.elements():
            for data in data_in(inner, depth - 1):
                yield data.derived(is_single=False) if data.is_single else data
    elif depth and isinstance(value, Alternatives):
        for inner in value.values:
            yield from data_in(inner, depth - 1)
    elif depth and isinstance(value, Instance):
        for inner in value.attributes.values():
            yield from data_in(inner, depth - 1)


def estimators_in(value: Value | None, depth: int = _DEPTH) -> Iterator[Estimator]:
    """The estimators that a value is or holds."""
    if isinstance(value, Estimator):
        yield value
    elif depth and isinstance(value, Alternatives | Container):
        for inner in value.values if isinstance(value, Alternatives) else value.elements():
            yield from estimators_in(inner, depth - 1)
    elif depth and isinstance(value, Instance):
        for inner in value.attributes.values():
            yield from estimators_in(inner, depth - 1)


def text_of(value: Value | None) -> str | None:
    """The text that a value is; None for all others."""
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None


def texts_of(value: Value | None) -> list[str] | None:
    """The texts of a list of constant texts, or of one; None where some are unknown."""
    if isinstance(value, Container) and value.rest is None and not value.is_dict:
        found = [text_of(item) for item in value.items.values()]
        return [text for text in found if text is not None] if None not in found else None
    text = text_of(value)
    return None if text is None else [text]
