"""Edits written to files: what they say, and not a byte besides."""

import json
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quality.notebook.apply import EditError, applied
from jupyter_quality.notebook.document import CellKind, Span
from jupyter_quality.notebook.edit import ClearOutputs, DeleteCell, Edit, InsertCell, MoveCell, ReplaceText
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.notebook.write import EditConflictError, edited, write_file

TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('\n\n"\\é😀\t\r'), max_size=30)
OUTPUT = {"output_type": "stream", "name": "stdout", "text": ['"source": ["x = 1"]\n', "}]"]}


def lines(source: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", source)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Notebooks as different programs write them."""
    as_list = draw(st.booleans())
    cells = []
    for number, source in enumerate(draw(st.lists(TEXT, min_size=1, max_size=4))):
        cell: dict[str, object] = {
            "cell_type": "code",
            "metadata": {"source": "no"},
            "execution_count": number,
            "outputs": [OUTPUT] * (number % 2),
        }
        cell["source"] = lines(source) if as_list else source
        if draw(st.booleans()):
            cell["id"] = f"id-{number}"
        cells.append(cell)
    notebook = {"metadata": {"cells": [1], "author": "Zoë"}, "cells": cells, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(
        notebook, indent=draw(st.sampled_from([None, 1, 2, "\t"])), ensure_ascii=draw(st.booleans()), sort_keys=draw(st.booleans())
    )
    return (draw(st.sampled_from(["", "\ufeff"])) + text + draw(st.sampled_from(["", "\n", " \r\n"]))).encode()


def spot(source: str, start: int, end: int) -> Span:
    def position(offset: int) -> tuple[int, int]:
        before = source[:offset]
        return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1

    return Span(*position(start), *position(end))


@given(files(), st.data())
def test_an_edit_changes_its_stretch_and_no_byte_besides(data: bytes, choose: st.DataObject) -> None:
    notebook = read_notebook(data)
    cell = choose.draw(st.sampled_from(notebook.cells))
    start, end = sorted(choose.draw(st.tuples(*[st.integers(0, len(cell.source))] * 2)))
    edits = [ReplaceText(cell.id, spot(cell.source, start, end), choose.draw(TEXT))]
    new = edited(data, edits)
    assert [c.source for c in read_notebook(new).cells] == [c.source for c in applied(notebook, edits).cells]
    before, after = json.loads(data.decode("utf-8-sig")), json.loads(new.decode("utf-8-sig"))
    written = after["cells"][cell.number - 1]["source"]
    assert isinstance(written, list) == isinstance(before["cells"][cell.number - 1]["source"], list)
    assert isinstance(written, str) or written == lines("".join(written))
    before["cells"][cell.number - 1].pop("source"), after["cells"][cell.number - 1].pop("source")
    assert before == after
    changed = read_notebook(new).cells[cell.number - 1]
    undone = ReplaceText(changed.id, spot(changed.source, start, start + len(edits[0].text)), cell.source[start:end])
    assert edited(new, [undone]) == data


@given(files(), st.data())
def test_edits_of_whole_cells_keep_the_bytes_of_the_others(data: bytes, choose: st.DataObject) -> None:
    notebook = read_notebook(data)
    cell, other = (choose.draw(st.sampled_from(notebook.cells)).id for _ in range(2))
    edit: Edit = choose.draw(
        st.sampled_from(
            [InsertCell(other, CellKind.CODE, "a = 1\nb = 2", ("parameters",)), InsertCell(None, CellKind.MARKDOWN, "é"), DeleteCell(cell)]
        )
        | st.just(MoveCell(cell, other) if cell != other else ClearOutputs(cell))
    )
    new = edited(data, [edit])
    expected = [(c.kind, c.source, c.tags) for c in applied(notebook, [edit]).cells]
    assert [(c.kind, c.source, c.tags) for c in read_notebook(new).cells] == expected
    left = {json.dumps(c, sort_keys=True) for c in json.loads(new.decode("utf-8-sig"))["cells"]}
    for was, kept in zip(json.loads(data.decode("utf-8-sig"))["cells"], notebook.cells, strict=True):
        assert kept.id == cell or json.dumps(was, sort_keys=True) in left


NOTEBOOK = """{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "a",
   "metadata": {},
   "outputs": [],
   "source": [
    "caf\\u00e9 = 1\\n",
    "import os\\n",
    "x = 2"
   ]
  },
  {
   "cell_type": "code", "id": "b", "odd": 1e400, "metadata": {}, "source": [], "outputs": [ {"output_type": "x"} ]
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
"""


def test_untouched_lines_keep_their_spelling() -> None:
    new = edited(NOTEBOOK.encode(), [ReplaceText("a", Span(2, 1, 3, 1), ""), ReplaceText("a", Span(3, 5, 3, 6), "'é'")])
    assert new.decode() == NOTEBOOK.replace('    "import os\\n",\n', "").replace('"x = 2"', "\"x = '\\u00e9'\"")


def test_joined_lines_become_one_item() -> None:
    new = edited(NOTEBOOK.encode(), [ReplaceText("a", Span(1, 9, 2, 1), "; ")])
    assert new.decode() == NOTEBOOK.replace('1\\n",\n    "import', "1; import")


def test_an_empty_source_grows_in_the_file_s_own_style() -> None:
    new = edited(NOTEBOOK.encode(), [ReplaceText("b", Span(1, 1, 1, 1), "y = 1\nz = 2")])
    assert '"source": [\n    "y = 1\\n",\n    "z = 2"\n   ], "outputs"' in new.decode()


def test_a_new_cell_is_written_as_jupyter_would() -> None:
    new = edited(NOTEBOOK.encode(), [InsertCell("b", CellKind.CODE, "y = 1\n", ("parameters",))]).decode()
    cell = """  {
   "cell_type": "code",
   "execution_count": null,
   "id": "added-1",
   "metadata": {
    "tags": [
     "parameters"
    ]
   },
   "outputs": [],
   "source": [
    "y = 1\\n"
   ]
  },
"""
    at = NOTEBOOK.index('  {\n   "cell_type": "code", "id": "b"')
    assert new == NOTEBOOK[:at] + cell + NOTEBOOK[at:]


def test_the_last_cell_can_go() -> None:
    data = edited(NOTEBOOK.encode(), [DeleteCell("a"), DeleteCell("b")])
    assert data.decode() == '{\n "cells": [],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n'


def test_what_stands_between_cells_is_kept() -> None:
    cells = [json.dumps({"cell_type": "code", "id": name, "source": "", "metadata": {}, "outputs": []}) for name in "abcd"]
    text = f'{{"cells": [ {cells[0]},  {cells[1]}  ,{cells[2]}\n,{cells[3]} ], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}'
    assert edited(text.encode(), [DeleteCell("a")]).decode() == text.replace(f"{cells[0]},  ", "")


def test_clearing_outputs_keeps_the_source() -> None:
    new = edited(NOTEBOOK.encode(), [ClearOutputs("b")]).decode()
    assert new == NOTEBOOK.replace('[ {"output_type": "x"} ]', "[]")


@pytest.mark.parametrize(
    "file", [{"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1\n", "y"], "outputs": []}]}], "nbformat": 3}]
)
def test_an_older_format_can_be_edited_in_place_but_not_rearranged(file: dict[str, object]) -> None:
    data = json.dumps(file).encode()
    cell = read_notebook(data).cells[0].id
    assert edited(data, [ReplaceText(cell, Span(1, 1, 1, 2), "z")]) == data.replace(b"x = 1", b"z = 1")
    with pytest.raises(EditError, match="older format"):
        edited(data, [DeleteCell(cell)])


