"""Peak memory of reading a notebook with 100 MB of outputs, above the start, beside the standard library's json.

python tests/benchmarks/peak_memory.py [MEGABYTES]
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

_MEASURE = """
import re, sys
from pathlib import Path
{imports}

def megabytes(field):
    return int(re.search(field + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
start = megabytes("VmRSS")
{statement}
print(megabytes("VmHWM") - start)
"""
_WAYS = {
    "jupyter_quality: check_file": (
        "from jupyter_quality.engine import check_file, explained; explained('')",
        "check_file(Path(sys.argv[1]))",
    ),
    "json.loads": ("import json", "json.loads(Path(sys.argv[1]).read_bytes())"),
}


def write_bulky(path: Path, megabytes: int) -> None:
    """Half of the outputs are pictures, half are long printed text."""
    each = 5
    cells = []
    for number in range(megabytes // each):
        if number % 2:
            output = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * (each * 2**20)}}
        else:
            line = "step 00000000 loss 0.123456 accuracy 0.654321\n"
            output = {"output_type": "stream", "name": "stdout", "text": [line] * (each * 2**20 // len(line))}
        cells.append(
            {"cell_type": "code", "id": f"c{number}", "metadata": {}, "execution_count": 1, "source": f"x{number} = 1", "outputs": [output]}
        )
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bulky.ipynb"
        write_bulky(path, megabytes)
        print(f"a notebook of {path.stat().st_size / 2**20:.0f} MB")
        for name, (imports, statement) in _WAYS.items():
            script = _MEASURE.format(imports=imports, statement=statement)
            answer = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True).stdout
            print(f"{name:30} {float(answer):8.1f} MB above the start")


if __name__ == "__main__":
    main()
