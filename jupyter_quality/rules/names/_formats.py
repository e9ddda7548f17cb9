"""Formatting that plainly fits its arguments, told from the text, so that pyflakes need not look."""

import re
from dataclasses import dataclass

_STRING = r"[rRbBuU]{0,2}(?:\"(?P<double>(?:[^\"\\\n]|\\.)*)\"|'(?P<single>(?:[^'\\\n]|\\.)*)')"
_PERCENT = re.compile(_STRING + r"\s*%\s*(?P<rest>\(|[^\n]*)")
_FORMAT = re.compile(_STRING + r"\s*\.\s*format\s*(?P<rest>\()")
_CONVERSION = re.compile(r"%(?:%|[-+ #0]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa])")
_FIELD = re.compile(r"\{(\d*)(?::[^{}]*)?\}")
_PART = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[()\[\]{},*=]|[^\s()\[\]{},*=\"']+")


@dataclass(frozen=True, slots=True)
class Plain:
    """Where the strings open and end whose formatting has as many plain places as it is given values."""

    openings: frozenset[int]
    ends: frozenset[int]

    def holds(self, sign: re.Match[str]) -> bool:
        """Whether a sign of formatting, a quote and what follows it, is one of these strings' own."""
        return sign.start() in self.openings or any(sign.end() <= end <= sign.end() + 4 for end in self.ends)


def plain_formats(text: str) -> Plain:
    """The strings of a text whose formatting plainly fits."""
    found = [match for match in _PERCENT.finditer(text) if _percent_fits(match)]
    found += [match for match in _FORMAT.finditer(text) if _format_fits(match)]
    openings = (max(match.start("double"), match.start("single")) - 1 for match in found)
    return Plain(frozenset(openings), frozenset(match.start("rest") for match in found))


def _percent_fits(match: re.Match[str]) -> bool:
    string = match["double"] or match["single"] or ""
    conversions = [found for found in _CONVERSION.findall(string) if found != "%%"]
    if "%" in _CONVERSION.sub("", string) or not conversions:
        return False
    if match["rest"] == "(":
        return _count_values(match) == len(conversions)
    return len(conversions) == 1 and not match["rest"].startswith(("{", "[")) and match["rest"] != ""


def _format_fits(match: re.Match[str]) -> bool:
    string = match["double"] or match["single"] or ""
    fields, rest = _FIELD.findall(string), _FIELD.sub("", string)
    if "{" in rest or "}" in rest or ("" in fields and len(set(fields)) > 1):
        return False
    wanted = len(fields) if "" in fields else len(set(fields))
    return _count_values(match) == wanted and (not fields or "" in fields or {int(field) for field in fields} == set(range(wanted)))


def _count_values(match: re.Match[str]) -> int | None:
    """How many values stand in the parentheses in which a match ends; None where they end nowhere or hold `*x`, `x=` or nothing."""
    depth, values, last = 0, 1, ""
    for part in _PART.finditer(match.string, match.start("rest")):
        sign = part.group()
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if depth == 0:
                return None if last == "(" else values - (last == ",")
        elif depth == 1 and (sign == "=" or (sign == "*" and last in "(,")):
            return None
        elif depth == 1 and sign == ",":
            values += 1
        last = sign
    return None
