"""Which names, and which parts of frames, a cell could change."""

from collections.abc import Callable

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel.near import Near, near
from jupyter_quality.kernel.recorder import Recorder
from jupyter_quality.reading.code import Code

SETUP = """
import pandas as pd
df = pd.DataFrame({"a": [1], "b": [2], "c": [3]})
rows, d, other = [{"a": 1}], {"k": [1], "j": 2}, [1]
def add(frame): frame["new"] = 1
def use(): rows.append(1)
class Own:
    def head(self): self.n = 1
own = Own()
own.n = 0
"""


@pytest.fixture(scope="module")
def near_to() -> Callable[[str], Near | None]:
    shell = InteractiveShell()
    shell.history_manager.enabled = False
    shell.run_cell(SETUP)
    recorder = Recorder(shell)
    assert type(shell.user_ns["df"]) is pd.DataFrame

    def answer(source: str) -> Near | None:
        code = Code(source)
        return near(code, recorder._reach(code), recorder._held.values)

    return answer


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("df['c'] = df['a'] + 1", {"df": {"['c']", "#index"}}),
        ("s = df['a']", {"df": {"['a']", "#index"}, "s": None}),
        ("df.loc[df['a'] > 1, 'b'] = 0", {"df": None}),
        ("df.fillna(0, inplace=True)", {"df": None}),
        ("for name in names:\n    df[name] = 0", {"df": None, "names": None, "name": None}),
        ("print(len(rows), df.head(), df['a'].mean())", {}),
        ("rows[0]['a'] = 2", {"rows": None}),
        ("rows.append(1)", {"rows": None}),
        ("use()", {"rows": None}),
        ("add(df)", {"df": {"#index"}}),
        ("own.head()", {"own": {".n"}}),
        ("d['k'].append(2)", {"d": None}),
    ],
)
def test_what_a_cell_is_near_to(near_to, source, expected):
    found = near_to(source)
    assert found is not None
    known = {name: parts for name, parts in found.items() if name in {"df", "rows", "d", "other", "own", "s", "names", "name"}}
    assert {name for name, parts in expected.items() if parts is None} <= {name for name, parts in known.items() if parts is None}
    assert known.keys() == expected.keys()
    assert all((known[name] or set()) >= (parts or set()) for name, parts in expected.items())


@pytest.mark.parametrize(
    "source", ["exec(text)", "globals()['rows'].clear()", "get_ipython().run_cell('x')", "%run script.py", "vars()['x'] = 1"]
)
def test_what_may_do_anything_is_near_to_everything(near_to, source):
    assert near_to(source) is None
