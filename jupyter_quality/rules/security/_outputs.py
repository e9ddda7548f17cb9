"""The texts of saved outputs."""

from dataclasses import dataclass

from jupyter_quality.notebook.document import Cell
from jupyter_quality.notebook.outputs import read_outputs
from jupyter_quality.reading.reading import Reading


@dataclass(frozen=True, slots=True)
class OutputTexts:
    """The text of each code cell's saved output, and all of them in one, for asking at once whether a word stands in any."""

    of_cells: tuple[tuple[Cell, str], ...]
    together: str


def output_texts(reading: Reading) -> OutputTexts:
    """What the saved outputs of a notebook say."""
    return reading.remember("texts of outputs", lambda: _texts(reading))


def _texts(reading: Reading) -> OutputTexts:
    texts = []
    for cell in reading.notebook.code_cells:
        text = "\n".join(output.text for output in read_outputs(cell.saved))
        if text:
            texts.append((cell, text))
    return OutputTexts(tuple(texts), "\n".join(text for _, text in texts))
