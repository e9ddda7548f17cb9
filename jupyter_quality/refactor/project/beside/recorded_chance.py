"""The state of random numbers, and how it is set.

This file stands beside the tests of a project as it is, so it needs nothing but the standard library; numpy is used where the project
has loaded it.
"""

import importlib
import random
import sys

from recorded_decoding import to_state
from recorded_values import state_of


def get_random():
    """The state of the random numbers of the standard library and of numpy."""
    np = sys.modules.get("numpy")
    return {"random": [3, list(random.getstate()[1]), random.getstate()[2]], "numpy": state_of(np.random.get_state()) if np else None}


def set_random(state):
    """Set the random numbers that were used; a fixed seed where none were."""
    if state is None:
        random.seed(0)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(0)
        return
    if state.get("random"):
        version, numbers, following = state["random"]
        random.setstate((version, tuple(numbers), following))
    if state.get("numpy"):
        importlib.import_module("numpy").random.set_state(to_state(state["numpy"]))
