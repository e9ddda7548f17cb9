"""The last proof of each notebook, on disk, and whether a notebook is kept proven.

Verdicts and versions are kept, and nothing that a notebook shows.
"""

import re
from dataclasses import asdict, replace
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path

import msgspec
from jupyter_core.paths import jupyter_data_dir

from jupyter_quality.notebook.write import write_file
from jupyter_quality.proof.compare import Verdict
from jupyter_quality.proof.proof import Proof

MOST = 1000
"""Proofs that are kept; those of the longest ago are dropped."""

_decoder = msgspec.json.Decoder(Proof)


class Keeping(StrEnum):
    """Whether a clean run follows each save of a notebook."""

    OFF = "off"
    ON = "on"
    PAUSED = "paused"
    """Wanted, but the last run took too long for that."""


class ProofStore:
    """Proofs in a folder, by default under the Jupyter data directory; a file a notebook, by its absolute path."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(jupyter_data_dir()) / "jupyter_quality" / "proofs"

    def keep(self, notebook: Path, proof: Proof) -> None:
        """Keep the proof of a notebook in place of an earlier one. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        bare = replace(
            proof, cells=tuple(replace(cell, shown=(), clean=(), reason=_without_values(cell.verdict, cell.reason)) for cell in proof.cells)
        )
        write_file(self._file(notebook), None, msgspec.json.encode(asdict(bare)))
        files = sorted(self._folder.glob("*.json"), key=lambda file: file.stat().st_mtime)
        for file in files[:-MOST]:
            file.unlink(missing_ok=True)

    def last(self, notebook: Path) -> Proof | None:
        """The last proof of a notebook, without what was shown; None where there is none that can be read."""
        try:
            return _decoder.decode(self._file(notebook).read_bytes())
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def keeping(self, notebook: Path) -> Keeping:
        """Whether a notebook is kept proven."""
        try:
            return Keeping(self._file(notebook, "keep").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return Keeping.OFF

    def set_keeping(self, notebook: Path, keeping: Keeping) -> None:
        """Keep a notebook proven from now on, or no more. Raises OSError."""
        file = self._file(notebook, "keep")
        if keeping is Keeping.OFF:
            file.unlink(missing_ok=True)
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_file(file, None, keeping.encode("ascii"))

    def _file(self, notebook: Path, kind: str = "json") -> Path:
        name = blake2b(str(notebook.resolve()).encode(errors="surrogateescape"), digest_size=16).hexdigest()
        return self._folder / f"{name}.{kind}"


def _without_values(verdict: Verdict, reason: str | None) -> str | None:
    """A reason without what a message may hold of the data: of an error, its name."""
    if verdict is Verdict.FAILS and reason is not None:
        found = re.match(r"\w+", reason)
        return found.group() if found else None
    return reason
