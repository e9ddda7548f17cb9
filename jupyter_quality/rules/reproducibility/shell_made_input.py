import re
from collections.abc import Iterator

from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.reproducibility._shell import Command, commands

_MAKERS = frozenset("wget curl unzip tar gunzip bunzip2 unrar 7z 7za mv cp gdown kaggle git gsutil aws azcopy scp rsync rclone dvc".split())
_WORDS = re.compile(r"\b(?:wget|curl|unzip|tar|gunzip|bunzip2|unrar|7za?|mv|cp|gdown|kaggle|git|gsutil|aws|azcopy|scp|rsync|rclone|dvc)\b")
_FETCHES = {
    "git": {"clone", "pull", "checkout"},
    "kaggle": {"download"},
    "gsutil": {"cp", "rsync"},
    "aws": {"cp", "sync"},
    "dvc": {"pull", "get", "checkout"},
}


class ShellMadeInput(Rule):
    """A shell command makes the files that later cells read.

    The notebook then needs that program, a network, and a folder in the right state: on Windows, in a scheduled run or at a second
    run (`mv` finds nothing, `wget` writes `data.csv.1`) it stops or reads something else. Do it in Python, once, and only when the
    file is not there yet: `if not path.exists(): urlretrieve(url, path)`; or keep it in a script that the README names.
    """

    severity = Severity.FRAGILE
    message = "`{command}` makes what later cells read: they hang on a shell, and on the state that it left this folder in"
    bad = (
        """
        # %%
        !wget https://data.example.org/sales.csv  # <-
        !unzip -q sales.zip
        # %%
        import pandas as pd
        pd.read_csv("sales.csv")
        """,
        """
        # %%
        %%bash
        mkdir -p data
        curl -L https://data.example.org/a.tgz -o a.tgz && tar xf a.tgz  # <-
        # %%
        open("data/a.txt")
        # %%
        !mv a.txt b.txt  # <-
        # %%
        open("b.txt")
        """,
    )
    good = (
        """
        # %%
        !ls -la
        !head -3 sales.csv
        !git status
        !pip install pandas==2.2.3
        !wget --version
        !curl https://api.example.org/status
        # %%
        print(1)
        """,
        """
        # %%
        ![ -f sales.csv ] || wget https://data.example.org/sales.csv
        !wget -nc https://data.example.org/more.csv
        # %%
        print(1)
        """,
        """
        # %%
        print("done")
        # %%
        !tar czf results.tgz results
        !cp results.tgz /backup
        # %%
        # wget is not needed here
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        last = max((i for i, cell in enumerate(reading.cells) if cell.names.used), default=0)
        for cell in reading.cells[:last]:
            if cell.code.magics and cell.code.holds(_WORDS):
                command = next((command for command in commands(cell) if _makes(command)), None)
                if command is not None:
                    text = " ".join(command.words)
                    text = text if len(text) <= 40 else text[:39] + "…"
                    yield self.finding(cell.place(cell.code.line_span(command.line)), command=text, confidence=0.8)


def _makes(command: Command) -> bool:
    """Whether a command leaves files that were not there."""
    program, *rest = command.words
    program = program.rpartition("/")[2]
    if program not in _MAKERS or command.guarded or not rest:
        return False
    if program in _FETCHES:
        return not _FETCHES[program].isdisjoint(rest)
    if program == "curl":
        return any(re.match(r"-\w*[oO]|--output|--remote-name|>", word) for word in rest)
    if program == "tar":
        return not re.match(r"-?\w*[ctC]", rest[0].lstrip("-")) or "x" in rest[0] or "--extract" in rest
    if program == "wget":
        return not {"-nc", "--no-clobber", "--version", "--spider"}.intersection(rest)
    return not {"-l", "-n", "--version", "--help"}.intersection(rest)
