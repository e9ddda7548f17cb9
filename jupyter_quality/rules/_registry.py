"""All rules: those of this package, found as its files, and those that other packages bring by an entry point."""

import difflib
import logging
import pkgutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    return _in_order((*own_rules(), *_rules_of_others()))


@cache
def own_rules() -> tuple[Rule, ...]:
    """The rules of this package, by family and name."""
    return _in_order(rule for family in _own_families() for rule in _rules_of(family))


def _in_order(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(sorted(rules, key=lambda rule: (rule.family, rule.name)))


@cache
def _own_families() -> frozenset[str]:
    return frozenset(family.name for family in pkgutil.iter_modules(package.__path__) if family.ispkg)


@cache
def _rules_of(family: str) -> tuple[Rule, ...]:
    name = f"{package.__name__}.{family}"
    modules = [module.name for module in pkgutil.iter_modules(import_module(name).__path__) if not module.name.startswith("_")]
    return tuple(rule for module in modules for rule in _rules_in(f"{name}.{module}"))


def _rules_in(name: str) -> Sequence[Rule]:
    module = import_module(name)
    if hasattr(module, "rules"):
        return tuple(module.rules())
    return [
        member()
        for _, member in getmembers(module, isclass)
        if issubclass(member, Rule) and not isabstract(member) and member.__module__ == name
    ]


@cache
def _rules_of_others() -> tuple[Rule, ...]:
    return tuple(_loaded_rules())


def _loaded_rules() -> Iterator[Rule]:
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


def unknown_names(names: Iterable[str]) -> list[str]:
    """Those of some names that neither a rule nor a family has; only where they are not all families, the rules are loaded for it."""
    others = [name for name in names if name not in _own_families()]
    return [name for name in others if name not in rule_and_family_names()] if others else []


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

    wanted = {*select, *extend_select}
    is_of_families = bool(select) and wanted <= _own_families()  # then no other family need be loaded
    own = [rule for family in wanted for rule in _rules_of(family)] if is_of_families else own_rules()
    return {
        rule.name: rule
        for rule in _in_order((*own, *_rules_of_others()))
        if (not select or named(rule, select) or named(rule, extend_select)) and not named(rule, ignore)
    }
