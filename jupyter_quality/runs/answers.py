"""Whether two versions of a function gave the same wherever both were called: then another version is no evidence of another outcome."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from jupyter_quality.runs.record import End, Run, meaning
from jupyter_quality.runs.value import Value


class Answers:
    """What runs tell of it: those of one source that read the same but for one function, and what only one version of that reads."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs

    def are_alike(self, key: str, one: str, other: str) -> bool:
        """Whether two versions of the function behind a key were both called over the same, at least once, and never gave another. The key
        may be of its code, where it is called, or of the function itself, where it is handed on."""
        if not key.endswith("#code"):
            handed, instead = self._functions.get(one), self._functions.get(other)
            if handed is None or instead is None or handed.part("#parameters") != instead.part("#parameters"):
                return False
            key, one, other = f"{key}#code", handed.part("#code"), instead.part("#code")
        return self._found.get((key, frozenset({one, other})), False)

    @cached_property
    def _found(self) -> Mapping[tuple[str, frozenset[str]], bool]:
        return _compared(self._runs)

    @cached_property
    def _functions(self) -> Mapping[str, Value]:
        """Fingerprint of the whole → function; worked out only where one is handed on."""
        values = (value for run in self._runs for value in run.wrote.values())
        return {value.whole: value for value in values if value is not None and "#code" in value.parts}


def _compared(runs: Sequence[Run]) -> Mapping[tuple[str, frozenset[str]], bool]:
    by_source = defaultdict[str, list[Run]](list)
    for run in runs:
        if run.end in {End.WELL, End.ERROR} and any(key.endswith("#code") for key in run.read):
            by_source[meaning(run.source)].append(run)
    found: dict[tuple[str, frozenset[str]], bool] = {}
    for alike in by_source.values():
        for place, one in enumerate(alike):
            for other in alike[:place]:
                differing = [key for key, print_ in one.read.items() if other.read.get(key, print_) != print_]
                if len(differing) == 1:
                    known = (differing[0], frozenset({one.read[differing[0]], other.read[differing[0]]}))
                    found[known] = found.get(known, True) and _gave_the_same(one, other)
    return found


def _gave_the_same(one: Run, other: Run) -> bool:
    left = [{name: value and value.whole for name, value in run.wrote.items()} for run in (one, other)]
    return one.output == other.output and one.end is other.end and left[0] == left[1]
