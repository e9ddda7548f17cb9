"""What the recorder costs a cell: the CPU time of a plain shell against the same shell that records, in turn, and the recorder's share alone.

python tests/benchmarks/recorder_overhead.py [--rounds 5]
"""

import argparse
import statistics
import time

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel.recorder import Recorder

SETUP = "import numpy as np, pandas as pd\nrng = np.random.default_rng(0)\ndef step(v):\n    return v + 1"
CASES = {
    "tight loop": ("total = 0", "for i in range(1_000_000):\n    total += i"),
    "100 k calls": ("total = 0", "for i in range(100_000):\n    total = step(total)"),
    "frame 1e6 x 3": ("df = pd.DataFrame(rng.random((1_000_000, 3)), columns=list('abc'))", "df['d'] = df['a'] * 2"),
    "frame 1e6 x 250": ("df = pd.DataFrame(np.zeros((1_000_000, 250)), columns=[f'c{i}' for i in range(250)])", "df['c0'] = df['c1'] + 1"),
    "list of 1e6 dicts": ("rows = [{'a': i} for i in range(1_000_000)]", "n = len(rows)"),
    "500 names": ("\n".join(f"name{i} = {i}" for i in range(500)), "x = name1 + name2"),
    "small cell": ("x = 1", "y = x + 1"),
}


def milliseconds(shell: InteractiveShell, source: str) -> float:
    start = time.process_time()
    shell.run_cell(source, store_history=True)
    return (time.process_time() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    shell = InteractiveShell()
    shell.history_manager.enabled = False
    print(f"{'':20} {'plain ms':>10} {'recorded ms':>12} {'added ms':>10}")
    for name, (before, cell) in CASES.items():
        shell.reset(new_session=False)
        shell.run_cell(SETUP)
        shell.run_cell(before)
        plain, recorded = [], []
        recorder = Recorder(shell)
        for _ in range(rounds):
            plain.append(milliseconds(shell, cell))
            shell.events.register("pre_run_cell", recorder.pre_run_cell)
            shell.events.register("post_run_cell", recorder.post_run_cell)
            recorded.append(milliseconds(shell, cell))
            shell.events.unregister("pre_run_cell", recorder.pre_run_cell)
            shell.events.unregister("post_run_cell", recorder.post_run_cell)
        one, other = statistics.median(plain), statistics.median(recorded)
        print(f"{name:20} {one:10.2f} {other:12.2f} {other - one:10.2f}")


if __name__ == "__main__":
    main()
