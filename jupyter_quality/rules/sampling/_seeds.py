"""Whether a notebook seeds NumPy's global generator, from which scikit-learn draws, and how it writes its seed."""

import re

from jupyter_quality.notebook.edit import Fix
from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._arguments import with_argument

_SEEDS_NUMPY = re.compile(
    r"(?:\b(?:np|numpy)\.random\.|(?<![.\w]))(?!(?:default_rng)\b)\w*seed\w*\(|\b\w+\.(?:seed_everything|set_random_seed|set_seed)\("
)
_NAMES = re.compile(r"(?:random_?)?(?:seed|state)|rng_seed|rs", re.IGNORECASE)


def is_seeded(reading: Reading) -> bool:
    """Whether some cell seeds NumPy's global generator, or calls a helper whose name says so."""
    return reading.remember("is seeded", lambda: _is_seeded(reading))


def _is_seeded(reading: Reading) -> bool:
    return ("seed" in reading.source and reading.holds(_SEEDS_NUMPY)) or "numpy.random.seed" in reading.imports.values()


def seed_argument(reading: Reading, cell: CellReading, call: Call, keyword: str = "random_state") -> Fix:
    """The fix that gives a call a seed: the notebook's own, where an earlier cell names one, else 0."""
    constants = Constants(reading)
    own = "0"
    for name, binders in reading.graph.binders.items():
        if _NAMES.fullmatch(name) and len(binders) == 1 and reading.cells[binders[0]].cell.number < cell.cell.number:
            found = constants.definition(cell, call.node, name)
            if found is not None and isinstance(constants.value(*found), int):
                own = name
                break
    return Fix(f"Give it a seed: `{keyword}={own}`", (with_argument(cell, call.node, f"{keyword}={own}"),), safe=True)
