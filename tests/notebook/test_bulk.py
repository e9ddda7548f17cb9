"""A large notebook is shortened to the same notebook with shorter outputs, wherever the blocks fall."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_quality.notebook import bulk

TEXT = st.text(alphabet='a"\\{}[]é\n,:', max_size=30)
OUTPUT = st.fixed_dictionaries({"output_type": st.just("stream"), "text": TEXT | st.lists(TEXT, max_size=5)})
CELL = st.fixed_dictionaries({"source": TEXT, "outputs": st.lists(OUTPUT, max_size=3), "metadata": st.dictionaries(TEXT, TEXT, max_size=2)})


@settings(max_examples=200)
@given(st.lists(CELL, max_size=4), st.integers(80, 200), st.integers(0, 40), st.sampled_from([None, 1]))
def test_everything_but_the_outputs_stays(cells: list[dict[str, object]], block: int, kept: int, indent: int | None) -> None:
    with TemporaryDirectory() as folder, patch.object(bulk, "BLOCK", block), patch.object(bulk, "KEPT", kept):
        path = Path(folder) / "a.ipynb"
        path.write_text(json.dumps({"cells": cells, "nbformat": 4}, indent=indent))
        read = json.loads(bulk.read_without_bulk(path))
    assert [(c["source"], c["metadata"]) for c in read["cells"]] == [(c["source"], c["metadata"]) for c in cells]
    assert [len(c["outputs"]) for c in read["cells"]] == [len(c["outputs"]) for c in cells]


@given(st.text(alphabet='a\\"é', min_size=500, max_size=900), st.integers(40, 90))
def test_a_string_longer_than_the_window_loses_its_middle_only(text: str, block: int) -> None:
    with TemporaryDirectory() as folder, patch.object(bulk, "BLOCK", block), patch.object(bulk, "KEPT", 10):
        path = Path(folder) / "a.ipynb"
        path.write_text(json.dumps({"cells": [{"source": "x", "outputs": [{"text": text}, {"text": "end"}]}]}))
        read = json.loads(bulk.read_without_bulk(path))
    assert read["cells"][0]["source"] == "x"
    assert len(read["cells"][0]["outputs"]) == 2


@given(st.text(alphabet='a\\"é', min_size=500, max_size=900), st.integers(40, 5000))
def test_how_much_is_left_out_is_noted(text: str, block: int) -> None:
    with TemporaryDirectory() as folder, patch.object(bulk, "BLOCK", block), patch.object(bulk, "KEPT", 10):
        path = Path(folder) / "a.ipynb"
        path.write_text(json.dumps({"cells": [{"source": "x", "outputs": [{"text": text}]}, {"source": "y", "outputs": []}]}))
        read = json.loads(bulk.read_without_bulk(path))
    left_out = [cell[bulk.LEFT_OUT] for cell in read["cells"]]
    kept = len(json.dumps(read["cells"][0]["outputs"][0]["text"]))
    assert [left_out[0] + kept, left_out[1]] == [len(json.dumps(text)), 0]
