"""CPU of the whole rule set over many notebooks in one process: a notebook's median and 99th percentile, and the costliest rules.

    python tests/benchmarks/rules_cost.py FOLDER [SELECT…]

What several rules share (trees, events, provenance) is charged to the first that asks for it.
"""

import gc
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jupyter_quality import engine
from jupyter_quality.notebook.folder import DiskFolder
from jupyter_quality.notebook.read import read_file
from jupyter_quality.options import Options
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding
from jupyter_quality.rules._rule import Rule

SHOWN = 25


def main() -> None:
    folder, select = Path(sys.argv[1]), tuple(sys.argv[2:])
    gc.freeze()
    gc.set_threshold(1_000_000)
    by_rule: Counter[str] = Counter()
    find = engine._find

    def timed(rule: Rule, reading: Reading) -> Iterator[Finding]:
        start = time.process_time_ns()
        found = list(find(rule, reading))
        by_rule[f"{rule.family}/{rule.name}"] += time.process_time_ns() - start
        yield from found

    engine._find = timed
    taken, reading_taken = [], 0
    for path in sorted(folder.rglob("*.ipynb")):
        start = time.process_time_ns()
        notebook = read_file(path)
        read = time.process_time_ns()
        engine.check(notebook, Options(select=select) if select else None, DiskFolder(path.parent))
        taken.append(time.process_time_ns() - start)
        reading_taken += read - start
    total = sum(taken)
    cuts = statistics.quantiles(taken, n=100)
    print(
        f"{len(taken)} notebooks, {total / 1e9:.2f} s CPU; a notebook: median {cuts[49] / 1e6:.1f} ms, 99th percentile {cuts[98] / 1e6:.0f} ms"
    )
    print(f"{reading_taken / total:6.1%}  {reading_taken / 1e6:8.0f} ms  (reading the files)")
    for name, spent in by_rule.most_common(SHOWN):
        print(f"{spent / total:6.1%}  {spent / 1e6:8.0f} ms  {name}")


if __name__ == "__main__":
    main()
