"""Proofs as text and as JSON."""

import json

from jupyter_quality.proof.compare import Verdict
from jupyter_quality.proof.proof import Proof, ProvenCell
from jupyter_quality.proof.run import Package
from jupyter_quality.proof.seen import Seen, SeenKind
from jupyter_quality.report.proven import as_json, sentence, text


def proof(*cells: ProvenCell, proven: bool = True, trouble: str | None = None) -> Proof:
    return Proof("n.ipynb", "2026-11-22T09:00:00+00:00", "", "3.11.7", (Package("pandas", "3.0"),), cells, proven=proven, trouble=trouble)


def test_a_proof_in_one_sentence() -> None:
    same, varying = ProvenCell("a", 1, Verdict.SAME), ProvenCell("b", 2, Verdict.NONDETERMINISTIC)
    assert sentence(proof(same, varying)) == (
        "proven on 2026-11-22 with Python 3.11.7, 1 package (2 cells: 1 the same, 1 nondeterministic)."
    )
    unshown = ProvenCell("a", 1, Verdict.UNSHOWN)
    assert sentence(proof(unshown)) == "runs from the top on 2026-11-22 with Python 3.11.7, 1 package; it shows nothing to compare."
    assert sentence(proof(proven=False, trouble="The run was cancelled.")) == "not run. The run was cancelled."


def test_long_outputs_are_told_shortly_and_nothing_steers_the_terminal() -> None:
    shown = Seen(SeenKind.PRINTED, "\n".join(f"\x1b[31m{n}" for n in range(9)))
    picture = Seen(SeenKind.PICTURE, "AAAA", "image/png", "<Figure>")
    cell = ProvenCell("a", 1, Verdict.DIFFERS, "what is printed differs", (shown,), (picture,))
    assert "".join(text([proof(cell, proven=False)], colour=False)).splitlines()[1:] == [
        "  cell 1 differs: what is printed differs",
        *(rf"    shown  \x1b[31m{n}" for n in range(3)),
        "    shown  … and 6 lines more",
        "    clean  <Figure>",
    ]


def test_one_line_more() -> None:
    shown = Seen(SeenKind.PRINTED, "1\n2\n3\n4")
    told = "".join(text([proof(ProvenCell("a", 1, Verdict.DIFFERS, "", (shown,)), proven=False)], colour=False))
    assert "… and 1 line more" in told


def test_no_proofs_are_an_empty_array() -> None:
    assert json.loads("".join(as_json([]))) == []
    assert [one["proven"] for one in json.loads("".join(as_json([proof(), proof(proven=False)])))] == [True, False]
