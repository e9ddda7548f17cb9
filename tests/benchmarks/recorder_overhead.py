"""What the recorder costs a cell: the CPU time of a plain kernel against one that records against ipyflow's, in turn.

    python tests/benchmarks/recorder_overhead.py [--rounds 9] [--only frame]

$IPYFLOW_PYTHON is the Python of an environment that has ipyflow, pandas and NumPy; without it ipyflow is left out. A cell's time is that of
the whole process from before its request until its reply. `idle` is what the recorder does in the half second after it besides.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
import uuid
from pathlib import Path

from jupyter_client.manager import KernelManager

ROOT = Path(__file__).parents[2]
SETUP = "import numpy as np, pandas as pd\nrng = np.random.default_rng(0)\ndef step(v):\n    return v + 1"
FRAMES = "\n".join(f"df{at} = pd.DataFrame(np.zeros((100_000, 30)), columns=[f'c{{i}}' for i in range(30)])" for at in range(30))
CASES = {
    "tight loop": ("total = 0", "for i in range(1_000_000):\n    total += i"),
    "100 k calls": ("total = 0", "for i in range(100_000):\n    total = step(total)"),
    "frame 1e6 x 3": ("df = pd.DataFrame(rng.random((1_000_000, 3)), columns=list('abc'))", "df['d'] = df['a'] * 2"),
    "frame 1e6 x 250": ("df = pd.DataFrame(np.zeros((1_000_000, 250)), columns=[f'c{i}' for i in range(250)])", "df['c0'] = df['c1'] + 1"),
    "30 frames of 30": (FRAMES, "x = df0['c1'].mean()"),
    "list of 1e6 dicts": ("rows = [{'a': i} for i in range(1_000_000)]", "n = len(rows)"),
    "500 names": ("\n".join(f"name{i} = {i}" for i in range(500)), "x = name1 + name2"),
    "small cell": ("x = 1", "y = x + 1"),
    "100 k calls of id": ("v = 1", "for i in range(100_000):\n    id(v)"),
}


class Kernel:
    """A kernel whose cells are timed by its own clock."""

    def __init__(self, python: str, module: str, before: str) -> None:
        self.manager = KernelManager()
        self.manager.kernel_spec.argv = [python, "-m", module, "-f", "{connection_file}"]  # type: ignore[union-attr]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)} if module.startswith("ipykernel") else dict(os.environ)
        self.manager.start_kernel(env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)
        self.run("import time as _clock", is_silent=True)
        if before:
            self.run(before, is_silent=True)
            listening = self.client.session.msg("comm_open", {"comm_id": uuid.uuid4().hex, "target_name": "jupyter_quality", "data": {}})
            self.client.shell_channel.send(listening)

    def run(self, source: str, *, is_silent: bool = False) -> None:
        """Run a cell as a notebook does, under an id. Raises RuntimeError with its traceback."""
        cell = {"code": source, "silent": is_silent, "store_history": not is_silent}
        message = self.client.session.msg("execute_request", {**cell, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True})
        message["metadata"]["cellId"] = uuid.uuid5(uuid.NAMESPACE_OID, source).hex
        self.client.shell_channel.send(message)
        reply = self.client._recv_reply(message["header"]["msg_id"], timeout=600)
        if reply["content"]["status"] != "ok":
            raise RuntimeError("\n".join(reply["content"].get("traceback", ["no reply"])))

    def clock(self) -> float:
        """The milliseconds of CPU that the kernel has used."""
        asked = self.client.execute("", silent=True, user_expressions={"at": "_clock.process_time()"})
        reply = self.client._recv_reply(asked, timeout=600)
        return float(reply["content"]["user_expressions"]["at"]["data"]["text/plain"]) * 1000

    def timed(self, source: str) -> tuple[float, float]:
        """The milliseconds that a cell takes until its reply, and those of the half second after it; a look at the clock taken off."""
        first = self.clock()
        start = self.clock()
        self.run(source)
        end = self.clock()
        time.sleep(0.5)
        return end - start - (start - first), self.clock() - end - (start - first)

    def stop(self) -> None:
        """End the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def kernels() -> dict[str, Kernel]:
    found = {
        "plain": Kernel(sys.executable, "ipykernel_launcher", ""),
        "recorded": Kernel(sys.executable, "ipykernel_launcher", "%load_ext jupyter_quality"),
    }
    if python := os.environ.get("IPYFLOW_PYTHON"):
        found["ipyflow"] = Kernel(python, "ipyflow.kernel", "")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default="", help="the cases whose names hold this")
    args = parser.parse_args()
    print(f"{'median ms of CPU':20} {'plain':>9} {'recorded':>9} {'added':>7} {'idle':>7} {'ipyflow':>9} {'added':>7}")
    for name, (before, cell) in CASES.items():
        if args.only not in name:
            continue
        running = kernels()
        times: dict[str, list[tuple[float, float]]] = {kind: [] for kind in running}
        for kernel in running.values():
            kernel.run(SETUP)
            kernel.run(before)
            kernel.run(cell)
        for _ in range(args.rounds):
            for kind, kernel in running.items():
                times[kind].append(kernel.timed(cell))
        middle = {kind: statistics.median(taken for taken, _ in them) for kind, them in times.items()}
        idle = {kind: statistics.median(after for _, after in them) for kind, them in times.items()}
        line = f"{name:20} {middle['plain']:9.2f} {middle['recorded']:9.2f} {middle['recorded'] - middle['plain']:7.2f}"
        line += f" {idle['recorded'] - idle['plain']:7.2f}"
        if "ipyflow" in middle:
            line += f" {middle['ipyflow']:9.2f} {middle['ipyflow'] - middle['plain']:7.2f}"
        print(line, flush=True)
        for kernel in running.values():
            kernel.stop()


if __name__ == "__main__":
    main()
