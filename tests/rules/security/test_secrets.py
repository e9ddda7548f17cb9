import json

import pytest

from jupyter_quality.notebook.apply import applied
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.options import Options
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.security.personal_data_in_output import PersonalDataInOutput
from jupyter_quality.rules.security.secret_in_output import SecretInOutput
from jupyter_quality.rules.security.secret_in_source import SecretInSource

LETTERS = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z"

SHAPES = [
    "AKIA" + "2E0A8F3B244C9986",
    "ghp_" + LETTERS + "AB",
    "github_pat_" + LETTERS,
    "glpat-" + LETTERS[:20],
    "xoxb-" + LETTERS[:24],
    "sk_live_" + LETTERS[:24],
    "AIza" + LETTERS + "7",
    "sk-proj-" + LETTERS,
    "hf_" + LETTERS,
    "SG." + LETTERS[:22] + "." + LETTERS,
    "eyJ" + LETTERS[:17] + ".eyJ" + LETTERS[:20] + "." + LETTERS,
    "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIE",
    "https://hooks.slack.com/services/T0AB/B0CD/" + LETTERS,
    "postgresql://mia:s3cr3t!@db.internal/shop",
]


def source_findings(source: str, **settings: float) -> list[Finding]:
    options = Options()
    for key, value in settings.items():
        setattr(options, key, value)
    return list(SecretInSource().find(Reading(Notebook("a.ipynb", (Cell("a", 1, CellKind.CODE, source),)), options=options)))


def output_findings(rule: Rule, text: str) -> list[Finding]:
    saved = json.dumps([{"output_type": "stream", "name": "stdout", "text": text}]).encode()
    return list(rule.find(Reading(Notebook("a.ipynb", (Cell("a", 1, CellKind.CODE, "show()", 1, saved=saved),)))))


@pytest.mark.parametrize("secret", SHAPES)
def test_every_known_shape_is_found_and_masked(secret: str) -> None:
    findings = [*source_findings(f"call('''{secret}''')"), *output_findings(SecretInOutput(), f"it is {secret} now")]
    assert len(findings) == 2
    for finding in findings:
        assert secret not in finding.message and secret[-12:] not in finding.message
        assert "s3cr3t" not in finding.message


def test_the_value_of_a_name_is_judged_by_its_entropy() -> None:
    source = 'api_key = "mK3vP9xQ2wL7nR4t"'
    assert len(source_findings(source)) == 1
    assert source_findings(source, secret_entropy=4.5) == []
    assert "mK3vP9" not in source_findings(source)[0].message


def test_a_password_is_shown_not_even_in_part() -> None:
    (finding,) = source_findings('connect(password="Tr0ub4dor&3")')
    assert "Tr0" not in finding.message


def test_the_fix_reads_the_environment_and_imports_os_where_it_is_missing() -> None:
    notebook = Notebook("a.ipynb", (Cell("a", 1, CellKind.CODE, 'SHOP_TOKEN = "mK3vP9xQ2wL7nR4t"'),))
    (finding,) = SecretInSource().find(Reading(notebook))
    assert finding.fix is not None and not finding.fix.safe
    assert applied(notebook, finding.fix.edits).cells[0].source == 'import os\nSHOP_TOKEN = os.environ["SHOP_TOKEN"]'


@pytest.mark.parametrize(
    "source",
    [
        "# SHOP_TOKEN = 'mK3vP9xQ2wL7nR4t'",
        "!curl -H 'token: x' mysql://root:hunter22@db/shop",
        'url = f"mysql://root:hunter22@db/{name}"',
        '%%time\ntoken = "mK3vP9xQ2wL7nR4t"',
    ],
)
def test_there_is_no_fix_where_the_text_is_no_plain_literal(source: str) -> None:
    (finding,) = source_findings(source)
    assert finding.fix is None


def test_a_notebook_of_another_language_is_searched_too() -> None:
    notebook = Notebook("a.ipynb", (Cell("a", 1, CellKind.CODE, 'api_key <- "x"\nconnect("mysql://root:hunter22@db/shop")'),), language="r")
    assert [finding.place and finding.place.span.line for finding in SecretInSource().find(Reading(notebook))] == [2]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("mia.berg@posteo.net bo@lindbolag.se mia.berg@posteo.net", "2 e-mail addresses"),
        ("4539-1488-0343-6467", "1 card number"),
        ("GB82 WEST 1234 5698 7654 32", "1 account number"),
        ("11010519491231002X", "1 national number"),
        ("RSSMRA85T10A562S", "1 national number"),
        ("2 55 08 14 168 025 38", "1 national number"),
    ],
)
def test_personal_data_are_counted_and_masked(text: str, what: str) -> None:
    (finding,) = output_findings(PersonalDataInOutput(), f"row {text} end")
    assert what in finding.message
    assert all(word not in finding.message for word in text.split() if len(word) > 4)
    assert finding.fix is not None and finding.fix.safe


@pytest.mark.parametrize("text", ["11010519491231002Y", "RSSMRA85T10A562T", "2 55 08 14 168 025 39", "GB83 WEST 1234 5698 7654 32"])
def test_a_wrong_checksum_is_nobodys_number(text: str) -> None:
    assert output_findings(PersonalDataInOutput(), f"row {text} end") == []
