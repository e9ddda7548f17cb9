"""Any file becomes a notebook or says in one sentence why it is none."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quality.notebook.document import CellKind, Notebook
from jupyter_quality.notebook.outputs import read_outputs
from jupyter_quality.notebook.read import BULK, read_file, read_notebook


def written(*cells: dict[str, object], **more: object) -> Notebook:
    return read_notebook(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **more}).encode())


def code(source: object, **more: object) -> dict[str, object]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **more}


def test_a_plain_notebook() -> None:
    notebook = written(
        {"cell_type": "markdown", "source": ["# Title\n", "text"], "id": "m", "metadata": {}},
        code("x = 1", id="c", execution_count=3, metadata={"tags": ["a"]}),
        metadata={"kernelspec": {"name": "python3"}, "language_info": {"name": "python", "version": "3.12.1"}},
    )
    assert [(c.id, c.number, c.kind, c.source) for c in notebook.cells] == [
        ("m", 1, CellKind.MARKDOWN, "# Title\ntext"),
        ("c", 2, CellKind.CODE, "x = 1"),
    ]
    assert notebook.cells[1].execution_count == 3
    assert notebook.cells[1].tags == ("a",)
    assert (notebook.language, notebook.language_version, notebook.trouble) == ("python", "3.12.1", None)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        (
            "3",
            {
                "nbformat": 3,
                "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1"], "language": "python", "prompt_number": 2}]}],
            },
        ),
        ("2", {"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1", "prompt_number": 2}]}]}),
        ("1", {"nbformat": 1, "cells": [{"cell_type": "code", "code": "x = 1", "prompt_number": 2}]}),
        ("string count", {"nbformat": 4, "cells": [code("x = 1", execution_count="2")]}),
        ("no nbformat", {"cells": [code("x = 1", execution_count=2)]}),
    ],
)
def test_older_and_odd_formats(name: str, file: dict[str, object]) -> None:
    (cell,) = read_notebook(json.dumps(file).encode()).cells
    assert (cell.source, cell.execution_count, cell.kind) == ("x = 1", 2, CellKind.CODE)


def test_a_heading_of_nbformat_3_is_markdown() -> None:
    file = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "heading", "level": 2, "source": "Load"}]}]}
    (cell,) = read_notebook(json.dumps(file).encode()).cells
    assert (cell.kind, cell.source) == (CellKind.MARKDOWN, "## Load")


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_notebook(b'\xef\xbb\xbf{"cells": [], "nbformat": 4}').trouble is None


def test_ids_are_unique_strings_and_stable() -> None:
    cells = written(code("a", id=7), code("b", id="x"), code("c", id="x"), code("d"), code("d")).cells
    assert len({cell.id for cell in cells}) == 5
    assert cells[0].id == "7"
    assert [c.id for c in cells] == [
        c.id for c in written(code("a", id=7), code("b", id="x"), code("c", id="x"), code("d"), code("d")).cells
    ]


def test_an_id_of_our_own_follows_the_source_not_the_position() -> None:
    assert written(code("new"), code("d")).cells[1].id == written(code("d")).cells[0].id


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"{", "not valid JSON"),
        (b"[1, 2]", "no list of cells"),
        (b'{"a": 1}', "no list of cells"),
        (b"<<<<<<< HEAD\n{}\n>>>>>>> x", "merge"),
        (b"\x89PNG\r\n", "not valid JSON"),
        (b"[" * 100_000, "nested"),
    ],
)
def test_what_is_no_notebook_says_so(data: bytes, words: str) -> None:
    notebook = read_notebook(data)
    assert notebook.cells == ()
    assert notebook.trouble is not None
    assert words in notebook.trouble


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    assert "cannot be read" in (read_file(tmp_path / "none.ipynb").trouble or "")


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "language": "R"}}, "r"),
        ({"kernelspec": {"name": "julia-1.9"}}, "julia"),
        ({"language_info": {"name": "scala"}}, "scala"),
        ({}, "python"),
    ],
)
def test_the_kernels_language(metadata: dict[str, object], language: str) -> None:
    assert written(code("1"), metadata=metadata).language == language


def test_a_percent_script() -> None:
    notebook = read_notebook(b"import os\n# %% [markdown]\n# # Title\n# %% load\nx = 1\n\n# %%\n%time y\n", "a.py")
    assert [(c.kind, c.source) for c in notebook.cells] == [
        (CellKind.CODE, "import os"),
        (CellKind.MARKDOWN, "# Title"),
        (CellKind.CODE, "x = 1"),
        (CellKind.CODE, "%time y"),
    ]


def test_a_large_notebook_keeps_its_sources_and_the_head_of_its_outputs(tmp_path: Path) -> None:
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * (BULK // 2), "text/plain": "<Figure>"}}
    lines = {"output_type": "stream", "name": "stdout", "text": [f'line "{n}" \\ \n' for n in range(200_000)]}
    path = tmp_path / "large.ipynb"
    path.write_text(
        json.dumps(
            {
                "nbformat": 4,
                "nbformat_minor": 5,
                "metadata": {},
                "cells": [code('s = "outputs"', outputs=[lines]), code("y = 2", outputs=[picture, picture])],
            },
            indent=1,
        )
    )
    assert path.stat().st_size > BULK
    notebook = read_file(path)
    assert [cell.source for cell in notebook.cells] == ['s = "outputs"', "y = 2"]
    assert read_outputs(notebook.cells[0].saved)[0].text.startswith('line "0"')
    assert sum(len(cell.saved) for cell in notebook.cells) < 2 * 2**20


@given(st.lists(st.text(), max_size=4), st.booleans())
def test_any_source_comes_back(sources: list[str], split: bool) -> None:
    cells = written(*[code(s.splitlines(keepends=True) if split else s) for s in sources]).cells
    expected = [s.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for s in sources]
    assert [cell.source for cell in cells] == expected


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda v: (
            st.lists(v, max_size=3)
            | st.dictionaries(
                st.sampled_from(["cells", "source", "cell_type", "metadata", "outputs", "id", "worksheets", "nbformat"]), v, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_without_an_error(value: object) -> None:
    notebook = read_notebook(json.dumps(value).encode())
    assert notebook.trouble is None or notebook.cells == ()


@given(st.binary(max_size=60))
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    read_notebook(data)
    read_notebook(data, "a.py")
