"""What personal data look like in a text: e-mail addresses, phone numbers, and card, account and national numbers by their checksums."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_IBAN_LENGTHS = dict(
    zip(
        "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK".split(),
        (20, 16, 22, 21, 28, 24, 22, 18, 20, 24, 18, 27, 22, 27, 21, 28, 22, 27, 20, 20, 21, 31, 18, 15, 28, 25, 24, 24, 19, 24),
        strict=True,
    )
)
_FISCAL_DIGITS = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
_FISCAL_ODD = (*_FISCAL_DIGITS, *_FISCAL_DIGITS, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_TEST_CARDS = frozenset(
    """
    4111111111111111 4242424242424242 4012888888881881 4000056655665556 5555555555554444 5105105105105100 5200828282828210
    378282246310005 371449635398431 6011111111111117 6011000990139424 4000000000000002 4000000000000000
    """.split()
)
_ROLES = re.compile(
    r"(?:git|no-?reply|info|support|contact|help|admin|hello|team|office|sales|press|security|abuse|webmaster|postmaster|root|user(?:name)?"
    r"|name|first\.?last|email|someone|somebody|you|your\.?(?:name|email)|me|test\w*|example|abc|foo|bar|xyz|admin\w*|dev|list|[\w.-]*-?dev"
    r"|[\w.-]*list|[\w.-]*-?announce|conda|pip|author|maintainers?|jupyter|ipython|numpy|pandas|scipy)$",
    re.IGNORECASE,
)
_NO_DOMAIN = re.compile(
    r"(?:.*\.)?(?:example\.\w+|domain\.com|x+\.com|\w\.com|medium\.com|io\.arc\.nasa\.gov|test\.com|email\.com|mydomain\.com|company\.com|foo\.com|bar\.com|users\.noreply\.github\.com"
    r"|python\.org|lists\.\S+|googlegroups\.com|iam\.gserviceaccount\.com|\S+\.(?:test|example|invalid|local|localhost|internal"
    r"|png|jpe?g|gif|svg|py|csv|txt|ipynb|html?|js|css|pdf|so|gz|zip|json|md|dist))$",
    re.IGNORECASE,
)


def _is_card(text: str) -> bool:
    """Luhn's sum is a multiple of ten; test numbers and repeated digits are nobody's."""
    number = re.sub(r"\D", "", text)
    digits = [int(digit) for digit in reversed(number)]
    total = sum(digits[0::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return total % 10 == 0 and number not in _TEST_CARDS and len(set(number)) > 3


def _is_iban(text: str) -> bool:
    """ISO 13616: of the length that the country has, and 1 modulo 97."""
    plain = text.replace(" ", "")
    rotated = "".join(str(int(character, 36)) for character in plain[4:] + plain[:4])
    return len(plain) == _IBAN_LENGTHS.get(plain[:2]) and int(rotated) % 97 == 1


def _is_cpf(text: str) -> bool:
    """Brazil: two check digits, each a weighted sum modulo 11."""
    digits = [int(digit) for digit in re.sub(r"\D", "", text)]
    checks = [sum(digit * weight for digit, weight in zip(digits, range(n + 1, 1, -1), strict=False)) * 10 % 11 % 10 for n in (9, 10)]
    return len(set(digits)) > 1 and digits[9:] == checks


def _is_resident_identity(text: str) -> bool:
    """China: ISO 7064 MOD 11-2."""
    values = [10 if digit == "X" else int(digit) for digit in text]
    return sum(value << (17 - i) for i, value in enumerate(values)) % 11 == 1


def _is_nir(text: str) -> bool:
    """France: the last two digits make up 97."""
    number = text.replace(" ", "")
    return int(number[:13]) % 97 == 97 - int(number[13:])


def _is_fiscal_code(text: str) -> bool:
    """Italy: the last letter is a sum over the others, odd places by a table of their own."""
    values = [_FISCAL_ODD[int(c, 36)] if i % 2 == 0 else (int(c) if c.isdigit() else ord(c) - 65) for i, c in enumerate(text[:15])]
    return chr(65 + sum(values) % 26) == text[15]


def _is_address(text: str) -> bool:
    local, _, domain = text.rpartition("@")
    return not _ROLES.match(local) and not _NO_DOMAIN.match(domain)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of personal data. Without `signs` in a text's shape (each digit 0, capital A, hyphen a space) none is there."""

    singular: str
    signs: tuple[bytes, ...]
    pattern: re.Pattern[str]
    is_real: Callable[[str], bool]


