"""The texts of saved outputs."""

from collections.abc import Callable, Iterator

from jupyter_quality.notebook.document import Cell
from jupyter_quality.notebook.outputs import read_outputs
from jupyter_quality.reading.reading import Reading


def output_texts(reading: Reading, may_matter: Callable[[str], bool]) -> Iterator[tuple[Cell, str]]:
    """Each code cell whose output may matter, with the text of its output; nothing where the texts of all together do not."""
    texts, together = reading.remember("texts of outputs", lambda: _texts(reading))
    if may_matter(together):
        yield from ((cell, text) for cell, text in texts if may_matter(text))


def _texts(reading: Reading) -> tuple[list[tuple[Cell, str]], str]:
    texts = [(cell, "\n".join(output.text for output in read_outputs(cell.saved))) for cell in reading.notebook.code_cells]
    return texts, "\n".join(text for _, text in texts)
