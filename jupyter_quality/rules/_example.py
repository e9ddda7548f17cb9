r"""The examples of a rule: its tests, and what its page shows.

# beside requirements.txt: pandas    a file beside the notebook (`\n` is a line break)
# named Untitled.ipynb               the notebook's own name
# with confidence = 0.2              a setting that the check is made with
# <- notebook                        the whole notebook must be reported
# %%                                 a code cell; `# %% [3]` one that ran third, `# %% [markdown]` one of text
x = 1  # <-                          a finding must begin on this line
x == 1  # -> text                    … and its fix makes this of the line (`\n` is a line break, nothing: the line goes)
#> 42                                a line of the cell's saved output
#= 42                                the saved value of its last expression
#! NameError: name 'x' …             a saved error
"""

import json
import re
import textwrap
from dataclasses import dataclass, field

from jupyter_quality.notebook.document import Cell, CellKind, Notebook

_CELL = re.compile(r"# %%(?: \[(?P<what>\w+)\])?(?: tags=(?P<tags>[\w,-]+))?\s*$")
_BESIDE = re.compile(r"# beside (?P<name>[^:\s]+)(?:: (?P<text>.*))?$")
_NAMED = re.compile(r"# named (?P<name>\S+\.ipynb)$")
_WITH = re.compile(r"# with (?P<key>\w+) = (?P<value>[\d.]+)$")
_MARK = re.compile(r"\s*# (?:<-|->(?: (?P<text>.*))?)$")


@dataclass
class Example:
    """A parsed example: the notebook, what lies beside it, the settings, which lines are to be reported, and what fixes make of them.

    `expected` holds (cell number, line) pairs, both from 1; `fixed` maps such a pair to the text that its line becomes.
    """

    notebook: Notebook
    beside: "ExampleFolder"
    expected: list[tuple[int, int]]
    whole: int = 0
    fixed: dict[tuple[int, int], str] = field(default_factory=dict)
    settings: dict[str, float] = field(default_factory=dict)


class ExampleFolder:
    """A folder that holds just the files of an example."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = files

    def exists(self, path: str) -> bool | None:
        return path.removeprefix("./") in self._files

    def size(self, path: str) -> int | None:
        text = self.text(path)
        return None if text is None else int(text) if text.isdecimal() else len(text)

    def text(self, path: str) -> str | None:
        return self._files.get(path.removeprefix("./"))

    def names(self, up: int) -> frozenset[str] | None:
        return frozenset(self._files) if up == 0 else None

    def run_here(self) -> frozenset[str]:
        return frozenset(
            line.removeprefix("%run ") for text in self._files.values() for line in text.split("\n") if line.startswith("%run ")
        )


@dataclass
class _Draft:
    number: int
    what: str = ""
    tags: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)
    outputs: list[dict[str, object]] = field(default_factory=list)


def parse(text: str) -> Example:
    """The example in a text."""
    drafts: list[_Draft] = []
    files: dict[str, str] = {}
    expected: list[tuple[int, int]] = []
    fixed: dict[tuple[int, int], str] = {}
    settings: dict[str, float] = {}
    whole, path = 0, "example.ipynb"
    for line in textwrap.dedent(text).strip("\n").split("\n"):
        if beside := _BESIDE.match(line):
            files[beside["name"]] = (beside["text"] or "").replace("\\n", "\n")
        elif named := _NAMED.match(line):
            path = named["name"]
        elif setting := _WITH.match(line):
            settings[setting["key"]] = float(setting["value"]) if "." in setting["value"] else int(setting["value"])
        elif line == "# <- notebook":
            whole += 1
        elif cell := _CELL.match(line):
            drafts.append(_Draft(len(drafts) + 1, cell["what"] or "", tuple((cell["tags"] or "").split(",")) if cell["tags"] else ()))
        else:
            if not drafts:
                drafts.append(_Draft(1))
            _add_line(drafts[-1], line, expected, fixed)
    notebook = Notebook(path, tuple(_cell(draft) for draft in drafts))
    return Example(notebook, ExampleFolder(files), expected, whole, fixed, settings)


def _add_line(draft: _Draft, line: str, expected: list[tuple[int, int]], fixed: dict[tuple[int, int], str]) -> None:
    if line.startswith("#>"):
        draft.outputs.append({"output_type": "stream", "name": "stdout", "text": line[2:].removeprefix(" ") + "\n"})
        return
    if line.startswith("#= "):
        data = {"text/plain": line[3:]}
        draft.outputs.append({"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1})
        return
    if line.startswith("#!") and ": " in line:
        name, _, value = line[2:].strip().partition(": ")
        draft.outputs.append({"output_type": "error", "ename": name, "evalue": value, "traceback": []})
        return
    if mark := _MARK.search(line):
        where = (draft.number, len(draft.lines) + 1)
        expected.append(where)
        if "# ->" in mark.group():
            fixed[where] = (mark["text"] or "").replace("\\n", "\n")
        line = _MARK.sub("", line)
        if (inner := _MARK.search(line)) and inner.group().strip() == "# <-":
            line = _MARK.sub("", line)
    draft.lines.append(line)


def _cell(draft: _Draft) -> Cell:
    source = "\n".join(draft.lines).strip("\n")
    kind = CellKind.MARKDOWN if draft.what == "markdown" else CellKind.CODE
    count = int(draft.what) if draft.what.isdecimal() else None
    return Cell(f"cell-{draft.number}", draft.number, kind, source, count, draft.tags, json.dumps(draft.outputs).encode())


def shown(text: str, *, marked: bool = False) -> str:
    """An example as its page shows it: without the marks of the test, or with `# <-` alone on each line that is found."""
    lines = []
    for line in textwrap.dedent(text).strip("\n").split("\n"):
        if line != "# <- notebook" and not any(header.match(line) for header in (_BESIDE, _NAMED, _WITH)):
            bare = re.sub(r"\s*# <-$", "", re.sub(r"\s*# ->(?: .*)?$", "", line))
            lines.append(f"{bare}  # <-" if marked and bare != line else bare)
    return "\n".join(lines)
