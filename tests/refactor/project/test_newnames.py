"""A function is known again under another name where it takes the same and does mostly the same."""

from jupyter_quality.refactor.project.base import Base
from jupyter_quality.refactor.project.known import KnownFunction
from jupyter_quality.refactor.project.newnames import new_names

MODULE = '''\
def load(path):
    """Load."""
    rows = open(path)
    kept = list(rows)
    return kept


def count(rows):
    return len(rows)


def helper(x):
    return x
'''


def found(now: str | None, words: tuple[str, ...] = ()) -> dict[str, str]:
    functions = (
        KnownFunction("load", "m", "a", ("rows = open(path)", "kept = list(rows)")),
        KnownFunction("count", "m", "b", ("n = len(rows)",)),
        KnownFunction("helper", "m", "c", ("def helper(x):\n    return x",)),
    )
    return new_names(Base("n.ipynb", "p", (), functions, {"src/p/m.py": MODULE}), lambda _: now, words)


def test_other_names_for_the_same_and_for_mostly_the_same() -> None:
    assert found(MODULE) == {}
    assert found(MODULE.replace("load", "read").replace("count", "size")) == {"load": "read", "count": "size"}
    edited = MODULE.replace("load", "read").replace("Load.", "Read it.").replace("list(rows)", "sorted(rows)")
    assert found(edited) == {"load": "read"}


def test_what_takes_or_does_something_else_is_another_function() -> None:
    assert found(MODULE.replace("load(path)", "read(path, n)")) == {}
    assert found(MODULE.replace("def count(rows):\n    return len(rows)", "def size(rows):\n    return 1")) == {}


def test_a_name_that_could_mean_something_else_is_none() -> None:
    renamed = MODULE.replace("load", "read")
    assert found(renamed, ("read",)) == {}
    assert found(MODULE.replace("def load", "def read") + MODULE.replace("def load", "def fetch")) == {}


def test_a_function_of_the_notebook_has_its_name_from_there() -> None:
    assert found(MODULE.replace("helper", "other")) == {}


def test_a_module_that_is_gone_or_broken() -> None:
    assert found(None) == found("def (") == {}
