"""Which cells only choose among what they read."""

import ast

import pytest

from jupyter_quality.runs.choices import only_chooses


@pytest.mark.parametrize(
    "source",
    [
        "max(bills, key=bills.get)",
        "best = shops['sum'].idxmax()\nbest",
        "print('best', round(ratios.max(), 2))",
        "day = use.groupby('day')['kwh'].sum().idxmax()\nday.date().isoformat()",
        "2 if bill(2) < bill(3) else 3",
        "f'{max(waits):.1f} at most'",
    ],
)
def test_a_largest_a_place_or_yes_and_no_are_choices(source: str) -> None:
    assert only_chooses(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "",
        "sum(values)",
        "', '.join(names)",
        "x = max(values)\nx + sum(values)",
        "max(runs) - min(runs)",
        "[name for name in items if name in tags]",
        "[f(name) for name in items if name]",
    ],
)
def test_what_is_worked_out_from_all_that_is_read_is_no_choice(source: str) -> None:
    assert not only_chooses(ast.parse(source))
