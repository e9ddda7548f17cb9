"""Pictures compared as the eye does: by their pixels, with a tolerance; drawings by their shapes."""

import re
from base64 import b64decode

from jupyter_quality.proof.png import Picture, PictureError, decoded
from jupyter_quality.proof.text import differing_line

FAINT = 32
"""Levels, of 255, by which a pixel may be lighter or darker: the smoothing of an edge."""

SHARE = 0.00005
"""Share of the pixels that may differ by more: fewer than the smallest marker of a plot has."""

_PART = re.compile(r"<(metadata|title|desc)\b.*?</\1>|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>]*>", re.DOTALL)
_NAMES = re.compile(r"""\bid=["']([^"']+)["']""")


def picture_difference(one: str, other: str) -> str | None:
    """How two pictures in base64 differ to the eye, in a few words; None where they do not.

    PNG is compared by its pixels, any other form by its bytes.
    """
    if one == other:
        return None
    try:
        a, b = decoded(b64decode(one)), decoded(b64decode(other))
    except (PictureError, ValueError):
        return "the picture differs"
    if (a.width, a.height) != (b.width, b.height):
        return f"the picture has another size: {a.width} × {a.height}, a clean run gives {b.width} × {b.height}"
    return None if _looks_same(a, b) else "the picture differs"


def _looks_same(a: Picture, b: Picture) -> bool:
    if a.pixels == b.pixels:
        return True
    allowed = max(8, int(a.width * a.height * SHARE))
    row = 3 * a.width
    differing = 0
    for start in range(0, len(a.pixels), row):
        ours, theirs = a.pixels[start : start + row], b.pixels[start : start + row]
        if ours != theirs:
            differing += len({i // 3 for i, (x, y) in enumerate(zip(ours, theirs, strict=True)) if abs(x - y) > FAINT})
            if differing > allowed:
                return False
    return True


def drawing_difference(one: str, other: str) -> str | None:
    """How two SVG drawings differ, in a few words; None where they do not. Names, dates and comments in them are not seen."""
    return None if one == other or differing_line(_drawn(one), _drawn(other)) is None else "the drawing differs"


def _drawn(svg: str) -> str:
    svg = _PART.sub("", svg)
    names = {name: f"name {number}" for number, name in enumerate(dict.fromkeys(_NAMES.findall(svg)))}
    if names:
        known = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        svg = re.sub(rf"""(?<=["'#])({known})(?=["')])""", lambda match: names[match[1]], svg)
    return re.sub(r"\s+", " ", svg).replace("><", ">\n<").replace("> <", ">\n<")
