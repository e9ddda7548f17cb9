import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule

_DRAWS = {
    "numpy": re.compile(
        r"numpy\.random\.(?!seed$|get_state$|set_state$|get_bit_generator$|set_bit_generator$|default_rng$|test$)[a-z_]+$"
        r"|scipy\.stats\.\w+\.rvs$|sklearn\.datasets\.make_\w+$|sklearn\.datasets\.samples_generator\.make_\w+$"
    ),
    "random": re.compile(
        r"random\.(?:random|randint|randrange|choices?|shuffle|sample|uniform|gauss|normalvariate|triangular|betavariate|expovariate"
        r"|gammavariate|lognormvariate|vonmisesvariate|paretovariate|weibullvariate|getrandbits|randbytes|binomialvariate)$"
    ),
    "torch": re.compile(r"torch\.(?:rand|randn|randint|randperm|rand_like|randn_like|randint_like|normal|bernoulli|multinomial|poisson)$"),
    "tensorflow": re.compile(
        r"tensorflow\.(?:compat\.v1\.)?(?:random_(?:normal|uniform|shuffle|gamma)|truncated_normal"
        r"|random\.(?:normal|uniform|shuffle|truncated_normal|categorical|gamma|poisson|log_uniform_candidate_sampler))$"
    ),
}
_GENERATORS = {"numpy.random.default_rng": "numpy", "numpy.random.RandomState": "numpy", "random.Random": "random"}
_SEEDS = {"numpy": "{}.random.seed(0)", "random": "{}.seed(0)", "torch": "{}.manual_seed(0)", "tensorflow": "{}.random.set_seed(0)"}
_SPOKEN = {"random": "Python", "numpy": "NumPy", "torch": "PyTorch", "tensorflow": "TensorFlow"}
_DRAWING_PACKAGES = {
    "numpy": "numpy",
    "scipy": "numpy",
    "sklearn": "numpy",
    "random": "random",
    "torch": "torch",
    "tensorflow": "tensorflow",
}
_MAY_MATTER = re.compile(
    r"\brandom\b|[sS]eed|SEED|\.rvs\(|make_\w+\(|default_rng|RandomState|Random\(|torch\.(?:rand|normal|bern|multin|poiss)|tf\.(?:random|trunc)"
)
_MAY_DRAW = re.compile(
    r"\brandom\.(?!seed\b|default_rng\(\w|RandomState\(\w)\w+\(|\.rvs\(|make_\w+\(|default_rng\(\)|Random(?:State)?\(\)"
    r"|torch\.(?:rand|normal|bern|multin|poiss)|tf\.trunc|random_\w+\("
)
_WORDS = ("random", "seed", "SEED", "Seed", ".rvs(", "make_", "Random", "torch.", "tf.trunc")
_FROM_MODULE = re.compile(r"numpy\.random\.|random\.|torch\.|sklearn\.datasets\.|tensorflow\.random\.")


@dataclass(frozen=True, slots=True)
class _Event:
    """A draw from, or a seeding of, the generators of some libraries; `deferred`: when a function is called."""

    libraries: frozenset[str]
    is_seed: bool
    deferred: bool
    call: Call


class UnseededRandom(Rule):
    """Random numbers are drawn, but no seed is set before.

    Every run draws other numbers, so nobody, the author included, can see the same result twice, and a changed figure may be chance or
    change. One line with a seed at the top (`np.random.seed(0)`, or a generator `rng = np.random.default_rng(0)` that is handed on)
    makes every run draw the same.
    """

    severity = Severity.FRAGILE
    message = "`{call}` draws from {library}'s random numbers, which no cell has seeded by then: every run gives other values"
    bad = (
        """
        # %%
        import numpy as np
        # %%
        noise = np.random.rand(3)  # -> np.random.seed(0)\\nnoise = np.random.rand(3)
        more = np.random.normal(size=3)
        """,
        """
        # %%
        import numpy as np
        # %%
        rng = np.random.default_rng()  # -> rng = np.random.default_rng(0)
        rng.normal(size=3)
        """,
        """
        # %%
        import random
        import torch
        # %%
        deck = list(range(52))
        random.shuffle(deck)  # <-
        weights = torch.randn(3)  # <-
        """,
        """
        # %%
        from random import choice
        # %%
        def throw():
            return choice([1, 2, 3, 4, 5, 6])  # <-
        """,
        """
        # %%
        import numpy as np
        # %%
        np.random.seed()
        start = np.random.randint(10)  # <-
        # %%
        np.random.seed(3)
        """,
        """
        # %%
        from sklearn.datasets import make_blobs
        X, y = make_blobs(centers=3)  # <-
        """,
        """
        # %%
        import tensorflow as tf
        x = tf.random.normal((3,))  # -> tf.random.set_seed(0)\\nx = tf.random.normal((3,))
        """,
    )
    good = (
        """
        # %%
        import random
        import numpy as np
        # %%
        SEED = 42
        np.random.seed(SEED)
        random.seed(SEED)
        # %%
        np.random.rand(3), random.random()
        """,
        """
        # %%
        import random, torch
        import numpy as np
        def seed_everything(seed):
            random.seed(seed)
            np.random.seed(seed)
            torch.manual_seed(seed)
        # %%
        seed_everything(1)
        # %%
        torch.rand(2) + np.random.rand() + random.random()
        """,
        """
        # %%
        import numpy as np
        from helpers import set_all_seeds
        set_all_seeds(7)
        # %%
        np.random.permutation(4)
        """,
        """
        # %%
        import numpy as np
        def simulate(n):
            return np.random.normal(size=n)
        # %%
        np.random.seed(0)
        simulate(3)
        """,
        """
        # %%
        import numpy as np
        from scipy import stats
        from sklearn.datasets import make_moons
        # %%
        rng = np.random.default_rng(3)
        state = np.random.RandomState(seed=1)
        rng.normal(), state.rand(2)
        X, y = make_moons(100, random_state=0)
        sample = stats.norm.rvs(size=4, random_state=rng)
        """,
        """
        # %%
        import numpy as np
        def noise(rng: np.random.Generator, n):
            return rng.normal(size=n)
        random_forest = "random"
        """,
        """
        # %%
        import tensorflow as tf
        import torch
        tf.keras.utils.set_random_seed(1)
        torch.manual_seed(0)
        # %%
        tf.random.uniform((2,)), torch.randint(0, 3, (2,))
        """,
    )
    further = "https://numpy.org/doc/stable/reference/random/index.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        roots = {target.partition(".")[0] for target in reading.imports.values()}
        unsettled = {library for package, library in _DRAWING_PACKAGES.items() if package in roots}
        drawing = frozenset(name for name, target in reading.imports.items() if _FROM_MODULE.match(target))
        if not unsettled or not (drawing or any(word in reading.source for word in _WORDS)):
            return
        if not reading.holds(_MAY_DRAW) and all(drawing.isdisjoint(cell.names.used) for cell in reading.cells):
            return
        waiting: dict[str, tuple[CellReading, _Event]] = {}
        for cell in reading.cells:
            if not unsettled:
                break
            for event in _events(cell, drawing):
                if event.is_seed:
                    unsettled -= event.libraries
                elif event.deferred:
                    for library in event.libraries & unsettled:
                        waiting.setdefault(library, (cell, event))
                else:
                    for library in event.libraries & unsettled:
                        unsettled.discard(library)
                        yield self._finding(cell, event, library)
        for library, (cell, event) in waiting.items():
            if library in unsettled:
                yield self._finding(cell, event, library)

    def _finding(self, cell: CellReading, event: _Event, library: str) -> Finding:
        name = cell.code.text(event.call.node.func)
        return self.finding(
            cell.place(event.call.node), call=name, library=_SPOKEN.get(library, library), fix=_fix(cell, event.call, library)
        )


