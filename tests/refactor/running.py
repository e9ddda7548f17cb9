"""Notebooks run without a kernel."""

import contextlib
import io

from jupyter_quality.notebook.document import Notebook


def printed(book: Notebook) -> str:
    """What the cells print, run one after the other."""
    out, space = io.StringIO(), dict[str, object]()
    with contextlib.redirect_stdout(out):
        for cell in book.code_cells:
            exec(cell.source, space)
    return out.getvalue()