@pytest.mark.parametrize(
    ("data", "edit", "why"),
    [
        (b"{", ReplaceText("a", Span(1, 1, 1, 1), "x"), "not valid JSON"),
        (NOTEBOOK.encode(), ReplaceText("c", Span(1, 1, 1, 1), "x"), "no cell 'c'"),
        (NOTEBOOK.encode(), ReplaceText("a", Span(9, 1, 9, 1), "x"), "no line 9"),
        (NOTEBOOK.replace("\\u00e9", "\\udce9").encode(), ReplaceText("a", Span(2, 1, 2, 1), "x"), "could not keep"),
        (NOTEBOOK.encode().replace(b"os", b"\xff"), ReplaceText("a", Span(2, 1, 2, 1), "x"), "not UTF-8"),
    ],
)
def test_what_cannot_be_kept_is_refused(data: bytes, edit: Edit, why: str) -> None:
    with pytest.raises(EditError, match=why):
        edited(data, [edit])


def test_overlapping_edits_are_refused() -> None:
    edits = [ReplaceText("a", Span(1, 1, 1, 4), "x"), ReplaceText("a", Span(1, 3, 1, 5), "y")]
    with pytest.raises(EditError, match="overlap"):
        edited(NOTEBOOK.encode(), edits)


SCRIPT = "# ---\n# jupyter: x\n# ---\nimport os\n\n# %% one\nx = 1\ny = 2\n\n\n# %% [markdown]\n# Text\n# %%\nz = 3\n"


def script(*edits: Edit) -> str:
    return edited(SCRIPT.encode(), edits, "script.py").decode()


def test_a_script_keeps_markers_header_and_blank_lines() -> None:
    cells = read_notebook(SCRIPT.encode(), "script.py").cells
    assert script(ReplaceText(cells[1].id, Span(2, 1, 2, 2), "w")) == SCRIPT.replace("y = 2", "w = 2")
    assert script(DeleteCell(cells[1].id)) == SCRIPT.replace("# %% one\nx = 1\ny = 2\n\n\n", "")
    assert script(MoveCell(cells[3].id, cells[1].id)) == SCRIPT.replace("# %%\nz = 3\n", "").replace("# %% one", "# %%\nz = 3\n# %% one")
    assert script(InsertCell(None, CellKind.MARKDOWN, "é\n\ne")) == SCRIPT + "# %% [markdown]\n# é\n#\n# e\n\n"
    assert script(MoveCell(cells[2].id, cells[0].id)) == SCRIPT.replace("# %% [markdown]\n# Text\n", "").replace(
        "import os", "# %% [markdown]\n# Text\n# %%\nimport os"
    )


def test_text_cells_of_a_script_are_left_alone() -> None:
    text = read_notebook(SCRIPT.encode(), "script.py").cells[2]
    with pytest.raises(EditError, match="could not keep"):
        script(ReplaceText(text.id, Span(1, 1, 1, 5), "New"))


def test_a_file_is_replaced_with_its_mode(tmp_path: Path) -> None:
    file, link = tmp_path / "a.ipynb", tmp_path / "link.ipynb"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_file(link, b"old", b"new")
    assert (file.read_bytes(), link.is_symlink(), stat.S_IMODE(file.stat().st_mode)) == (b"new", True, 0o640)
    assert {entry.name for entry in tmp_path.iterdir()} == {"a.ipynb", "link.ipynb"}


def test_a_newer_file_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "a.ipynb"
    file.write_bytes(b"newer")
    with pytest.raises(EditConflictError, match="changed on disk"):
        write_file(file, b"old", b"new")
    assert file.read_bytes() == b"newer" and list(tmp_path.iterdir()) == [file]
