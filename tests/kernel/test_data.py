"""`%quality data` says what only the values tell, from frames that stand in a kernel."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel.data import run
from jupyter_quality.kernel.look import LIMIT, frame, rare_class, repeated_rows

SPLIT = "train, test = train_test_split(df[['a', 'b']], random_state=0)"


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    yield InteractiveShell()
    InteractiveShell.clear_instance()


def said(shell: InteractiveShell, tmp_path: Path, capsys: pytest.CaptureFixture[str], *cells: str, **names: object) -> str:
    """What the look says of a saved notebook and the values of a kernel."""
    path = tmp_path / "notebook.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]), path)
    shell.user_ns.update(names)
    run(shell, Namespace(notebook=str(path)))
    return capsys.readouterr().out


def test_rows_that_stand_in_both_parts(shell: InteractiveShell, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train = pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6]})
    test = pd.DataFrame({"a": [3, 7], "b": [6, 8]}, index=[10, 11])
    text = said(
        shell,
        tmp_path,
        capsys,
        "import pandas as pd\nfrom sklearn.model_selection import train_test_split\ndf = pd.read_csv('a.csv')",
        SPLIT,
        train=train,
        test=test,
    )
    assert text.startswith("Cell 2: 1 of 2 rows of `test` stand in `train` too")


def test_groups_that_stand_in_both_parts_and_a_rare_class(
    shell: InteractiveShell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    df = pd.DataFrame({"patient_id": np.repeat(np.arange(50), 4), "a": np.arange(200), "sick": [1] * 10 + [0] * 190})
    mixed = df.sample(frac=1, random_state=0)
    train, test = mixed.iloc[:150], mixed.iloc[150:]
    text = said(
        shell,
        tmp_path,
        capsys,
        "import pandas as pd\nfrom sklearn.model_selection import train_test_split\ndf = pd.read_csv('a.csv')",
        "Xa, Xb, ya, yb = train_test_split(df[['a']], df['sick'], random_state=0)",
        df=df,
        Xa=train[["a"]],
        Xb=test[["a"]],
        ya=train["sick"],
        yb=test["sick"],
    )
    assert "values of `patient_id` in `Xb` stand in `Xa` too" in text and "class 1 is" in text and "values of `a`" not in text


def test_columns_that_were_read_for_nothing(shell: InteractiveShell, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wide = pd.DataFrame({f"c{n}": np.arange(100_000, dtype=float) for n in range(30)} | {"team": ["red", "blue"] * 50_000})
    text = said(
        shell, tmp_path, capsys, "import pandas as pd\ndf = pd.read_csv('a.csv')", "df.groupby('team')['c1'].mean()\ndf.shape", df=wide
    )
    assert "`df` uses 2 of 31 columns; `usecols=['team', 'c1'], dtype={'team': 'category'}` would save about " in text


def test_nothing_to_say(shell: InteractiveShell, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(shell, tmp_path, capsys, "x = 1") == "Nothing to point out in the data that the kernel holds.\n"


def test_a_file_that_is_not_there(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    run(shell, Namespace(notebook="gone.ipynb"))
    assert capsys.readouterr().err == "There is no file gone.ipynb.\n"


def test_objects_of_the_user_s_own_classes_are_left_alone() -> None:
    class Loud(pd.DataFrame):
        def __len__(self) -> int:
            raise AssertionError("the look must not touch it")

    assert frame(Loud()) is None and frame([1]) is None and LIMIT <= 1_000_000


def test_what_cannot_be_compared_or_counted_is_left_out() -> None:
    lists = pd.DataFrame({"a": [[1], [2]], "b": [1, 2]})
    assert repeated_rows(lists, lists) == -1 and repeated_rows(lists, lists[["b"]]) == -1
    coins = pd.DataFrame({"a": [0, 1] * 50, "b": [0, 0, 1, 1] * 25})
    assert repeated_rows(coins, coins) == -1
    assert rare_class(pd.Series([[1], [2]])) is None and rare_class(pd.Series([0, 1, 0, 1])) is None
    assert rare_class(pd.Series([0] * 95 + [1] * 5)) == (1, 0.05)
