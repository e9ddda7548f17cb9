import re
from collections.abc import Iterator

from jupyter_quality.notebook.document import Cell, Place, Span
from jupyter_quality.notebook.edit import Edit, Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.security._secrets import Secret, name_words_in, named_secrets, shaped_secrets, shapes_in
from jupyter_quality.rules.security._spans import span_between


class SecretInSource(Rule):
    """A password, token or key stands in a cell.

    Whoever gets the file can use it: colleagues, the readers of a repository, everybody who later finds it in the history, where it
    stays when the line is long gone. Read it from the environment (`os.environ["API_TOKEN"]`) or ask for it (`getpass.getpass()`),
    and have this one withdrawn, for it is known now.
    """

    severity = Severity.WRONG
    message = "{what} stands here in plain text (`{shown}`): whoever gets this notebook can use it"
    bad = (
        """
        # %%
        import os
        from sqlalchemy import create_engine
        # %%
        eng = create_engine("mysql://root:hunter22@db:3306/shop")  # -> eng = create_engine(os.environ["DATABASE_URL"])
        # %%
        API_TOKEN = "xoxb-not-a-real-1234567890-AbCdEfGhIjKlMnOp"  # -> API_TOKEN = os.environ["API_TOKEN"]
        """,
        """
        # %%
        client = connect(host="db", user="mia", password="Tr0ub4dor&3")  # <-
        headers = {"x-api-key": "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"}  # <-
        # %%
        %env SERVICE_TOKEN=q8Zr2Lw5Yt7Kp3Xv9Bn1  # <-
        """,
        """
        # %% [markdown]
        Use the key AKIA2E0A8F3B244C9986 for now.  # <-
        # %%
        import os
        os.environ["SHOP_SECRET"] = "mK3vP9xQ2wL7nR4t"  # <-
        # api_key = "mK3vP9xQ2wL7nR4t"  # <-
        !git clone https://mia:s3cretpw@git.example.io/shop.git  # <-
        """,
    )
    good = (
        """
        # %%
        import os
        from getpass import getpass
        # %%
        token = os.environ["API_TOKEN"]
        password = getpass("Password: ")
        api_key = os.getenv("API_KEY", "")
        secret = input("your secret, please: ")
        password_field = "password"
        """,
        """
        # %%
        API_KEY = "your-key-here"
        api_key = "xxxxxxxxxxxxxxxxxxxx"
        token = "<paste your token>"
        password = "********"
        secret_key = "INSERT_YOUR_SECRET_KEY_1234"
        AWS = "AKIAIOSFODNN7EXAMPLE"
        c.NotebookApp.password = "sha1:237ca8abda58:9aef98cbcbae988caab4b9f86084ff22a1b2b373"
        url = "oracle://scott:tiger@127.0.0.1:1521/sidname"
        sk = "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1A"
        url = "postgresql://user:password@localhost/db"
        url = f"postgresql://{user}:{password}@{host}/db"
        url = "postgresql://postgres:postgres@localhost:5432/postgres"
        """,
        """
        # %%
        max_tokens = 4096
        pad_token, sep_token = "[PAD]", "[SEP]"
        tokenizer = "bert-base-uncased-2018-model"
        eos_token = "endoftext50256abc"
        secret_santa = "Mia draws Bob in 2024"
        token = "covid"
        access_token_url = "https://login.example.org/oauth2/v2.0/token"
        credentials = "config/service-account-2024.json"
        sorted(words, key="abcdefgh12345678".index)
        """,
        """
        # %%
        if password == "Tr0ub4dor&3x":
            pass
        # %% [markdown]
        var at = hash.substring("access_token=".length+1).split("&")[0];
        ![picture](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAKIAAKIA9GAKIA2E0A8F3B244C9986ghp_Zz09)
        """,
        """
        # %%
        task-sk-learn-in-a-very-long-hyphenated-name
        time = "http://host:8080/path@2x"
        mail = "write to mia:bob@example.org"
        digest = "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"
        """,
    )
    further = "https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning"

    def find(self, reading: Reading) -> Iterator[Finding]:
        sources = "\n".join(cell.source for cell in reading.notebook.cells)
        shapes, words = shapes_in(sources), name_words_in(sources)
        if not shapes and not words:
            return
        readings = {cell.cell.id: cell for cell in reading.cells}
        for cell in reading.notebook.cells:
            found = shaped_secrets(cell.source, shapes)
            if words and any(word in cell.source.lower() for word in words):
                found += named_secrets(cell.source, reading.options.secret_entropy)
            yield from self._in_cell(reading, cell, readings.get(cell.id), found)

    def _in_cell(self, reading: Reading, cell: Cell, code: CellReading | None, found: list[Secret]) -> Iterator[Finding]:
        lines: set[int] = set()
        for secret in found:
            span = span_between(cell.source, secret.start, secret.end)
            if span.line not in lines:
                lines.add(span.line)
                name = next((other.name for other in found if other.start <= secret.start <= other.end and other.sure < 1), secret.name)
                fix = _fix(reading, code, span, name) if code else None
                place = Place(cell.id, cell.number, span)
                yield self.finding(place, confidence=secret.sure, fix=fix, what=secret.what, shown=secret.shown)


def _fix(reading: Reading, cell: CellReading, span: Span, name: str) -> Fix | None:
    """The whole literal as an environment variable, `import os` first where it is missing; None outside of a plain literal."""
    source = cell.code.source
    is_command = any(magic.line == span.line or magic.is_cell for magic in cell.code.magics)
    if is_command or span.line != span.end_line or cell.code.lines[span.line - 1].lstrip().startswith("#"):
        return None
    line = cell.code.lines[span.line - 1]
    literal = next((m for m in re.finditer(r"[rbuRBU]?([\"'])[^\"'\n]*\1", line) if m.start() < span.end_column - 1 <= m.end()), None)
    if literal is None or line[: literal.start()].endswith(("f", "F")):
        return None
    where = Span(span.line, literal.start() + 1, span.line, literal.end() + 1)
    edits: list[Edit] = [ReplaceText(cell.cell.id, where, f'os.environ["{name}"]')]
    if reading.imports.get("os") != "os":
        if source.lstrip().startswith("%"):
            return None
        edits.insert(0, ReplaceText(cell.cell.id, Span(1, 1, 1, 1), "import os\n"))
    return Fix(f"Read it from the environment variable `{name}`", tuple(edits))
