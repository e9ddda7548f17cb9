"""One bounded look at the data that a kernel holds: only at pandas' own objects, never at more than LIMIT rows, nothing is changed."""

import re
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

LIMIT = 1_000_000
"""Rows of one frame that are looked at."""
_MOST_CLASSES = 20
_RARE = 0.2
_FEW_VALUES = 0.05
_ID = re.compile(
    r"(?:^|_)(?:id|uuid|key|no|nr|number|code)$|[a-z]I[dD]$|^(?:patient|customer|user|client|person|subject|household|store)$",
    re.IGNORECASE,
)
_MEGABYTE = 2**20


def _pandas() -> ModuleType | None:
    """pandas, where the kernel has imported it."""
    return sys.modules.get("pandas")


def frame(value: object) -> "pd.DataFrame | None":
    """A value that is just a DataFrame, of no class of the user's; None for all others."""
    pandas = _pandas()
    return value if pandas is not None and type(value) is pandas.DataFrame else None


def column(value: object) -> "pd.Series[object] | None":
    """A value that is just a Series; None for all others."""
    pandas = _pandas()
    return value if pandas is not None and type(value) is pandas.Series else None


def repeated_rows(train: "pd.DataFrame", test: "pd.DataFrame") -> int:
    """How many rows of the test stand in the training too, value for value.

    -1 where they cannot be compared, or where most rows have a twin by nature, since their columns take few values.
    """
    from pandas.util import hash_pandas_object

    if list(train.columns) != list(test.columns) or train.shape[1] < 2:
        return -1
    try:
        seen = hash_pandas_object(train.head(LIMIT), index=False)
        asked = hash_pandas_object(test.head(LIMIT), index=False)
    except (TypeError, ValueError):  # lists and the like in a column
        return -1
    known = set(seen)
    return int(asked.isin(known).sum()) if len(known) > len(seen) / 2 else -1


def shared_groups(whole: "pd.DataFrame", train: "pd.DataFrame", test: "pd.DataFrame") -> Iterator[tuple[str, int, int]]:
    """Columns that name things which several rows belong to: (column, things in both parts, things in the test)."""
    if not whole.index.is_unique or len(whole) > LIMIT or not train.index.isin(whole.index).all() or not test.index.isin(whole.index).all():
        return
    for name in whole.columns:
        if isinstance(name, str) and _ID.search(name):
            values = whole[name]
            try:
                is_repeated = not values.is_unique
            except TypeError:
                continue
            if is_repeated:
                learned, asked = set(values.loc[train.index].dropna()), set(values.loc[test.index].dropna())
                if learned & asked:
                    yield name, len(learned & asked), len(asked)


def rare_class(target: "pd.Series[object]") -> tuple[object, float] | None:
    """The rarest of at most 20 classes and its share, where that is below a fifth (of two classes)."""
    try:
        shares = target.head(LIMIT).value_counts(normalize=True)
    except TypeError:
        return None
    if not 2 <= len(shares) <= _MOST_CLASSES or shares.iloc[-1] * len(shares) / 2 >= _RARE:
        return None
    return shares.index[-1], float(shares.iloc[-1])


def megabytes(whole: "pd.DataFrame", names: list[str] | None = None) -> float:
    """What a frame, or some of its columns, take in memory; texts are counted by a sample of the first rows."""
    part = whole if names is None else whole[names]
    head = part.head(10_000)
    deep, flat = head.memory_usage(deep=True, index=False).sum(), head.memory_usage(index=False).sum()
    return float(part.memory_usage(index=False).sum() + (deep - flat) * len(part) / max(len(head), 1)) / _MEGABYTE


def repeating_texts(whole: "pd.DataFrame", names: list[str]) -> list[str]:
    """The columns of texts in which few values stand again and again, so that a category holds each once."""
    found = []
    for name in names:
        values = whole[name].head(100_000)
        if str(values.dtype) in {"object", "str", "string"} and all(type(value) is str for value in values.dropna().head(100)):
            try:
                if len(values) > 100 and values.nunique() / len(values) <= _FEW_VALUES:
                    found.append(name)
            except TypeError:
                continue
    return found
