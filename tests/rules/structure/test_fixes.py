"""What fixes make of a whole notebook, where the examples can show one cell only."""

import json
from pathlib import Path

from jupyter_quality.engine import check, check_file
from jupyter_quality.notebook.apply import applied
from jupyter_quality.options import Options
from jupyter_quality.rules._example import parse


def mended(rule: str, text: str, **options: int) -> list[str]:
    notebook = parse(text).notebook
    finding = next(f for f in check(notebook, Options(**options)).findings if f.rule == rule)
    assert finding.fix is not None
    return [cell.source for cell in applied(notebook, finding.fix.edits).cells]


def test_imports_are_gathered_once_and_cells_of_imports_only_go() -> None:
    text = """
    # %%
    import os  # the system
    print(os.name)
    # %%
    print(1)
    # %%
    import os  # the system
    import json  # for settings
    # %%

    from math import (
        pi,
    )

    print(pi, json)
    """
    assert mended("scattered-imports", text) == [
        "import os  # the system\nimport json  # for settings\nfrom math import (\n    pi,\n)\nprint(os.name)",
        "print(1)",
        "print(pi, json)",
    ]


def test_a_long_cell_is_cut_where_least_passes() -> None:
    text = """
    # %%
    prices = [3, 4, 5]
    costs = [1, 2, 3]
    mean = sum(prices) - sum(costs)

    # what came of it
    print(mean)
    print(mean * 2)
    print(mean * 3)
    """
    assert mended("long-cell", text, long_cell=5) == [
        "prices = [3, 4, 5]\ncosts = [1, 2, 3]\nmean = sum(prices) - sum(costs)",
        "# what came of it\nprint(mean)\nprint(mean * 2)\nprint(mean * 3)",
    ]


def test_a_global_becomes_a_parameter_in_the_function_and_in_each_call() -> None:
    text = """
    # %%
    df = load()
    # %%
    def mean_of(column, *others, kind="all"):
        return df[column].mean()
    def size():
        return len(df)
    # %%
    mean_of("price"), mean_of(
        "tax",
        kind="some",
    )
    size()
    """
    assert mended("function-using-global", text)[1:] == [
        'def mean_of(column, *others, kind="all", df):\n    return df[column].mean()\ndef size():\n    return len(df)',
        'mean_of("price", df=df), mean_of(\n    "tax",\n    kind="some", df=df,\n)\nsize()',
    ]


def test_a_function_that_is_handed_on_keeps_its_signature() -> None:
    text = """
    # %%
    df = load()
    def mean_of(column):
        return df[column].mean()
    list(map(mean_of, ["price"]))
    """
    finding = next(f for f in check(parse(text).notebook).findings if f.rule == "function-using-global")
    assert finding.fix is None


def test_a_function_that_declares_the_name_global_keeps_its_signature() -> None:
    text = """
    # %%
    df = load()
    def mean_of(column):
        global df
        return df[column].mean()
    mean_of("price")
    """
    finding = next(f for f in check(parse(text).notebook).findings if f.rule == "function-using-global")
    assert finding.fix is None


def test_checks_are_put_behind_the_loading_cell() -> None:
    text = """
    # %%
    import pandas as pd
    df = pd.read_csv("sales.csv")
    # %%
    df = df.dropna().drop(columns="id")
    df["total"] = df["price"] * df["pieces"]
    df.merge(places, on="store").groupby("city")["total"].sum()
    """
    assert mended("no-assertion", text)[1] == 'assert len(df) > 0\nassert {"pieces", "price"} <= set(df.columns)'


def test_a_picture_that_is_not_read_is_still_large(tmp_path: Path) -> None:
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 9 * 2**20}}
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "plot()", "outputs": [picture]}
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}))
    assert ["9.0 MB" in finding.message for finding in check_file(path).findings if finding.rule == "large-output"] == [True]
