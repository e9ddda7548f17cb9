"""Which cells a clean run would give otherwise: scored on recorded sessions beside the predictors of the benchmark's own folder.

    python tests/benchmarks/hidden_state.py FOLDER [--split dev,realistic] [--beside COUNT,PYFLAKES]

FOLDER holds `bench.py`, `quality_predictor.py`, `predictors.py`, and `sessions_NAME.json` with `truth_NAME.json` for each split. It is left
as it is. F1 counts cells; a false alarm is a stale cell in a session whose author meant it to be clean.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="dev,realistic")
    parser.add_argument("--beside", default="COUNT,PYFLAKES")
    args = parser.parse_args()
    predictors = ["quality_predictor:QUALITY", *(f"predictors:{name}" for name in args.beside.split(",") if name)]
    with tempfile.TemporaryDirectory() as scratch:
        for file in args.folder.iterdir():
            if file.is_file():
                shutil.copy(file, scratch)
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{scratch}"}
        command = [sys.executable, "bench.py", "score", "--split", args.split, "--predictor", ",".join(predictors), "-v"]
        subprocess.run(command, cwd=scratch, env=environment, check=True)


if __name__ == "__main__":
    main()