_KINDS = (
    Kind("e-mail address", (b"@",), re.compile(r"(?<![\w.+/:=-])[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}(?![\w@-])"), _is_address),
    Kind(
        "phone number",
        (b"+0 ", b"+00 ", b"+000 "),
        re.compile(r"(?<![\w+.])\+\d{1,3}[ -]\(?\d{2,4}\)?(?:[ -]\d{2,4}){2,4}(?![\w.])"),
        bool,
    ),
    Kind(
        "card number",
        (b"0000 0000 0000 0000", b"0000 000000 00000"),
        re.compile(
            r"(?<![\w.\[-])(?<!\d )(?:(?:4\d|5[1-5]|6[05])\d\d(?:([ -])\d{4})(?:\1\d{4}){2}|3[47]\d\d([ -])\d{6}\2\d{5})(?![\w.-]| \d)"
        ),
        _is_card,
    ),
    Kind(
        "account number",
        (b"AA00 ", b"AA00AAAA", b"AA0000000000"),
        re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)"),
        _is_iban,
    ),
    Kind("national number", (b"000.000.000 00",), re.compile(r"(?<![\d.-])\d{3}\.\d{3}\.\d{3}-\d\d(?![\d.-])"), _is_cpf),
    Kind(
        "national number",
        (b"00000000000000000",),
        re.compile(r"(?<!\w)[1-6]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?!\w)"),
        _is_resident_identity,
    ),
    Kind(
        "national number",
        (b"0 00 00 00 000 000 00",),
        re.compile(r"(?<!\d)(?<!\d )[12] \d\d (?:0[1-9]|1[0-2]) \d\d \d{3} \d{3} \d\d(?!\d| \d)"),
        _is_nir,
    ),
    Kind(
        "national number",
        (b"AAAAAA00A00A000A",),
        re.compile(r"(?<!\w)[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z](?!\w)"),
        _is_fiscal_code,
    ),
)
_SHAPE = bytes.maketrans(b"123456789BCDEFGHIJKLMNOPQRSTUVWXYZ-", b"000000000AAAAAAAAAAAAAAAAAAAAAAAAA ")


@dataclass(frozen=True, slots=True)
class Personal:
    """How many personal data of a kind a text holds ("3 card numbers"), and the first of them, masked."""

    what: str
    shown: str


def kinds_in(text: str) -> list[Kind]:
    """The kinds of which a text has a sign."""
    shape = _shape(text)
    return [kind for kind in _KINDS if any(sign in shape for sign in kind.signs)]


def personal_data(text: str, kinds: Sequence[Kind]) -> Iterator[Personal]:
    """The personal data of these kinds in a text."""
    shape = _shape(text)
    for kind in kinds:
        if not any(sign in shape for sign in kind.signs):
            continue
        found = dict.fromkeys(match.group() for match in kind.pattern.finditer(text) if kind.is_real(match.group()))
        if found:
            yield Personal(_counted(len(found), kind.singular), _masked(next(iter(found))))


def _shape(text: str) -> bytes:
    return text.encode("ascii", "replace").translate(_SHAPE)


def _counted(count: int, singular: str) -> str:
    return f"1 {singular}" if count == 1 else f"{count} {singular}{'es' if singular.endswith('s') else 's'}"


def _masked(value: str) -> str:
    """A value that is recognised by who knows it, and useless to others."""
    local, at, domain = value.rpartition("@")
    return f"{local[0]}…@{domain}" if at else f"{value[:2]}…{value[-2:]}"
