"""Proofs kept on disk."""

import os
from pathlib import Path

import pytest

from jupyter_quality.proof import store
from jupyter_quality.proof.compare import Verdict
from jupyter_quality.proof.proof import Proof, ProvenCell
from jupyter_quality.proof.run import Package
from jupyter_quality.proof.seen import Seen, SeenKind
from jupyter_quality.proof.store import ProofStore

SECRET = Seen(SeenKind.PRINTED, "hunter2")
PROOF = Proof(
    "n.ipynb",
    "2026-11-22T09:00:00+00:00",
    "abc",
    "3.11.7",
    (Package("pandas", "3.0"),),
    (
        ProvenCell("a", 1, Verdict.DIFFERS, "what is printed differs", (SECRET,), (SECRET,)),
        ProvenCell("b", 2, Verdict.FAILS, "KeyError: 'hunter2'"),
    ),
    proven=False,
)


def test_what_is_kept_is_found_again_without_what_is_shown(tmp_path: Path) -> None:
    kept = ProofStore(tmp_path / "proofs")
    assert kept.last(tmp_path / "n.ipynb") is None
    kept.keep(tmp_path / "n.ipynb", PROOF)
    found = kept.last(tmp_path / "n.ipynb")
    assert found is not None
    assert (found.when, found.python, found.packages, found.proven) == (PROOF.when, PROOF.python, PROOF.packages, False)
    assert [(cell.verdict, cell.reason) for cell in found.cells] == [
        (Verdict.DIFFERS, "what is printed differs"),
        (Verdict.FAILS, "KeyError"),
    ]
    assert all(b"hunter2" not in file.read_bytes() for file in (tmp_path / "proofs").iterdir())


def test_a_later_proof_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    kept = ProofStore(tmp_path)
    for path in ("a.ipynb", "b.ipynb", "a.ipynb"):
        kept.keep(tmp_path / path, PROOF)
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_the_oldest_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST", 2)
    kept = ProofStore(tmp_path)
    for age, path in enumerate(("a.ipynb", "b.ipynb", "c.ipynb")):
        before = set(tmp_path.glob("*.json"))
        kept.keep(tmp_path / path, PROOF)
        for file in set(tmp_path.glob("*.json")) - before:
            os.utime(file, (age, age))
    kept.keep(tmp_path / "d.ipynb", PROOF)
    assert [kept.last(tmp_path / path) is not None for path in ("a.ipynb", "b.ipynb", "c.ipynb", "d.ipynb")] == [False, False, True, True]


def test_a_broken_file_is_no_proof(tmp_path: Path) -> None:
    kept = ProofStore(tmp_path)
    kept.keep(tmp_path / "n.ipynb", PROOF)
    next(tmp_path.glob("*.json")).write_bytes(b"{")
    assert kept.last(tmp_path / "n.ipynb") is None
