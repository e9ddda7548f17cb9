"""Formatting that plainly fits its arguments, told from the text, so that pyflakes need not look."""

import re

_STRING = r"[rRbBuU]{0,2}(?:\"(?P<double>(?:[^\"\\\n]|\\.)*)\"|'(?P<single>(?:[^'\\\n]|\\.)*)')"
_PERCENT = re.compile(_STRING + r"\s*%\s*(?P<rest>[^\n]*)")
_FORMAT = re.compile(_STRING + r"\s*\.\s*format\s*(?P<rest>\([^\n]*)")
_CONVERSION = re.compile(r"%(?:%|[-+ #0]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa])")
_FIELD = re.compile(r"\{(?::[^{}]*)?\}")
_PART = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[()\[\]{},*=]")


def plain_ends(text: str) -> frozenset[int]:
    """Where the strings end whose formatting, on one line, has as many plain places as it is given values."""
    found = [match.end("rest") - len(match["rest"]) for match in _PERCENT.finditer(text) if _percent_fits(match)]
    found += [match.start("rest") for match in _FORMAT.finditer(text) if _format_fits(match)]
    return frozenset(found)


def _percent_fits(match: re.Match[str]) -> bool:
    string = match["double"] or match["single"] or ""
    conversions = [found for found in _CONVERSION.findall(string) if found != "%%"]
    if "%" in _CONVERSION.sub("", string) or not conversions:
        return False
    if match["rest"].startswith("("):
        return _count_values(match["rest"]) == len(conversions)
    return len(conversions) == 1 and not match["rest"].startswith(("{", "[")) and match["rest"] != ""


def _format_fits(match: re.Match[str]) -> bool:
    string = match["double"] or match["single"] or ""
    fields = _FIELD.findall(string)
    return "{" not in _FIELD.sub("", string) and "}" not in _FIELD.sub("", string) and _count_values(match["rest"]) == len(fields)


def _count_values(text: str) -> int | None:
    """How many values stand in the parentheses that `text` opens; None where they end elsewhere or hold `*`, `=` or nothing."""
    depth, values = 0, 1
    for part in _PART.finditer(text):
        sign = part.group()
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if depth == 0:
                between = text[: part.start()].rstrip()
                return None if between in {"(", ""} or between.endswith(",") else values
        elif depth == 1 and sign in "*=":
            return None
        elif depth == 1 and sign == ",":
            values += 1
    return None
