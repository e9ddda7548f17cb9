"""The memory rules' fixes as a user gets them."""

from jupyter_quality.engine import check
from jupyter_quality.notebook.apply import applied
from jupyter_quality.rules._example import parse

GROWN = """
# %%
import pandas as pd
# %%
out = pd.DataFrame()
for n in range(3):
    rows = pd.DataFrame({"n": [n]})
    out = pd.concat([out, rows], ignore_index=True)
out.shape
"""


def test_pieces_are_collected_and_concatenated_once() -> None:
    notebook = parse(GROWN).notebook
    (finding,) = [finding for finding in check(notebook).findings if finding.rule == "frame-grown-in-loop"]
    assert finding.fix is not None and finding.fix.safe
    fixed = applied(notebook, finding.fix.edits).cells[1].source
    assert fixed == (
        "out_parts = []\n"
        "for n in range(3):\n"
        '    rows = pd.DataFrame({"n": [n]})\n'
        "    out_parts.append(rows)\n"
        "out = pd.concat(out_parts, ignore_index=True) if out_parts else pd.DataFrame()\n"
        "out.shape"
    )


def test_a_frame_that_the_loop_reads_is_not_mended() -> None:
    notebook = parse(GROWN.replace("    rows = ", "    print(len(out))\n    rows = ")).notebook
    (finding,) = [finding for finding in check(notebook).findings if finding.rule == "frame-grown-in-loop"]
    assert finding.fix is None
