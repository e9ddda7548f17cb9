"""Which names stand for what is imported."""

import pytest

from jupyter_quality.reading.code import read_codes
from jupyter_quality.reading.imports import imports_of, notebook_imports, star_imports


@pytest.mark.parametrize(
    ("source", "imports"),
    [
        ("import pandas as pd, os.path", {"pd": "pandas", "os": "os"}),
        (
            "from sklearn.model_selection import (train_test_split as tts,  # split\n    KFold,\n)",
            {"tts": "sklearn.model_selection.train_test_split", "KFold": "sklearn.model_selection.KFold"},
        ),
        ("from . import helpers\nfrom .data import load", {"helpers": ".helpers", "load": ".data.load"}),
        ("import a; import b as c", {"a": "a", "c": "b"}),
        ("if x: import y", {"y": "y"}),
        ("def f():\n    from os import \\\n        sep\n    return sep", {"sep": "os.sep"}),
        ("text = '''\nimport nothing\n'''\nimport re", {"re": "re"}),
        ("from math import *", {}),
        ("%matplotlib inline\nimport os", {"os": "os"}),
    ],
)
def test_imports_of_a_cell(source: str, imports: dict[str, str]) -> None:
    assert dict(imports_of(read_codes([source])[0])) == imports


def test_a_name_that_is_also_assigned_stands_for_nothing() -> None:
    codes = read_codes(["import numpy as np\nfrom os import path", "path = 'a.csv'", "import pandas as np2"])
    assert notebook_imports(codes) == {"np": "numpy", "np2": "pandas"}


def test_star_imports() -> None:
    assert star_imports(read_codes(["from math import *\nfrom os import path"])[0]) == ["math"]
    assert "numpy" in star_imports(read_codes(["%pylab inline"])[0])
