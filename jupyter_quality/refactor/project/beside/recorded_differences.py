"""Whether two values that were written as JSON are the same, and what they have in common.

This file stands beside the tests of a project as it is, so it needs nothing but the standard library.
"""

import math

FAR = 1e-7  # how far apart numbers may be, as a share of the larger one
VARIES = "varies"  # what stands in a recording for what a function does not give again


def difference(one, other, path=""):
    """Where two encoded values differ, in words; None where they do not. Numbers may be FAR apart."""
    if isinstance(other, dict) and VARIES in other:
        return None
    if isinstance(one, dict) and isinstance(other, dict):
        if not other.keys() <= one.keys() or (one.keys() != other.keys() and "object" not in other and not path.endswith(".state")):
            return f"{path} is {_short(one)}, was {_short(other)}"
        keys = [key for key in other if key != "code" or one[key][0] == other[key][0]]
        return next((found for key in keys if (found := difference(one[key], other[key], f"{path}.{key}"))), None)
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{path} has {len(one)} items, had {len(other)}"
        return next((found for i, pair in enumerate(zip(one, other, strict=True)) if (found := difference(*pair, f"{path}[{i}]"))), None)
    numbers = type(one) in (int, float) and type(other) in (int, float)
    if numbers and float in (type(one), type(other)) and math.isclose(one, other, rel_tol=FAR, abs_tol=1e-12):
        return None
    return None if type(one) is type(other) and one == other else f"{path} is {_short(one)}, was {_short(other)}"


def common(one, other):
    """What two encoded values have in common: the second, with what differs taken out."""
    if difference(one, other) is None:
        return other
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        if "object" in one and isinstance(one.get("state"), dict):
            both = {key: common(one["state"][key], value) for key, value in other["state"].items() if key in one["state"]}
            return {**other, "state": {key: value for key, value in both.items() if difference(one["state"][key], value) is None}}
        return {key: common(one[key], value) for key, value in other.items()}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        found = [common(*pair) for pair in zip(one, other, strict=True)]
        return found if any(says_something(item) for item in found) else {VARIES: "all of it"}
    return {VARIES: type(other).__name__}


def says_something(told):
    """Whether something is left of an encoded value that a test can hold."""
    if isinstance(told, dict):
        return VARIES not in told and any(map(says_something, told.values()))
    return any(map(says_something, told)) if isinstance(told, list) else told not in (None, "")


def _short(value):
    text = repr(value)
    return text if len(text) < 80 else text[:79] + "…"
