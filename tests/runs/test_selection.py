"""What a selection of rows hands on of the columns that differ, as the slice of a cell shows it."""

import pytest

from jupyter_quality.reading.code import Code
from jupyter_quality.runs.slices import affected


@pytest.mark.parametrize(
    "source",
    [
        "low = log[log['batt'] < 3]",
        "low = log.loc[log['batt'] < limit]",
        "low = log.loc[log['batt'] < 3, ['temp', 'hum']]",
        "low = log.query('batt < 3 and hum > @limit')",
        "low = log.sort_values('batt').head(3)",
        "low = log.dropna(subset=['batt']).copy()",
        "low = log[['temp', 'batt']]",
        "low = log[(log['batt'] < 3) & log['hum'].notna()]",
        "low = log[log['batt'] < 3].reset_index(drop=True)",
        "low = log.iloc[limit:].sample(2, random_state=1)",
        "low = log[:3]",
        "low = log.nlargest(3, 'batt')",
        "low = log",
    ],
)
def test_a_column_that_decides_on_no_row_differs_alone(source):
    result = affected(Code(source), ["log['temp']"])
    assert result.names == {"low": {"['temp']"}}
    assert not affected(Code(f"{source}\nprint(len(low), low['batt'].sum())"), ["log['temp']"]).shown
    assert affected(Code(f"{source}\nprint(low['temp'].sum())"), ["log['temp']"]).shown


@pytest.mark.parametrize(
    "source",
    [
        "low = log[log['temp'] < 3]",
        "low = log.query('temp < 3')",
        "low = log.query('`temp` < 3')",
        "low = log.query('batt < ')",
        "low = log.sort_values('temp')",
        "low = log.dropna()",
        "low = log.nlargest(3, 'temp')",
        "low = log.reset_index()",
        "low = log.iloc[:, 1:]",
        "low = log.dropna(subset=columns)",
        "low = log.groupby('batt').sum()",
        "low = pick(log)",
    ],
)
def test_all_of_it_may_differ_else(source):
    assert affected(Code(source), ["log['temp']"]).names == {"low": set()}


@pytest.mark.parametrize("source", ["low = log.query('batt < @limit')", "low = log[log['batt'] < limit]"])
def test_rows_that_are_chosen_by_what_differs_differ(source):
    assert affected(Code(source), ["log['temp']", "limit"]).names == {"low": set()}


def test_columns_that_are_left_out_do_not_matter():
    assert affected(Code("low = log[['batt', 'hum']].head()\nlow"), ["log['temp']"]).names == {}
    assert affected(Code("low = log.loc[:, ['batt', 'hum']]"), ["log['temp']"]).names == {}


def test_a_frame_whose_rows_differ_hands_on_all():
    assert affected(Code("low = log[log['batt'] < 3]"), ["log#index"]).names == {"low": set()}
