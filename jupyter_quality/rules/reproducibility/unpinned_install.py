import re
from collections.abc import Iterator, Sequence

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import CellRule
from jupyter_quality.rules.reproducibility._installed import version_of
from jupyter_quality.rules.reproducibility._shell import commands

_PACKAGE = re.compile(r"[A-Za-z0-9][\w.-]*(?:\[[\w,. -]*\])?\Z")
_WITH_VALUE = frozenset(
    """
    -r --requirement -c --constraint --constraints -e --editable -i --index-url --extra-index-url -f --find-links -t --target --prefix
    -p --python --channel -n --name --root --src --platform --file --only-binary --no-binary --progress-bar --trusted-host --timeout
    --index --default-index --group --extra
    """.split()
)
_INSTALLERS_THEMSELVES = frozenset({"pip", "setuptools", "wheel", "conda", "mamba", "uv"})
_FILE = (".whl", ".zip", ".gz", ".bz2", ".txt", ".yml", ".yaml")
_PIP = re.compile(r"[%!]?\s*(?:pip3?|(?:python3?|\{sys\.executable\})\s+-m\s+pip)(?=\s+install\b)")


class UnpinnedInstall(CellRule):
    """A package is installed in the notebook without saying which version.

    Next month the same line installs another release, and the notebook fails, or gives other numbers, for no reason that is visible
    in it. Name the version that it was written with: `%pip install pandas==2.2.3`. (`%pip` installs into the environment that the
    notebook runs in; `!pip` may reach another one.)
    """

    severity = Severity.FRAGILE
    message = "{packages} {is_are} installed in whatever version is newest on the day of the run"
    words = ("install", "uv add")
    bad = (
        """
        # %%
        !pip install some-package-nobody-has  # <-
        # %%
        %pip install -q --upgrade lightgbm optuna  # <-
        # %%
        !conda install -y -c conda-forge xgboost  # <-
        """,
        """
        # %%
        %%bash
        apt-get install -y graphviz
        python -m pip install some-package-nobody-has  # <-
        """,
        """
        # %%
        pip install some-package-nobody-has  # <-
        # %%
        import sys
        !{sys.executable} -m pip install git+https://github.com/someone/something  # <-
        """,
    )
    good = (
        """
        # %%
        !pip install -r requirements.txt
        !pip install -e .
        !pip install ./wheels/mine.whl /data/other.tar.gz
        %pip install pandas==2.2.3 "scikit-learn~=1.5" 'numpy<2'
        !pip install --upgrade pip
        !conda install -y pandas=2.2
        !pip install git+https://github.com/someone/something@v1.2
        !pip install {package}==1.0 $name
        !pip list && pip show pandas
        """,
        """
        # %%
        # pip install pandas
        text = "pip install pandas"
        !apt-get install -y graphviz
        !pip install -q -c constraints.txt -r more.txt
        !pip install \\
            pandas==2.2.3
        """,
    )
    further = "https://pip.pypa.io/en/stable/topics/repeatable-installs/"

    def find_in(self, cell: CellReading) -> Iterator[Finding]:
        for command in commands(cell):
            free = [word for word in _installed_by(command.words) if _is_free(word)]
            if free:
                names = ", ".join(f"`{name}`" for name in free)
                span = cell.code.line_span(command.line)
                fix = _fix(cell, command.line, free)
                yield self.at(cell, span, packages=names, is_are="is" if len(free) == 1 else "are", fix=fix)


def _installed_by(words: Sequence[str]) -> Iterator[str]:
    """What an install command names, options and their values left out."""
    verb = next((i for i, word in enumerate(words) if word in {"install", "add"}), 0)
    if not {"pip", "pip3", "conda", "mamba", "micromamba", "uv"}.intersection(re.split(r"[/\\]", word)[-1] for word in words[:verb]):
        return
    is_conda = any("conda" in word or word.endswith("mamba") for word in words[:verb])
    rest = iter(words[verb + 1 :])
    for word in rest:
        if word in _WITH_VALUE or (is_conda and word == "-c"):
            next(rest, None)
        elif not word.startswith("-"):
            yield word


def _is_free(word: str) -> bool:
    """Whether a requirement leaves its version open."""
    if word.startswith("git+"):
        return "@" not in word.rpartition("/")[2] and "{" not in word
    bare = word.partition("[")[0].lower()
    return bool(_PACKAGE.match(word)) and bare not in _INSTALLERS_THEMSELVES and not word.endswith(_FILE)


def _fix(cell: CellReading, line: int, free: list[str]) -> Fix | None:
    """The line with the versions that are installed here, by `%pip`; None where none is known or the line holds more than pip."""
    text = cell.code.lines[line - 1]
    stripped = text.lstrip()
    known = {name: version for name in free if (version := version_of(name.partition("[")[0])) is not None}
    pip = _PIP.match(stripped)
    if not known or pip is None or re.search(r"[;|&\\]", text) or cell.code.source.lstrip().startswith("%%"):
        return None
    start = len(text) - len(stripped)
    rest = stripped[pip.end() :]
    for name, version in known.items():
        rest = re.sub(rf"(?<![\w./=-]){re.escape(name)}(?=['\"]?(?:\s|$))", f"{name}=={version}", rest, count=1)
    edit = ReplaceText(cell.cell.id, Span(line, start + 1, line, len(text) + 1), f"%pip{rest}")
    return Fix("Pin to the versions installed here", (edit,), safe=True)
