"""What is suggested gives the same when it is applied, run for real; and what would pay is suggested."""

import re
from dataclasses import replace

import pytest

from jupyter_quality.engine import check
from jupyter_quality.notebook.apply import applied
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.edit import InsertCell, ReplaceText
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.suggestion import Kind, Suggestion
from jupyter_quality.refactor.suggestions import suggestions
from tests.refactor.running import printed

ROWS = "rows = [{'price': 3, 'n': 2}, {'price': 5, 'n': 1}, {'price': 9, 'n': 4}]\nother = [{'price': 1, 'n': 1}, {'price': 8, 'n': 2}]"
CLEAN = """\
# Keep the dear rows
kept = [row for row in {rows} if row['price'] > 2]
kept = [{{**row, 'total': row['price'] * row['n']}} for row in kept]
kept.sort(
    key=lambda row: row['total'],
)
{total} = sum(row['total'] for row in kept)
print({total})"""


def notebook(*sources: str) -> Notebook:
    """Make a notebook of code cells; a source that begins with `##` is a heading."""
    kinds = [CellKind.MARKDOWN if source.startswith("##") else CellKind.CODE for source in sources]
    return Notebook(
        "n.ipynb", tuple(Cell(f"c{i}", i, kind, source) for i, (kind, source) in enumerate(zip(kinds, sources, strict=True), 1))
    )


def suggested(book: Notebook) -> tuple[Suggestion, ...]:
    return suggestions(Reading(book), check(book).findings)


SAME = {
    "the same steps in two cells": (ROWS, CLEAN.format(rows="rows", total="a"), CLEAN.format(rows="other", total="b"), "print(a - b)"),
    "names that are read later are given back": (ROWS, CLEAN.format(rows="rows", total="a"), "print(kept, a)"),
    "a loop variable that two cells may set": (
        ROWS,
        "for row in rows:\n    a = 1\n    b = 2\n    c = 3\n    print(row, a + b + c)",
        "for row in other:\n    a = 1\n    b = 2\n    c = 3\n    print(row, a + b + c)",
    ),
    "a comment behind the last statement": (ROWS, CLEAN.format(rows="rows", total="a") + "\n# the end\n", "print(a)"),
    "a view at the end": (ROWS, CLEAN.format(rows="rows", total="a") + "\na", "print(a)"),
    "an import above and a definition between": (
        ROWS,
        f"import math\n{CLEAN.format(rows='rows', total='a')}\ndef f(x):\n    return x + a\nprint(math.sqrt(f(a)))",
    ),
    "a name that changes": ("n = 1", "n = n + 1\nn = n * 3\nm = n - 1\nk = m * m\nprint(n, m, k)", "print(n)"),
    "a function that reads what the cell sets": (
        "n = 1\ndef f():\n    return n",
        "n = 5\na = f()\nb = a + n\nc = b * 2\nprint(a, b, c)",
        "print(f(), n)",
    ),
    "a name that is deleted later": ("x = 1", "y = x + 1\nz = y + 1\nw = z * 2\nv = w - 1\nprint(v)", "del y\nprint('y' in globals())"),
    "statements that share a line": ("x = 1; a = x + 1\nb = a + 1\nc = b + 1\nd = c + 1\ne = d + 1; print(e)", "print(a)"),
    "other constants in the copy": (ROWS, CLEAN.format(rows="rows", total="a"), CLEAN.format(rows="other", total="b").replace("2", "6")),
    "a function that uses a variable": ("limit = 2", "def capped(x):\n    return min(x, limit)", "limit = 3\nprint(capped(5))"),
    "parameters in three cells": (
        "INPUT_FILE = 'a.csv'\nprint(INPUT_FILE)",
        "THRESHOLD = 0.5\nprint(THRESHOLD)",
        "start_date = '2024-01-01'",
        "print(start_date)",
    ),
    "an import below": ("import os\nprint(os.sep)", "x = 1", "import math\nprint(math.pi, x)"),
    "a long cell": ("\n".join([*(f"a{n} = {n}\nprint(a{n})" for n in range(24)), "", *(f"b{n} = {n}\nprint(b{n})" for n in range(24))]),),
    "the copy uses one name for two": ("x = [1]\ny = [2]", "x += [3]\ny += x\nprint(x, y)", "x += [3]\nx += x\nprint(x, x)"),
}


@pytest.mark.parametrize("case", SAME)
def test_applied_it_gives_the_same(case: str) -> None:
    book = notebook(*SAME[case])
    expected = printed(book)
    for one in suggested(book):
        assert printed(applied(book, one.edits)) == expected, one.title


@pytest.mark.parametrize("case", SAME)
def test_a_new_function_may_be_called_otherwise(case: str) -> None:
    book = notebook(*SAME[case])
    for one in suggested(book):
        if one.names:
            edits = [
                replace(edit, **{"source" if isinstance(edit, InsertCell) else "text": re.sub(rf"\b{one.names[0]}\b", "own", text)})
                for edit in one.edits
                if isinstance(edit, InsertCell | ReplaceText)
                for text in [edit.source if isinstance(edit, InsertCell) else edit.text]
            ]
            assert printed(applied(book, edits)) == printed(book)


