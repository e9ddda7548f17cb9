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
        "trips.loc[fares.idxmax(), 'zone']",
        "names[max(names)]",
        "costs.idxmax(), costs.idxmin()",
        "', '.join(items.index[:2])",
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
        "names[0]",
        "items.iloc[:3]",
        "rows.loc[rows.groupby('lot')['amount'].idxmax(), 'bidder']",
        "loans.assign(pay=max(pays), rest=rest)",
        "max(a) + len(b)",
    ],
)
def test_what_is_worked_out_from_all_that_is_read_is_no_choice(source: str) -> None:
    assert not only_chooses(ast.parse(source))


def test_what_does_not_differ_is_no_hindrance() -> None:
    tree = ast.parse("print(f'{temp.max()} at most, {len(low)} low')")
    assert only_chooses(tree, {"temp"})
    assert not only_chooses(tree, {"temp", "low"})
    assert not only_chooses(ast.parse("print(max(temp), report(low))"), {"temp"})
