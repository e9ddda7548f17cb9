"""The user's own names: taken word for word where they mean one thing, refused with a sentence where they do not."""

import pytest

from jupyter_quality.engine import advise
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.edit import InsertCell, ReplaceText
from jupyter_quality.refactor.renaming import NameTakenError
from jupyter_quality.refactor.suggestion import Kind, Suggestion

STEPS = """\
# Sum up
kept = [row for row in rows if row.rows > 1]
kept = sorted(kept, key=lambda one: one.rows)
best = dict(rows=rows[0])
total = len(rows)
rows = rows[1:]"""


def book(*sources: str) -> Notebook:
    return Notebook("n.ipynb", tuple(Cell(f"c{i}", i, CellKind.CODE, source) for i, source in enumerate(sources, 1)))


def named(names: dict[str, str], steps: str = STEPS, kind: Kind = Kind.EXTRACT) -> Suggestion:
    notebook = book("import collections\nrows = read()", steps, "print(total, best, rows)")
    suggested = next(one for one in advise(notebook).suggestions if one.kind is kind)
    again = advise(notebook, names={suggested.id: names, "gone": {"a": "b"}})
    return next(one for one in again.suggestions if one.id == suggested.id)


def texts(one: Suggestion) -> tuple[str, str]:
    define, call = one.edits
    assert isinstance(define, InsertCell)
    assert isinstance(call, ReplaceText)
    return define.source, call.text


def test_as_it_is_suggested() -> None:
    one = named({"nothing": "of that name"})
    assert one.names == ("sum_up", "rows")
    assert texts(one)[1] == "best, total, rows = sum_up(rows)"


def test_a_function_and_what_it_takes() -> None:
    one = named({"sum_up": "summed", "rows": "given"})
    define, call = texts(one)
    assert call == "best, total, rows = summed(rows)"
    assert "`best, total, rows = summed(rows)`" in one.title
    assert define.splitlines()[0] == "def summed(given):"
    assert [line.strip() for line in define.splitlines()[3:]] == [
        "kept = [row for row in given if row.rows > 1]",
        "kept = sorted(kept, key=lambda one: one.rows)",
        "best = dict(rows=given[0])",
        "total = len(given)",
        "given = given[1:]",
        "return best, total, given",
    ]
    assert one.names == ("sum_up", "rows"), "they are asked for by their first names"


def test_a_module() -> None:
    steps = "def area(radius):\n    a = radius\n    b = a * 3\n    c = b * 3\n    d = c\n    return d\nprint(area(1))"
    one = named({"helpers": "shapes"}, steps, Kind.MODULE)
    [edit] = one.edits
    assert isinstance(edit, ReplaceText)
    assert (edit.text, one.files[0].path) == ("from shapes import area", "shapes.py")
    for taken in ("collections", "random", "rows"):
        with pytest.raises(NameTakenError, match="is taken"):
            named({"helpers": taken}, steps, Kind.MODULE)


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ({"sum_up": "sum up"}, "`sum up` cannot be a name in Python."),
        ({"sum_up": "class"}, "`class` cannot be a name in Python."),
        ({"rows": ""}, "`` cannot be a name in Python."),
        ({"sum_up": "total"}, "`total` is taken: it means something else already."),
        ({"sum_up": "sum"}, "`sum` is taken: it means something else already."),
        ({"rows": "kept"}, "`kept` is taken: the function uses it already."),
        ({"rows": "sorted"}, "`sorted` is taken: the function uses it already."),
        ({"sum_up": "same", "rows": "same"}, "Two things cannot both be called `same`."),
    ],
)
def test_what_cannot_be_a_name(names: dict[str, str], why: str) -> None:
    with pytest.raises(NameTakenError) as error:
        named(names)
    assert str(error.value) == why


@pytest.mark.parametrize(
    "line",
    [
        "total = f'{rows}'",
        "total = rows.query('@rows')",
        "total = (lambda rows: rows)(1)",
        "total = 0\nif len(rows):\n    def inner(rows=1):\n        return rows\n    total = inner(rows=rows)",
        "total = 0\nif len(rows):\n    class Total:\n        rows = 1\n    total = Total.rows",
    ],
)
def test_a_name_of_two_meanings_keeps_its_name(line: str) -> None:
    with pytest.raises(NameTakenError, match="keeps its name"):
        named({"rows": "given"}, STEPS.replace("total = len(rows)", line))


def test_wide_characters_before_a_keyword() -> None:
    define, _ = texts(named({"rows": "given"}, STEPS.replace("best = dict(rows", "best = dict(ä='ä€', rows")))
    assert "best = dict(ä='ä€', rows=given[0])" in define
