"""CPU of the advice on a notebook (moves, what cannot move, the checklist) beside a check of it, in one process; and whether any fails.

    python tests/benchmarks/advise_cost.py FOLDER [MOST]

FOLDER holds notebooks of your own choice; MOST of them, evenly spread, are looked at.
"""

import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import jupyter_quality.refactor.advice  # noqa: F401 (what is loaded with the first advice is no part of the figure)
from jupyter_quality.engine import advise, check
from jupyter_quality.notebook.apply import applied
from jupyter_quality.notebook.folder import DiskFolder
from jupyter_quality.notebook.read import read_file


def main() -> None:
    found = sorted(Path(sys.argv[1]).rglob("*.ipynb"))
    most = int(sys.argv[2]) if len(sys.argv) > 2 else len(found)
    advising, checking = list[float](), list[float]()
    kinds, unmoved = Counter[str](), 0
    for path in found[:: max(1, len(found) // most)][:most]:
        notebook, folder = read_file(path), DiskFolder(path.parent)
        began = time.process_time()
        check(notebook, folder=folder)
        checking.append(time.process_time() - began)
        began = time.process_time()
        advice = advise(notebook, folder=folder)
        advising.append(time.process_time() - began)
        unmoved += len(advice.unmoved)
        for one in advice.suggestions:
            kinds[str(one.kind)] += 1
            applied(notebook, one.edits)
            for file in one.files:
                compile(file.text, file.path, "exec")
    ordered = sorted(advising)
    share = statistics.median(a / c for a, c in zip(advising, checking, strict=True))
    print(f"{len(advising)} notebooks, none failed; {sum(kinds.values())} moves {dict(kinds)}, {unmoved} places that cannot move")
    print(
        f"advice {statistics.median(ordered) * 1000:.1f} ms CPU at the median, {ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms at 95 %,"
    )
    print(f"{ordered[-1] * 1000:.0f} ms at most; {share:.2f} x the check of the same notebook at the median")


if __name__ == "__main__":
    main()
