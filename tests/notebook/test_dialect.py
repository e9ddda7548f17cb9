"""IPython's syntax becomes Python of as many lines, and each column leads back."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from jupyter_quality.notebook.dialect import is_automagic, translate

MAGIC_CELLS = [
    "%time x = f(y)\nprint(x)",
    "%%time\nx = 1\n%matplotlib inline\n!ls {a} $b \\\n  more\ny",
    "files = !ls *.csv\nz = %timeit -n 10 g(w)",
    "df.head?\n?df\nfoo??",
    "  x = 1\n  y = 2",
    ">>> x = 1\n>>> if x:\n...     y = 3",
    "In [3]: x = 1",
    "%%bash -o out\necho $HOME",
    "s = '''\n%notmagic\n'''\nif x:\n    !ls\n    %run a.py\n",
    "x = (1,\n     2)\n!pip install x",
    "%cd ..\n%env A=1\n!!ls",
    "%%capture cap\nfoo()",
    "%%timeit a = 1\nb + a",
    "def f():\n    %time g()\n    return 1",
    "a = %pwd\n%store -r df",
    "x = 5 # %not\n%who",
    "# %%\n!ls",
    "/f 1 2\n,g a b\n;h a b",
]


@pytest.mark.parametrize("source", MAGIC_CELLS)
def test_a_translated_cell_is_python_of_as_many_lines(source: str) -> None:
    translation = translate(source)
    ast.parse(translation.python)
    assert translation.python.count("\n") == source.count("\n")


@pytest.mark.parametrize("source", MAGIC_CELLS)
def test_what_ipython_takes_is_taken(source: str) -> None:
    ast.parse(TransformerManager().transform_cell(source))
    ast.parse(translate(source).python)


@pytest.mark.parametrize(
    ("source", "name", "line", "column"),
    [
        ("%time x = f(y)", "y", 1, 13),
        ("z = %timeit -n 10 g(w)", "w", 1, 21),
        ("    %time g(w)", "w", 1, 13),
        ("  x = 1\n  y = w", "w", 2, 7),
        (">>> x = w", "w", 1, 9),
        ("%%timeit -n 3 a = w\nb", "w", 1, 19),
        ("%%time\n%time f(w)", "w", 2, 9),
        ("!ls\nprint(w)", "w", 2, 7),
        ("%lprun -f f f(w)", "w", 1, 15),
    ],
)
def test_a_column_leads_back_to_the_source(source: str, name: str, line: int, column: int) -> None:
    translation = translate(source)
    node = next(n for n in ast.walk(ast.parse(translation.python)) if isinstance(n, ast.Name) and n.id == name)
    assert (node.lineno, translation.column(node.lineno, node.col_offset + 1)) == (line, column)
    assert source.split("\n")[line - 1][column - 1] == name


@pytest.mark.parametrize(
    ("source", "defines", "uses"),
    [
        ("%%capture cap\nfoo()", {"cap"}, set()),
        ("%store -r df", {"df"}, set()),
        ("%%bash -o out --err problems\nls", {"out", "problems"}, set()),
        ("%%sql result << select 1", {"result"}, set()),
        ("%%R -i frame -o model\nlm(frame)", {"model"}, {"frame"}),
        ("!ls {folder} $name", set(), {"folder", "name"}),
        ("%%cython\ndef fast(int n):\n    return n\ncdef int slow(x): pass", {"fast", "slow"}, set()),
        ("%lprun -f slow g()", set(), {"slow"}),
    ],
)
def test_what_a_magic_defines_and_uses(source: str, defines: set[str], uses: set[str]) -> None:
    magics = translate(source).magics
    assert set().union(*(magic.defines for magic in magics)) == defines
    assert uses <= set().union(*(magic.uses for magic in magics))


def test_a_foreign_body_is_not_python() -> None:
    assert ast.parse(translate("%%html\n<b>bold</b>\n").python).body[0].lineno == 1


@pytest.mark.parametrize(
    ("source", "is_magic"),
    [
        ("ls -la", True),
        ("pip install x", True),
        ("cd ..", True),
        ("ls = 3", False),
        ("time.sleep(1)", False),
        ("run()", False),
        ("x = 1\nls", False),
    ],
)
def test_automagic(source: str, is_magic: bool) -> None:
    assert is_automagic(source) is is_magic


@given(
    st.lists(
        st.sampled_from(
            [
                "%time f(x)",
                "!ls",
                "x = 1",
                "if x:",
                "    %who",
                "    y = !ls",
                "'''",
                "(",
                ")",
                "x = (1,",
                "?",
                "a?",
                "%%time",
                "# %x",
                "\\",
                "  \\",
                "é = %pwd",
                ">>> 1",
                "",
                "x = 'a%b'",
            ]
        ),
        max_size=8,
    )
)
def test_any_mixture_keeps_its_lines(lines: list[str]) -> None:
    source = "\n".join(lines)
    assert translate(source).python.count("\n") == source.count("\n")


@given(st.text(alphabet="ab%!?='\"()\\\n #[]{}0:é", max_size=40))
def test_any_text_keeps_its_lines(source: str) -> None:
    assert translate(source).python.count("\n") == source.count("\n")
