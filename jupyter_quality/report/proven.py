"""Proofs, told on a terminal and to a program."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from jupyter_quality.proof.compare import Verdict
from jupyter_quality.proof.proof import HELD, Proof, ProvenCell
from jupyter_quality.proof.seen import Seen, SeenKind
from jupyter_quality.report.checked import counted
from jupyter_quality.report.terminal import painted, plain, plain_name

LINES = 3
"""Lines of what is shown, and of what a clean run gives, that are told."""

_WORDS = {
    Verdict.SAME: "the same",
    Verdict.DIFFERS: "differing",
    Verdict.FAILS: "failing",
    Verdict.NONDETERMINISTIC: "nondeterministic",
    Verdict.UNREACHED: "not reached",
    Verdict.UNSHOWN: "with nothing shown to compare",
}
_COLOURS = {Verdict.DIFFERS: "yellow", Verdict.FAILS: "red", Verdict.UNREACHED: "dim", Verdict.NONDETERMINISTIC: "cyan"}


def sentence(proof: Proof) -> str:
    """A proof in one sentence."""
    if proof.trouble is not None:
        return f"not run. {proof.trouble}"
    counts = ", ".join(f"{n} {_WORDS[verdict]}" for verdict in Verdict if (n := proof.count(verdict)))
    cells = f"{counted(len(proof.cells), 'cell')}{': ' if counts else ''}{counts}"
    ran_on = f"Python {proof.python}, {counted(len(proof.packages), 'package')}" if proof.python else "its own kernel"
    if proof.proven and proof.count(Verdict.UNSHOWN) == len(proof.cells):
        return f"runs from the top on {proof.when[:10]} with {ran_on}; it shows nothing to compare."
    return f"{'proven' if proof.proven else 'not proven'} on {proof.when[:10]} with {ran_on} ({cells})."


def text(proofs: Iterable[Proof], colour: bool) -> Iterator[str]:
    """A sentence a notebook, and under it each cell that is not the same."""
    for proof in proofs:
        mark = painted("✓", "green", colour) if proof.proven else painted("✗", "red", colour)
        yield f"{plain_name(proof.path)}: {mark} {plain(sentence(proof))}\n"
        for verdict, group in groupby(proof.cells, key=lambda cell: cell.verdict):
            if verdict is Verdict.UNREACHED:
                cells = list(group)
                yield f"  {_numbers(cells)} {painted('not reached', 'dim', colour)}: {plain(cells[0].reason or '')}\n"
            elif verdict not in {Verdict.SAME, Verdict.UNSHOWN}:
                for cell in group:
                    yield f"  cell {cell.number} {painted(verdict, _COLOURS[verdict], colour)}: {plain(cell.reason or '')}\n"
                    if verdict not in HELD:
                        yield from _side("shown", cell.shown)
                        yield from _side("clean", cell.clean)


def _numbers(cells: list[ProvenCell]) -> str:
    first, last = cells[0].number, cells[-1].number
    return f"cell {first}" if first == last else f"cells {first} to {last}"


def _side(name: str, things: tuple[Seen, ...]) -> Iterator[str]:
    lines = [line for one in things for line in _lines(one)]
    for line in lines[:LINES]:
        yield f"    {name}  {plain(line)[:160]}\n"
    if len(lines) > LINES:
        yield f"    {name}  … and {counted(len(lines) - LINES, 'line')} more\n"
    if not lines:
        yield f"    {name}  nothing\n"


def _lines(one: Seen) -> list[str]:
    if one.kind in {SeenKind.PICTURE, SeenKind.DRAWING, SeenKind.DATA}:
        return one.plain.splitlines() or [f"a {one.kind}"]
    return one.text.expandtabs().splitlines()


def as_json(proofs: Iterable[Proof]) -> Iterator[str]:
    """An array with an object a notebook, in ASCII."""
    between = "[\n"
    for proof in proofs:
        yield between + json.dumps(_object(proof))
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _object(proof: Proof) -> dict[str, object]:
    return {
        "filename": proof.path if proof.path == "-" else str(Path(proof.path).absolute()),
        "proven": proof.proven,
        "when": proof.when,
        "python": proof.python,
        "packages": {package.name: package.version for package in proof.packages},
        "trouble": proof.trouble,
        "cells": [
            {
                "id": cell.id,
                "cell": cell.number,
                "verdict": str(cell.verdict),
                "reason": cell.reason,
                "shown": [_seen(one) for one in cell.shown],
                "clean": [_seen(one) for one in cell.clean],
            }
            for cell in proof.cells
        ],
    }


def _seen(one: Seen) -> dict[str, object]:
    return {"kind": str(one.kind), "mime": one.mime, "text": one.text}
