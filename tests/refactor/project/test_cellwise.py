"""Notebooks are merged cell by cell."""

import json

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from jupyter_quality.refactor.project.cellwise import MergedNotebook, merge_notebook, same_cells


def notebook(*cells: tuple[str, str], **metadata: str) -> str:
    made = [new_code_cell(source, id=key) for key, source in cells]
    return str(nbformat.writes(new_notebook(cells=made, metadata=metadata)))


def merged(base: str, mine: str, theirs: str) -> tuple[list[tuple[str, str]], MergedNotebook]:
    found = merge_notebook(base, mine, theirs)
    assert found is not None
    read: NotebookNode = nbformat.reads(found.text, 4)
    nbformat.validate(read)
    return [(cell.id, cell.source) for cell in read.cells], found


BASE = notebook(("a", "a()"), ("b", "b()\nb2()"), ("c", "c()"))


def test_cells_that_either_side_added_changed_or_deleted() -> None:
    mine = notebook(("a", "a(1)"), ("mine", "m"), ("b", "b()\nb2()"), ("c", "c()"))
    theirs = notebook(("a", "a()"), ("b", "b()\nb2(2)"), ("theirs", "t"))
    cells, found = merged(BASE, mine, theirs)
    assert cells == [("a", "a(1)"), ("mine", "m"), ("b", "b()\nb2(2)"), ("theirs", "t")]
    assert found.conflicts == ()


def test_new_cells_at_one_place_are_both_kept() -> None:
    cells, found = merged(BASE, BASE.replace("c()", "c()"), BASE)
    assert [key for key, _ in cells] == ["a", "b", "c"]
    cells, found = merged(notebook(("a", "")), notebook(("a", ""), ("m", "1")), notebook(("a", ""), ("t", "2")))
    assert [key for key, _ in cells] == ["a", "m", "t"]
    assert found.conflicts == ()


def test_a_cell_that_both_changed_holds_both() -> None:
    cells, found = merged(BASE, BASE.replace("c()", "c(1)"), BASE.replace("c()", "c(2)"))
    assert cells[2][1] == "<<<<<<< yours\nc(1)\n=======\nc(2)\n>>>>>>> the notebook's\n"
    assert found.conflicts == ("cell 3: both changed the same lines",)


def test_a_deleted_cell_that_the_other_side_changed_stays() -> None:
    gone = notebook(("a", "a()"), ("c", "c()"))
    changed = BASE.replace("b2()", "b2(1)")
    for mine, theirs in ((gone, changed), (changed, gone)):
        cells, found = merged(BASE, mine, theirs)
        assert [key for key, _ in cells] == ["a", "b", "c"]
        assert len(found.conflicts) == 1
        assert found.conflicts[0].startswith("cell 2:")


def test_the_frame_is_mine_and_outputs_follow_the_code() -> None:
    def shown(text: str, source: str = "a()") -> str:
        cell = new_code_cell(source, id="a", outputs=[new_output("stream", text=text)], execution_count=3)
        return str(nbformat.writes(new_notebook(cells=[cell], metadata={"who": text})))

    _, found = merged(shown("base"), shown("mine"), shown("theirs"))
    told = json.loads(found.text)
    assert told["metadata"] == {"who": "mine"}
    assert "".join(told["cells"][0]["outputs"][0]["text"]) == "theirs"
    _, found = merged(shown("base"), shown("mine", "a(1)"), shown("theirs"))
    assert "".join(json.loads(found.text)["cells"][0]["outputs"][0]["text"]) == "mine"


def test_a_cell_of_another_kind() -> None:
    theirs = str(nbformat.writes(new_notebook(cells=[new_markdown_cell("a()", id="a")])))
    _, found = merged(notebook(("a", "a()")), notebook(("a", "a()")), theirs)
    assert json.loads(found.text)["cells"][0]["cell_type"] == "markdown"
    assert not same_cells(notebook(("a", "a()")), theirs)


def test_what_is_no_notebook_is_not_merged() -> None:
    for text in ("", "[]", '{"cells": [1]}', '{"cells": [{"id": "a"}]}'):
        assert merge_notebook(BASE, text, BASE) is None
        assert not same_cells(BASE, text)
