"""A planned project does what its notebook does: notebooks drawn at random, run for real as they are and as they are planned."""

import ast
import contextlib
import importlib
import io
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FunctionType, GeneratorType, ModuleType

import pytest

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.flowing import Flowing
from jupyter_quality.refactor.project.facts import Facts
from jupyter_quality.refactor.project.module import module_text
from jupyter_quality.refactor.project.plan import plan_project
from jupyter_quality.refactor.project.slim import slim_cells

BEGINNINGS = (
    "import contextlib\na, b, c, d = 1, 2, 3, 4\nxs = [1, 2]\nys = [3]\np = 0\nq = 1",
    "import contextlib\na = 1\nb = 2\nc = 3\nd = 4\nxs = [1]\nys = []\nf = abs\ng = abs\nhs = []\nzs = []",
)

# N: a number, L: a list, F: a function, T: a name that may not be set, K: a constant
STATEMENTS = """\
N = N + K | N += N | N = K | L = [N, N] | L.append(N) | L += [N] | print(N, L) | T, N = N, N | (N := K) | L = L[::-1] | L[0] = N | N | L
if N > K:~N = K | if N > K:~T = N`else:~T = K | if N > 1:~T = N | for i in L:~N += i | for i in range(K):~T = i~N = N + T
for j in L[:2]:~L = L + [j] | while N > 5:~T = 1~break | for i in L:~if i > K:~~T = i~~break`else:~T = -1
F = lambda n: n + N | def F(n):~return n * N | def F(n):~global a~a = n~return n | N = F(N) | print(F(K)) | N = eval('N') | del T
L = [F(n) for n in L] | L = [n + N for n in L] | L = list(map(F, L)) | L = sorted(L, key=lambda n: n * N) | N = sum(n for n in L if n > N)
try:~T = N // N`except ZeroDivisionError as err:~N = K | with contextlib.suppress(Exception):~T = 1 // N | T = N`N = T * 2`del T
import math`N = math.floor(N / 2) | zs = (n + N for n in L) | print(sum(zs)) | hs = [lambda n: n + N, F] | hs.append(F)
print([h(K) for h in hs]) | class C:~k = N~def get(self):~~return N | o = C()`N = o.get() | N = C.k | o.z = N | _ = N
N = max(N, K) | max = N | match N:~case 1:~~T = 1~case n:~~T = n | assert N is not None | T = N`print(T)
"""
TEMPLATES = [one.strip() for line in STATEMENTS.splitlines() for one in line.split(" | ")]


def drawn(seed: int) -> list[str]:
    """The cells of a notebook."""
    chance = random.Random(seed)
    names = {"N": "abcd", "L": ("xs", "ys"), "F": "fg", "T": "pq", "K": "0123"}

    def statement() -> str:
        words = chance.choice(TEMPLATES)
        text = "".join(chance.choice(names[letter]) if letter in names and alone(words, at) else letter for at, letter in enumerate(words))
        return text.replace("`", "\n").replace("~~", "\n        ").replace("~", "\n    ")

    cells = ["\n".join(statement() for _ in range(chance.randint(1, 4))) for _ in range(chance.randint(2, 6))]
    return [chance.choice(BEGINNINGS), *cells]


def alone(text: str, at: int) -> bool:
    """Whether a letter is no part of a word."""
    return not (text[at - 1 : at].isalpha() or text[at + 1 : at + 2].isalpha())


def run(cells: Sequence[str]) -> tuple[str, dict[str, str], str | None]:
    """What cells print and show, the variables that they leave, and the error that ends them."""
    space: dict[str, object] = {"__name__": "__main__"}
    printed, error = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        try:
            for cell in cells:
                body = ast.parse(cell).body
                last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
                exec(compile(ast.Module(body, []), "<cell>", "exec"), space)
                value = eval(ast.unparse(last), space) if last is not None else None
                printed.write(told(value) if value is not None else "")
        except Exception as raised:  # noqa: BLE001 - whatever a drawn notebook raises ends it
            error = repr(raised)
    return printed.getvalue(), {name: told(value) for name, value in space.items() if not name.startswith("_")}, error


def told(value: object) -> str:
    plain = repr(value)
    code = isinstance(value, FunctionType | type | ModuleType | GeneratorType)
    return type(value).__name__ if code or " at 0x" in plain else plain


@pytest.mark.parametrize("hundred", range(4))
def test_what_is_planned_does_the_same(hundred: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    ran = 0
    for seed in range(100 * hundred, 100 * hundred + 100):
        cells = drawn(seed)
        before = run(cells)
        if before[2] is None:
            ran += 1
            differs(cells, before, tmp_path, f"drawn_{seed}")
    assert ran > 10


def differs(cells: Sequence[str], before: tuple[str, dict[str, str], str | None], place: Path, package: str) -> None:
    notebook = Notebook("n.ipynb", tuple(Cell(f"c{i}", i, CellKind.CODE, source) for i, source in enumerate(cells, 1)))
    reading = Reading(notebook)
    plan = plan_project(Flowing(reading))
    (place / package).mkdir()
    (place / package / "__init__.py").touch()
    for module in plan.modules:
        (place / package / f"{module}.py").write_text(module_text(plan, module, package, notebook, Facts()))
    importlib.invalidate_caches()
    slim = [cell.source for cell in slim_cells(plan, reading, package)]
    after = run(slim)
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]
    told_ = "\n# %%\n".join(cells)
    assert after[2] is None, told_
    assert after[0] == before[0], told_
    left = {name for function in plan.functions if function.extraction for name in function.extraction.dropped}
    left |= {*plan.imports, *(function.name for function in plan.functions)}
    same = {name: value for name, value in before[1].items() if name not in left}
    assert {name: after[1].get(name) for name in same} == same, told_
