"""Notebooks for the benchmarks: realistic cells, as many as asked for."""

import json
from pathlib import Path

_CELLS = [
    "import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\nfrom sklearn.model_selection import train_test_split",
    "def load(path):\n    frame = pd.read_csv(path)\n    frame.columns = [name.strip().lower() for name in frame.columns]\n    return frame",
    'df_{n} = load("data_{n}.csv")\ndf_{n}.head()',
    'df_{n}["ratio"] = df_{n}["spent"] / df_{n}["visits"].clip(lower=1)\ndf_{n}["big"] = df_{n}["ratio"] > {n}\ndf_{n}.describe()',
    'summary_{n} = (\n    df_{n}.groupby("plan")\n    .agg(mean=("ratio", "mean"), count=("ratio", "size"))\n    .sort_values("mean", ascending=False)\n)\nsummary_{n}',
    'fig, ax = plt.subplots(figsize=(8, 4))\nfor name, group in df_{n}.groupby("plan"):\n    ax.plot(group["day"], group["ratio"], label=name)\nax.legend()\nplt.show()',
    'X_{n} = df_{n}[["ratio", "visits"]]\ny_{n} = df_{n}["big"]\nX_train, X_test, y_train, y_test = train_test_split(X_{n}, y_{n}, random_state={n})',
    'print(f"rows: {{len(df_{n})}}, share: {{df_{n}[\'big\'].mean():.2f}}")\nnp.percentile(df_{n}["ratio"], [5, 50, 95])',
]


def write_notebook(path: Path, cells: int) -> Path:
    """Write a notebook with this many code cells, every eighth preceded by a heading."""
    found: list[dict[str, object]] = []
    for number in range(cells):
        if number % 8 == 0:
            found.append({"cell_type": "markdown", "id": f"m{number}", "metadata": {}, "source": f"## Part {number // 8 + 1}"})
        template = _CELLS[number % len(_CELLS)]
        source = template.replace("{n}", str(number // 8)).replace("{{", "{").replace("}}", "}")
        found.append(
            {"cell_type": "code", "id": f"c{number}", "metadata": {}, "execution_count": number + 1, "outputs": [], "source": source}
        )
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}, "language_info": {"name": "python"}}
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": found}))
    return path