def _events(cell: CellReading, drawing: frozenset[str]) -> tuple[_Event, ...]:
    """The draws and seeds of a cell, in order; `drawing` are the notebook's names for functions that may draw."""
    source = cell.code.source
    may_matter = any(word in source for word in _WORDS) and _MAY_MATTER.search(source) is not None
    if not may_matter and drawing.isdisjoint(cell.names.used):
        return ()
    used = frozenset((name, cell.imports[name]) for name in cell.names.used if name in cell.imports)
    return cell.code.remember(("random", used), lambda: tuple(_events_in(cell)))


def _events_in(cell: CellReading) -> Iterator[_Event]:
    for call in cell.calls:
        if "seed" in call.method.lower() or call.name == "numpy.random.set_state":
            if not _is_unseeding(call):
                yield _Event(_seeded_by(call), True, _is_deferred(cell, call.node), call)
        elif call.imported and (library := _drawn_from(call)) is not None:
            yield _Event(frozenset({library}), False, _is_deferred(cell, call.node), call)


def _is_unseeding(call: Call) -> bool:
    """`seed()` and `seed(None)`: the operating system's randomness."""
    first = call.argument(0, "seed") or call.argument(0, "a")
    is_none = first is None or (isinstance(first, ast.Constant) and first.value is None)
    return is_none and call.method == "seed" and not call.has_unpacked


def _seeded_by(call: Call) -> frozenset[str]:
    root = call.name.partition(".")[0]
    if call.imported and "keras" not in call.name and root in {"numpy", "random", "torch", "tensorflow"}:
        return frozenset({root})
    return frozenset(_DRAWS)


def _drawn_from(call: Call) -> str | None:
    given = {"random_state", "seed", "generator", "rng"}.intersection(keyword.arg or "" for keyword in call.node.keywords)
    if given or call.has_unpacked:
        return None
    if call.name in _GENERATORS:
        first = call.argument(0)
        return _GENERATORS[call.name] if first is None or (isinstance(first, ast.Constant) and first.value is None) else None
    return next((library for library, pattern in _DRAWS.items() if pattern.match(call.name)), None)


def _is_deferred(cell: CellReading, node: ast.AST) -> bool:
    parent = cell.code.parent(node)
    while parent is not None:
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return True
        parent = cell.code.parent(parent)
    return False


def _fix(cell: CellReading, call: Call, library: str) -> Fix | None:
    if call.name in _GENERATORS and not call.node.args:
        span = cell.code.span(call.node)
        text = f"{cell.code.text(call.node.func)}(0)"
        return Fix("Give the generator a seed", (ReplaceText(cell.cell.id, span, text),), safe=True)
    line = _line_of_statement(cell, call.node)
    if cell.code.lines[line - 1][:1] in " \t" or (line == 1 and cell.code.source.startswith("%%")):
        return None
    alias = next((name for name, target in cell.imports.items() if target == library), None)
    seed = _SEEDS[library].format(alias or library)
    text = f"{seed}\n" if alias else f"import {library}\n{seed}\n"
    return Fix(f"Set {library}'s seed first", (ReplaceText(cell.cell.id, Span(line, 1, line, 1), text),), safe=True)


def _line_of_statement(cell: CellReading, node: ast.AST) -> int:
    """The first line of the statement at the cell's top level that a node stands in, decorators included."""
    statement = cell.code.statement(node)
    while not isinstance(parent := cell.code.parent(statement), ast.Module) and parent is not None:
        statement = cell.code.statement(parent)
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min(cell.code.span(part).line for part in (statement, *decorators))
