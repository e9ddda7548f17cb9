"""All rules: those of this package, found as its files, and those that other packages bring by an entry point."""

import difflib
import logging
import pkgutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from inspect import getmembers, isabstract, isclass

from jupyter_quality import rules as package
from jupyter_quality.rules._rule import Rule

log = logging.getLogger(__name__)

ENTRY_POINT = "jupyter_quality.rules"


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by family and name. A module of rules may give several by a function `rules()`."""
    return tuple(sorted((*own_rules(), *_rules_of_others()), key=lambda rule: (rule.family, rule.name)))


@cache
def own_rules() -> tuple[Rule, ...]:
    """The rules of this package, by family and name."""
    return tuple(sorted((rule for module in _modules() for rule in _rules_in(module)), key=lambda rule: (rule.family, rule.name)))


def _modules() -> Iterator[str]:
    for family in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if family.ispkg:
            for module in pkgutil.iter_modules(import_module(family.name).__path__, family.name + "."):
                if not module.name.rpartition(".")[2].startswith("_"):
                    yield module.name


def _rules_in(name: str) -> Sequence[Rule]:
    module = import_module(name)
    if hasattr(module, "rules"):
        return tuple(module.rules())
    return [
        member()
        for _, member in getmembers(module, isclass)
        if issubclass(member, Rule) and not isabstract(member) and member.__module__ == name
    ]


def _rules_of_others() -> Iterator[Rule]:
    for entry in entry_points(group=ENTRY_POINT):
        try:
            rule = entry.load()
        except Exception:  # another package's fault must not take our rules with it
            log.warning("The rule %s = %s cannot be loaded and is left out.", entry.name, entry.value, exc_info=True)
            continue
        if isclass(rule) and issubclass(rule, Rule) and not isabstract(rule):
            yield rule()


def good_sentences(families: Collection[str]) -> tuple[str, ...]:
    """What is good about a notebook in which these families found nothing: the GOOD of each family's package."""
    found = []
    for family in sorted(families):
        try:
            sentence = getattr(import_module(f"{package.__name__}.{family}"), "GOOD", None)
        except ModuleNotFoundError:  # the family of another package
            continue
        if sentence is not None:
            found.append(sentence)
    return tuple(found)


@cache
def rule_and_family_names() -> frozenset[str]:
    """Every name that `select` and `ignore` take; `ruff` is the family of ruff's own findings."""
    return frozenset({"ruff"}).union(*((rule.name, rule.family) for rule in all_rules()))


def near_names(name: str) -> list[str]:
    """The rules and families that a misspelt or shortened name may mean, at most three, nearest first."""
    wanted, known = name.lower().replace("_", "-"), sorted(rule_and_family_names())
    return difflib.get_close_matches(wanted, known, n=3) or [one for one in known if wanted and wanted in one][:3]


def selected(select: Sequence[str], extend_select: Sequence[str], ignore: Sequence[str]) -> Mapping[str, Rule]:
    """The rules that a choice of names and families leaves, by name."""
    return _selected(tuple(select), tuple(extend_select), tuple(ignore))


@lru_cache(maxsize=64)
def _selected(select: tuple[str, ...], extend_select: tuple[str, ...], ignore: tuple[str, ...]) -> Mapping[str, Rule]:
    def named(rule: Rule, names: tuple[str, ...]) -> bool:
        return rule.name in names or rule.family in names

    return {
        rule.name: rule
        for rule in all_rules()
        if (not select or named(rule, select) or named(rule, extend_select)) and not named(rule, ignore)
    }
