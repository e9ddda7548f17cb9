"""Which parts of a name a cell reads, and which it can be affected by."""

import pytest

from jupyter_quality.reading.code import Code
from jupyter_quality.runs.access import Access, accesses
from jupyter_quality.runs.slices import affected


def _of(name: str, source: str) -> list[Access]:
    return [access for access in accesses(Code(source)) if access.name == name]


@pytest.mark.parametrize(
    ("source", "columns"),
    [
        ("df['a'].sum()", ("['a']", "#index")),
        ("df[['a', 'b']].head()", ("['a']", "['b']", "#index")),
        ("df.groupby('a')['b'].mean()", ("['a']", "['b']", "#index")),
        ("df.sort_values('a')['b']", ("['a']", "#index", "['b']", "#index")),
        ("df.loc[:, 'a']", ("['a']", "#index")),
        ("len(df)", ("#len",)),
        ("df.shape", ("#shape",)),
        ("'a' in df", ("#columns",)),
        ("list(df)", ("#columns",)),
        ("[name for name in df]", ("#columns",)),
        ("df.nsmallest(5, 'a').assign(t=lambda d: d['b'] * 2)[['c', 't']]", ("['a']", "#index", "['b']", "['c']", "#index")),
        ("df.assign(m=df['a'] / 2).groupby('m')['b'].min()", ("['b']", "#index")),
        ("df.pivot_table(index='a', values='b', aggfunc='max')", ("['a']", "['b']", "#index")),
        ("df.pivot(columns='a', values='b')", ("['a']", "['b']", "#index")),
    ],
)
def test_the_columns_of_a_frame_that_can_matter(source, columns):
    assert _of("df", source)[0].columns == columns


@pytest.mark.parametrize(
    "source",
    [
        "df.describe()",
        "df.pivot_table(index='a')",
        "f(df)",
        "df",
        "df[mask]",
        "df.assign(t=f)['t']",
        "df.assign(t=lambda d: g(d))['a']",
        "df.assign(**k)['a']",
    ],
)
def test_all_of_a_frame_may_matter_else(source):
    assert _of("df", source)[0].columns is None


@pytest.mark.parametrize("source", ["sorted(d)", "for k in d:\n    print(k)", "{k: 1 for k in d}", "d.keys()"])
def test_only_the_keys_of_a_container_are_gone_through(source):
    assert [access.keys for access in _of("d", source)] == [True]


def test_a_call_by_place_alone_does_not_see_how_parameters_are_called():
    assert [access.called for access in _of("f", "f(1)\nf(n=1)\nf(*a)\ng(f)")] == [True, False, True, False]


def test_what_the_cell_has_bound_before_is_not_read():
    assert _of("x", "x = 1\nprint(x)") == []
    assert len(_of("x", "if a:\n    x = 1\nprint(x)")) == 1


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("s[0] = n\nfor v in s:\n    print(v)", "n"),
        ("for v in s:\n    print(v)", "s#values"),
        ("print(len(s))", "s#index"),
        ("print(s.shape)", "s#index"),
    ],
)
def test_what_goes_through_changed_items_shows_them(source, key):
    assert affected(Code(source), [key]).shown
