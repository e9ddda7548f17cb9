"""What secrets look like: tokens of known shape, passwords in addresses, and texts bound to names such as `api_key`."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_START, _END = r"(?<![A-Za-z0-9+/=_-])", r"(?![A-Za-z0-9_])"


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of secret that is known by its shape; without one of the `needles` in a text, none of it is there."""

    what: str
    needles: tuple[str, ...]
    pattern: re.Pattern[str]

    def may_be_in(self, text: str) -> bool:
        """Whether a text holds a piece of this shape."""
        for needle in self.needles:
            if needle in text:
                return needle != "://" or "@" in text
        return False


_SHAPES = tuple(
    Shape(what, needles, re.compile(_START + pattern + _END))
    for what, needles, pattern in (
        ("an AWS access key", ("AKIA", "ASIA"), r"(?:AKIA|ASIA)[0-9A-Z]{16}"),
        ("a GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"gh[pousr]_[A-Za-z0-9]{36,}"),
        ("a GitHub token", ("github_pat_",), r"github_pat_\w{22,}"),
        ("a GitLab token", ("glpat-",), r"glpat-[\w-]{20,}"),
        ("a Slack token", ("xox",), r"xox[abeoprs]-[\w-]{10,}"),
        ("a Slack webhook", ("hooks.slack.com",), r"https://hooks\.slack\.com/services/\w+/\w+/\w+"),
        ("a Stripe key", ("k_live_", "k_test_"), r"[rs]k_(?:live|test)_[A-Za-z0-9]{16,}"),
        ("a Google API key", ("AIza",), r"AIza[\w-]{35}"),
        ("a Google token", ("ya29.", "GOCSPX-"), r"(?:ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,})"),
        ("an API key", ("sk-",), r"sk-(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{20,}"),
        ("a Hugging Face token", ("hf_",), r"hf_[A-Za-z0-9]{30,}"),
        ("a package index token", ("pypi-AgE", "npm_"), r"(?:pypi-AgE[\w-]{50,}|npm_[A-Za-z0-9]{36})"),
        ("a SendGrid key", ("SG.",), r"SG\.[\w-]{16,}\.[\w-]{16,}"),
        ("a Databricks token", ("dapi",), r"dapi[0-9a-f]{32}"),
        ("an Azure account key", ("AccountKey=",), r"AccountKey=[A-Za-z0-9+/=]{60,}"),
        ("a signed token (JWT)", ("eyJ",), r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
        ("a private key", ("PRIVATE KEY-----",), r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?=\s|\\n)"),
        (
            "a password in an address",
            ("://",),
            r"[a-z][a-z0-9+.-]*://(?P<user>[^\s/:@\"'{}$<>,)(]*):(?P<secret>[^\s/@\"'{}$<>]{3,})@(?P<host>[\w.-]+)",
        ),
    )
)
_NAME_WORDS = ("passw", "passphrase", "pwd", "secret", "token", "_key", "apikey", "-key", "accesskey", "credential")
_NAME = (
    r"(?P<word>password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|auth[_-]?key|private[_-]?key"
    r"|account[_-]?key|subscription[_-]?key|credentials?)"
)
_NAMED = re.compile(
    rf"{_NAME}[\"']?\s*\]?\s*(?::\s*str\s*)?(?:=(?!=)|:)\s*(?P<literal>[rbu]?(?P<quote>[\"'])(?P<value>[^\"'\n]{{6,300}})(?P=quote))",
    re.IGNORECASE,
)
_IN_SHELL = re.compile(rf"^\s*(?:%(?:set_)?env|!?\s*export)\s+\w*?{_NAME}[=\s]\s*(?P<value>[^\s\"']{{6,}})", re.IGNORECASE | re.MULTILINE)
_BEFORE = re.compile(r"[\w-]*\Z")
_IS_PASSWORD = re.compile(r"(?:password|passwd|pwd|passphrase)$", re.IGNORECASE)
_OTHER_TOKENS = re.compile(
    r"(?:pad|sep|cls|mask|unk|bos|eos|eot|oov|sos|go|start|end|stop|special|next|first|last|page|image|word|sub|separator)_?token$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"your|xxx|example|placeholder|change.?me|dummy|insert|enter_|replace|redacted|hidden|todo|fake|\*\*|\.\.\.|…|[<>{}]|\$\w|\[|_here\b"
    r"|^(?:https?|s3|gs|file):|^\.{0,2}/|^arn:|^password|^passwd|^secret|^token|api.?key|^none$|\.(?:json|txt|ya?ml|csv|pem|env)$|not.?set|[()]|^(?:sha\d+|argon2|md5):|^pk\.",
    re.IGNORECASE,
)
_DULL_PASSWORD = re.compile(r"pass(?:word|wd)?\d{0,3}|pwd|pw|secret|postgres|root|admin|guest|test|\*+|x+|\.+", re.IGNORECASE)
_FEW_BITS = 2.5


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret in a text, from `start` to `end`. `what` names its kind, `shown` is what may be shown of it, and `sure` how certain
    it is, from 0 to 1."""

    what: str
    name: str
    start: int
    end: int
    shown: str
    sure: float = 1.0


def shapes_in(text: str) -> list[Shape]:
    """The shapes of which a text holds a piece."""
    return [shape for shape in _SHAPES if shape.may_be_in(text)]


def name_words_in(text: str) -> list[str]:
    """The words for passwords, tokens and keys that a text holds."""
    lower = text.lower()
    return [word for word in _NAME_WORDS if word in lower]


def shaped_secrets(text: str, shapes: Sequence[Shape]) -> list[Secret]:
    """The secrets of these shapes in a text, in their order."""
    found = [secret for shape in shapes if shape.may_be_in(text) for secret in _of_shape(text, shape.what, shape.pattern)]
    return sorted(found, key=lambda secret: secret.start)


def _of_shape(text: str, what: str, pattern: re.Pattern[str]) -> Iterator[Secret]:
    for match in pattern.finditer(text):
        value = match["secret"] if "secret" in pattern.groupindex else match.group()
        if "secret" in pattern.groupindex:
            is_dull = (
                _DULL_PASSWORD.fullmatch(value)
                or value == match["user"]
                or (match["user"], value) == ("scott", "tiger")
                or re.search(r"example\.(?:com|org|net)$", match["host"])
            )
            if not is_dull and not _PLACEHOLDER.search(value):
                yield Secret(what, "DATABASE_URL", match.start(), match.end(), f"{match['user']}:…@{match['host']}")
        elif "PRIVATE" in value or (bits_per_character(value) >= _FEW_BITS and not _is_placeholder_token(value)):
            name = re.sub(r"\W+", "_", what.split(" ", 1)[1]).strip("_").upper()
            yield Secret(what, name, match.start(), match.end(), f"{value[:4]}…")


def _is_placeholder_token(value: str) -> bool:
    return re.search(r"example|xxxx|your|placeholder|\*\*|0{8}|redacted", value, re.IGNORECASE) is not None


@lru_cache(maxsize=2048)
def named_secrets(source: str, entropy: float) -> tuple[Secret, ...]:
    """The texts in a source that are bound to the name of a secret and have that many bits of entropy per character."""
    found = []
    for pattern in (_NAMED, _IN_SHELL):
        for match in pattern.finditer(source):
            name = source[max(0, match.start("word") - 40) : match.start("word")]
            name = (_BEFORE.search(name) or [""])[0] + match["word"]
            if _is_secret(name, match["value"], entropy):
                start, end = match.span("literal" if pattern is _NAMED else "value")
                found.append(Secret(f"the value of `{name}`", _variable(name), start, end, _shown(name, match["value"]), 0.8))
    return tuple(found)


def _shown(name: str, value: str) -> str:
    return "…" if _IS_PASSWORD.search(name) else f"{value[:3]}…"


def _variable(name: str) -> str:
    return re.sub(r"\W+", "_", name).upper()


def _is_secret(name: str, value: str, entropy: float) -> bool:
    if _OTHER_TOKENS.search(name) or _PLACEHOLDER.search(value) or re.search(r"\s", value):
        return False
    has_letter, has_digit = re.search(r"[A-Za-z]", value), re.search(r"\d", value)
    bits = bits_per_character(value)
    if _IS_PASSWORD.search(name):
        return bool(has_letter and (has_digit or re.search(r"[!@#%^&*?]", value))) and bits >= entropy - 1
    is_hex = re.fullmatch(r"[0-9a-fA-F-]+", value)
    return bool(has_letter and has_digit) and len(value) >= 12 and bits >= (entropy - 0.5 if is_hex else entropy)


def bits_per_character(text: str) -> float:
    """The Shannon entropy of a text's characters, in bits for each."""
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values()) if text else 0.0
