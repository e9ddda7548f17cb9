"""What a name held at one moment, as fingerprints: of the whole, and of its parts where these can be read and changed apart.

Fingerprints are short strings. Parts keep their order, so that the whole's fingerprint follows from theirs: a run that changed one column
of a frame can be replayed over another frame. Nothing here needs more than the standard library.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from hashlib import blake2b
from itertools import chain

ABSENT = "absent"
"""The fingerprint of what is not there: an undefined name, a column or file that does not exist."""

OPEN = ("differs", "unknown", "nondeterministic")
"""Words that begin the fingerprint of what is not known: surely another value than was seen, perhaps another, one that no run repeats."""


def digest(*texts: str) -> str:
    """A fingerprint of texts."""
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()


def is_known(print_: str) -> bool:
    """Whether a fingerprint stands for one content."""
    return not print_.startswith(OPEN)


@dataclass(frozen=True, slots=True)
class Value:
    """A value's fingerprints.

    `kind` is its class's name. `parts` are empty where it has none that can be told apart. A part is named as it is written behind the
    name: `['price']`, `.total`; `#index` is a frame's index, `#data` what a container holds, `@Basket.total` a member of the notebook's
    class of that name, of which an instance is in it.
    """

    kind: str
    whole: str
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_divided(self) -> bool:
        """Whether parts of it can be told apart, were there any."""
        return bool(self.parts) or self.whole == whole_of(self.kind, {})

    def part(self, name: str) -> str:
        """The fingerprint of a part, or of what follows from the parts: `#columns`, `#len`, `#dtypes`, `-['price']` (all but that)."""
        if name in self.parts:
            return self.parts[name]
        if name.startswith("-"):
            left_out = name[1:].split("\0")
            return whole_of(self.kind, {part: print_ for part, print_ in self.parts.items() if part not in left_out})
        if name.startswith("*"):
            return digest(*(part for part in self.parts if fnmatchcase(part[2:-2], name[1:])))
        match name:
            case "#columns" | "#keys":
                return digest(*(part for part in self.parts if part.startswith("[")))
            case "#len" if "#index" in self.parts:
                return self.parts["#index"].partition(":")[0]
            case "#len" if "#data" in self.parts or not self.parts:
                return self.parts.get("#data", self.whole).partition(":")[0]
            case "#len":
                return str(sum(part.startswith("[") for part in self.parts))
            case "#dtypes":
                return _joined(f"{part} {print_.partition(':')[0]}" for part, print_ in self.parts.items() if is_known(print_))
            case "#shape":
                return f"{self.part('#len')} {self.part('#columns')}"
        return ABSENT if is_known(self.whole) or self.parts else self.whole

    def with_parts(self, changed: Mapping[str, str]) -> "Value":
        """The value with other parts; ABSENT takes one away."""
        parts = {part: print_ for part, print_ in {**self.parts, **changed}.items() if print_ != ABSENT}
        if self.kind == "folder":
            parts = dict(sorted(parts.items()))
        return replace(self, whole=whole_of(self.kind, parts), parts=parts)


def _joined(texts: object) -> str:
    return digest(*texts)  # type: ignore[misc]


def whole_of(kind: str, parts: Mapping[str, str]) -> str:
    """The fingerprint of a whole from its parts'; open where one of them is."""
    texts = "\0".join([kind, *chain.from_iterable(parts.items())])
    if any(f"\0{word}" in texts for word in OPEN):
        open_ones = [print_ for print_ in parts.values() if print_.startswith(OPEN)]
        if open_ones:
            return min(open_ones, key=lambda print_: [print_.startswith(word) for word in OPEN].index(True))
    return digest(texts)


NOTHING = Value("", ABSENT)


def split_key(key: str) -> tuple[str, str]:
    """The name and the part of a key: ("df", "['price']") for `df['price']`, ("file:a.csv", "") for a file."""
    if key.startswith(("file:", "module:")):
        return key, ""
    if key.startswith("dir:"):
        name, _, pattern = key.partition("\0")
        return name, pattern and f"*{pattern}"
    ends = [position for position in (key.find(mark) for mark in "[.#-@") if position > 0]
    cut = min(ends, default=len(key))
    return key[:cut], key[cut:]
