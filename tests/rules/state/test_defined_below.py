from jupyter_quality.engine import check
from jupyter_quality.notebook.apply import applied
from jupyter_quality.rules._example import parse


def mended(text: str) -> list[str] | None:
    notebook = parse(text).notebook
    finding = next(f for f in check(notebook).findings if f.rule == "defined-below")
    return [cell.source for cell in applied(notebook, finding.fix.edits).cells] if finding.fix else None


def test_an_import_moves_up_to_the_other_imports() -> None:
    text = """
    # %%
    import os
    # %%
    print(os.name, math.pi)
    # %%
    import math
    tau = 2 * math.pi
    """
    assert mended(text) == ["import os\nimport math", "print(os.name, math.pi)", "tau = 2 * math.pi"]


def test_a_cell_that_needs_nothing_moves_above_the_first_reader() -> None:
    text = """
    # %%
    prices = [1, 2]
    # %%
    total = sum(values)
    # %%
    values = [price * 2 for price in prices]
    """
    assert mended(text) == ["prices = [1, 2]", "values = [price * 2 for price in prices]", "total = sum(values)"]


def test_a_cell_that_needs_what_stands_between_stays() -> None:
    text = """
    # %%
    total = sum(values)
    # %%
    price = 2
    # %%
    values = [price]
    """
    assert mended(text) is None