def test_a_long_stretch_becomes_a_function_with_what_it_takes_and_gives() -> None:
    book = notebook(ROWS, "## Total of the dear rows", CLEAN.format(rows="rows", total="a").partition("\n")[2] + "\na", "print(a)")
    [one] = suggested(book)
    assert (one.kind, one.names) == (Kind.EXTRACT, ("total_dear_rows", "rows"))
    assert one.title == "Make 7 lines of cell 3 a function `a = total_dear_rows(rows)`"
    assert one.stays == "From line 8 on it stays in the cell: it shows the result"
    after = applied(book, one.edits)
    assert after.cells[2].source.startswith('def total_dear_rows(rows):\n    """Total of the dear rows."""\n    kept = [')
    assert after.cells[3].source == "a = total_dear_rows(rows)\na"


def test_steps_that_stand_twice_become_one_function() -> None:
    book = notebook(*SAME["the same steps in two cells"])
    one = suggested(book)[0]
    assert (one.kind, one.names) == (Kind.MERGE, ("keep_dear_rows", "rows"))
    after = applied(book, one.edits)
    assert [cell.source for cell in after.cells[2:4]] == ["kept, a = keep_dear_rows(rows)", "kept, b = keep_dear_rows(other)"]
    assert not any({"c2", "c3"} & {getattr(edit, "cell_id", "") for edit in other.edits} for other in suggested(book)[1:])


def test_copies_with_other_constants_become_one_function_that_takes_them() -> None:
    steps = (
        "kept = [row for row in {rows} if row['price'] > {limit}]\nkept.sort(\n    key=lambda row: row['price'], reverse={back}\n)\n"
        "top = [row['{what}'] for row in kept]\nprint('{what}', {limit}, top)"
    )
    book = notebook(
        ROWS,
        steps.format(rows="rows", limit=2, back=True, what="price"),
        steps.format(rows="other", limit=0, back=True, what="n"),
        steps.format(rows="rows", limit=3, back=False, what="n"),
    )
    one = next(one for one in suggested(book) if one.kind is Kind.MERGE)
    after = applied(book, one.edits)
    assert [cell.source for cell in after.cells[2:4]] == ["kept, top = sort_kept(rows, 2, 'price')", "kept, top = sort_kept(other, 0, 'n')"]
    assert "row['price'] > limit]" in after.cells[1].source
    assert "print(column, limit, top)" in after.cells[1].source
    assert printed(after) == printed(book)


@pytest.mark.parametrize(
    "line", ["print(f'{x} a')", "match x:\n    case 1: print(1)", "x = 1 if x else True", "'a text'", "def f():\n    return 1"]
)
def test_constants_that_no_parameter_can_stand_for_are_no_difference_to_merge(line: str) -> None:
    steps = "x = 4\ny = x * 2\nz = y - x\nw = z + y\n"
    book = notebook(
        f"{steps}{line}\nprint(w)", f"{steps}{re.sub('1|a', '2', line).replace('m2tch', 'match').replace('c2se', 'case')}\nprint(w)"
    )
    for one in suggested(book):
        assert printed(applied(book, one.edits)) == printed(book)


def test_fixes_that_move_code_are_suggestions() -> None:
    book = notebook("import os\nprint(os.sep)", "x = 1", "print(x)", "import math\nprint(math.pi)")
    [one] = suggested(book)
    assert one.kind is Kind.IMPORTS
    assert applied(book, one.edits).cells[0].source.startswith("import os\nimport math")


LOADED = (
    "import pandas as pd\ndf = pd.read_csv('sales.csv')",
    "df = df.dropna().drop(columns='id')\ndf['total'] = df['price'] * df['pieces']",
    "stores = df.merge(places, on='store').groupby('city')['total'].sum()",
    "stores.plot()",
)


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (Kind.EXTRACT, SAME["names that are read later are given back"]),
        (Kind.MERGE, SAME["the same steps in two cells"]),
        (Kind.PARAMETERS, SAME["a function that uses a variable"]),
        (Kind.PARAMETERS_CELL, SAME["parameters in three cells"]),
        (Kind.IMPORTS, SAME["an import below"]),
        (Kind.SPLIT, SAME["a long cell"]),
        (Kind.ASSERT, LOADED),
    ],
)
def test_each_kind_of_move_is_suggested_with_its_reason(kind: Kind, cells: tuple[str, ...]) -> None:
    one = next(one for one in suggested(notebook(*cells)) if one.kind is kind)
    assert one.title
    assert one.reason
    assert one.edits
    assert one.gain > 0
    assert one.place is not None


def test_what_gains_most_comes_first_and_twice_the_same() -> None:
    book = notebook(*SAME["the same steps in two cells"], "import math\nprint(math.pi)")
    found = suggested(book)
    assert [one.gain for one in found] == sorted((one.gain for one in found), reverse=True)
    assert found == suggested(book)


def test_each_has_an_id_of_its_own() -> None:
    book = notebook(*SAME["the same steps in two cells"], "limit = 1\ndef f():\n    return limit\ndef g():\n    return limit", "limit = 2")
    ids = [one.id for one in suggested(book)]
    assert len(ids) == len(set(ids)) > 2


@pytest.mark.parametrize("source", ["", "def f(:", "%%bash\nls", "x = 1"])
def test_where_nothing_pays_nothing_is_suggested(source: str) -> None:
    assert not [one for one in suggested(notebook(source, source)) if one.names]
