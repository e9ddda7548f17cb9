"""Which cells a clean run would give otherwise: scored on sessions whose truth comes from real re-execution.

    python -m tests.benchmarks.hidden_state [--split own,own2,own3,own4] [--only TEXT]
    python -m tests.benchmarks.hidden_state --beside COUNT,PYFLAKES --folder FOLDER --split dev,realistic

`sessions/` beside this file holds the first; its README says how their truth was made. FOLDER, where given, holds `bench.py`,
`quality_predictor.py`, `predictors.py`, and `sessions_NAME.json` with `truth_NAME.json` for each split, and is left as it is. F1 counts
cells; a false alarm is a stale cell that a clean run gives alike.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.benchmarks.session_player import ROOT, play
from tests.benchmarks.session_text import sessions_in

SESSIONS = Path(__file__).parent / "sessions"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--split", default="own,own2,own3,own4")
    parser.add_argument("--only", default="", help="Play the sessions whose name holds this.")
    parser.add_argument("--folder", type=Path, help="The folder of another benchmark, with its harness and peers.")
    parser.add_argument("--beside", default="COUNT,PYFLAKES", help="The peers of FOLDER to score in the same run.")
    args = parser.parse_args()
    if args.folder is not None:
        score_beside(args.folder, args.split, args.beside)
        return
    for split in args.split.split(","):
        score(split, args.only)


def score(split: str, only: str) -> None:
    """Play the sessions of one folder and print how often the state was right."""
    truth = json.loads((SESSIONS / split / "truth.json").read_text(encoding="utf-8"))
    cells, names, sessions = Counter[str](), Counter[str](), Counter[str]()
    for session in sessions_in(SESSIONS / split):
        if only not in session.id:
            continue
        played, so = play(session), truth[session.id]
        stale = set(played.stale) - set(so["varies"])
        count(cells, stale, set(so["differs"]))
        count(names, set(played.hidden_names), set(so["hidden_names"]))
        count(sessions, {session.id} if stale else set(), {session.id} if so["differs"] else set())
        for word, wrong in (("false", stale - set(so["differs"])), ("missed", set(so["differs"]) - stale)):
            if wrong:
                print(f"  {session.id}: {word} {', '.join(sorted(wrong))}")
    print(f"{split}: cells {told(cells)} | sessions {told(sessions)} | hidden names {told(names)}")


def count(counts: Counter[str], said: set[str], so: set[str]) -> None:
    """Add what was said to the counts."""
    counts.update(right=len(said & so), false=len(said - so), missed=len(so - said))


def told(counts: Counter[str]) -> str:
    """Precision, recall and F1."""
    right, false, missed = counts["right"], counts["false"], counts["missed"]
    precision, recall, f1 = (
        f"{right * weight / whole:.3f}" if (whole := right * weight + wrong) else "-"
        for weight, wrong in ((1, false), (1, missed), (2, false + missed))
    )
    return f"P {precision} R {recall} F1 {f1}"


def score_beside(folder: Path, splits: str, beside: str) -> None:
    """Score with the harness of another benchmark, and its peers in the same run."""
    predictors = ["quality_predictor:QUALITY", *(f"predictors:{name}" for name in beside.split(",") if name)]
    with tempfile.TemporaryDirectory() as scratch:
        for file in folder.iterdir():
            if file.is_file():
                shutil.copy(file, scratch)
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{scratch}"}
        command = [sys.executable, "bench.py", "score", "--split", splits, "--predictor", ",".join(predictors), "-v"]
        subprocess.run(command, cwd=scratch, env=environment, check=True)


if __name__ == "__main__":
    main()
