"""A run of one version of a cell tells what another gives that only calls its own names otherwise."""

import pytest

from jupyter_quality.reading.code import Code
from jupyter_quality.runs.record import Run
from jupyter_quality.runs.renamed import as_if_run
from jupyter_quality.runs.value import Value


def _as_if(old: str, new: str, *wrote: str, read: tuple[str, ...] = ()) -> Run | None:
    run = Run("1", "k", "a", old, 1.0, read=dict.fromkeys(read, "r"), wrote={name: Value("int", name) for name in wrote})
    return as_if_run(Code(new), run, Code(old))


def test_what_it_wrote_stands_under_the_new_name():
    old = "for who in pool:\n    seen[who] = 1\nseen"
    run = _as_if(old, old.replace("who", "nurse"), "who", "seen", read=("pool",))
    assert run is not None
    assert {name: value and value.whole for name, value in run.wrote.items()} == {"nurse": "who", "seen": "seen"}


def test_what_it_only_read_is_read_under_the_new_name():
    run = _as_if("late = d['delay'].mean()", "late = trips['delay'].mean()", "late", read=("d['delay']",))
    assert run is not None
    assert run.read == {"trips['delay']": "r"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a = [x for x in xs]", "a = [y for y in xs]"),
        ("with open(p) as f:\n    t = f.read()", "with open(p) as file:\n    t = file.read()"),
        ("a, b = b0, a0", "b, a = b0, a0"),
        ("[f'{l[:2]}!' for l in p['loaf']]", "[f'{loaf[:2]}!' for loaf in p['loaf']]"),
    ],
)
def test_only_its_own_names_are_called_otherwise(old, new):
    assert _as_if(old, new, read=("xs", "p", "a0", "b0")) is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("print(sum(x))", "print(max(x))"),
        ("x += 1", "y += 1"),
        ("x + df", "df + df"),
        ("x + 1", "df + 1"),
        ("a = 1\nb = 2\nprint(a)", "b = 1\na = 2\nprint(a)"),
        ("a = 1\nb = 2", "c = 1\nc = 2"),
        ("a = 1\nprint(f'{a=}')", "b = 1\nprint(f'{b=}')"),
        ("a = 1\ndf.query('x > @a')", "b = 1\ndf.query('x > @a')"),
        ("a = 1\ndef f():\n    return a", "b = 1\ndef f():\n    return a"),
        ("a = 1\ng = lambda: a", "b = 1\ng = lambda: b"),
        ("a = 1\nprint(locals())", "b = 1\nprint(locals())"),
        ("a = 1", "a = 2"),
        ("import numpy as np", "import numpy as xp"),
        ("%time a = 1", "%time b = 1"),
        ("a = 1", "a ="),
    ],
)
def test_all_else_is_another_cell(old, new):
    assert _as_if(old, new, read=("x", "df")) is None
