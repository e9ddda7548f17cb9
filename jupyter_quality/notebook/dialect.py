"""IPython's syntax as Python, line for line.

A translated cell has as many lines as its source, and each column leads back to the source. What is recognised follows
IPython.core.inputtransformer2, which is not imported: it costs 2.8 times the parse, and 0.2 s at the first use.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_quality.notebook import magics
from jupyter_quality.notebook.magics import Magic

Shifts = Mapping[int, tuple[tuple[int, int], ...]]
"""Line (from 1) → pairs (from which column on, from 1; how many characters were taken out before it)."""

_CELL_MAGIC = re.compile(r"\s*%%(?P<name>[^\W\d][\w.]*)(?P<argument>[^\n]*)(?:\n|$)")
_PROMPT = re.compile(r"^(?P<prompt>\s*(?:>>>|\.\.\.|In \[\d+\]:|   +\.\.\.+:)(?: |$))")
_FIRST_PROMPT = re.compile(r"\s*(?:>>>(?: |$)|In \[\d+\]:)")
_ESCAPE = re.compile(r"(?P<indent>[ \t]*)(?P<sign>%%|%|!!|!|\?\?|\?|,|;|/)(?P<rest>[^\n]*)")
_ASSIGNED = re.compile(r"(?P<target>[ \t]*[^\W\d][^=\n#'\"]*?)(?P<equals>\s*=\s*)(?P<sign>%|!)(?P<rest>[^\n]+)")
_HELP = re.compile(r"(?P<indent>[ \t]*)(?P<what>(?:[^\n#'\"]*[^\w\n])?%{0,2}[\w.*\[\]]+)\?{1,2}[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_TOKEN = re.compile(
    r"(?P<triple>[bBfFrRuU]{0,2}(?:'''|\"\"\"))|[bBfFrRuU]{0,2}(?P<string>'(?:\\.|[^'\\\n])*'?|\"(?:\\.|[^\"\\\n])*\"?)"
    r"|(?P<comment>#[^\n]*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<joined>\\\n)|(?P<newline>\n)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Translation:
    """A cell as Python: the text, what was magic in it, and how columns lead back to the source."""

    python: str
    magics: tuple[Magic, ...] = ()
    shifts: Shifts = field(default_factory=dict)

    def column(self, line: int, column: int) -> int:
        """The column in the cell's source of a column (both from 1) in the Python text."""
        for start, taken in self.shifts.get(line, ()):
            if column >= start:
                column += taken
        return column


def translate(source: str) -> Translation:
    """The Python of a cell that is not Python as it stands."""
    if cell := _CELL_MAGIC.match(source):
        return _translate_cell_magic(source, cell)
    return _Translator(source).run()


def is_automagic(source: str) -> bool:
    """Whether IPython would take a cell of this one line as a magic written without its `%`."""
    text = source.strip()
    return "\n" not in text and text.split(" ", 1)[0] in magics.AUTOMAGIC and not re.match(r"\w+(\s*=[^=]|[(.\[])", text)


def _translate_cell_magic(source: str, cell: re.Match[str]) -> Translation:
    name, argument, body = cell["name"], cell["argument"], source[cell.end() :]
    line = source.count("\n", 0, cell.start("name")) + 1
    magic = magics.cell_magic(name, argument.strip(), body, line)
    blank = "\n" * (line - 1)
    if name not in magics.RUNS_PYTHON_CELL:
        return Translation(blank + "pass" + "\n" * source.count("\n", cell.end("argument")), (magic,))
    head, shifts = "pass", dict[int, tuple[tuple[int, int], ...]]()
    if name in magics.RUNS_PYTHON_LINE and argument.strip():
        offset = magics.python_offset(argument)
        if argument[offset:].strip():
            head, shifts[line] = argument[offset:], ((1, cell.start("argument") - source.rfind("\n", 0, cell.start("name")) - 1 + offset),)
    inner = translate(body)
    shifts |= {number + line: shift for number, shift in inner.shifts.items()}
    moved = (Magic(m.name, m.argument, m.line + line, m.column, m.is_cell, m.body, m.defines, m.uses, m.words) for m in inner.magics)
    python = blank + head + source[cell.end("argument") : cell.end()] + inner.python
    return Translation(python, (magic, *moved), shifts)


class _Translator:
    """One pass over a cell's logical lines; a magic, shell command or question becomes Python of as many lines."""

    def __init__(self, source: str) -> None:
        self.shifts: dict[int, tuple[tuple[int, int], ...]] = {}
        self.magics: list[Magic] = []
        self.text = self._without_prompts(self._without_indent(source))

    def run(self) -> Translation:
        if is_automagic(self.text):
            self.text = "%" + self.text.lstrip()
        out: list[str] = []
        start, line = 0, 1
        while start < len(self.text):
            end, translated = self._logical_line(start, line)
            out.append(translated)
            line += self.text.count("\n", start, end)
            start = end
        return Translation("".join(out), tuple(self.magics), self.shifts)

    def _logical_line(self, start: int, line: int) -> tuple[int, str]:
        """Where the logical line that begins at `start` ends (behind its newline), and its Python."""
        if match := _ESCAPE.match(self.text, start):
            return self._command(match, match["indent"], "", line)
        if match := _ASSIGNED.match(self.text, start):
            return self._command(match, match["target"], match["equals"], line)
        end = self._end_of_statement(start)
        if (match := _HELP.fullmatch(self.text, start, end - (self.text[end - 1] == "\n"))) and "=" not in match["what"]:
            self.magics.append(magics.line_magic("?", match["what"].strip(), line, len(match["indent"]) + 1))
            return end, match["indent"] + "pass" + ("\n" if self.text[end - 1] == "\n" else "")
        return end, self.text[start:end]

    def _command(self, match: re.Match[str], target: str, equals: str, line: int) -> tuple[int, str]:
        """A magic or shell command from its sign to the end of its (continued) line."""
        sign, end = match["sign"], match.end()
        rest = match["rest"]
        while rest.endswith("\\") and end < len(self.text):
            following = self.text.find("\n", end + 1)
            following = len(self.text) if following < 0 else following
            rest, end = rest[:-1] + " " + self.text[end + 1 : following], following
        column = match.start("sign") - match.start() + 1
        name, argument, offset = self._name_and_argument(sign, rest)
        self.magics.append(magics.line_magic(name, argument.strip(), line, column))
        value = "None" if equals else "pass"
        if name in magics.RUNS_PYTHON_LINE and "\n" not in rest:
            skip = magics.python_offset(argument)
            if argument[skip:].strip():
                value = argument[skip:]
                self._shift(line, len(target + equals) + 1, len(sign) + offset + skip)
        joined = self.text.count("\n", match.start(), end)
        newline = self.text[end : end + 1]
        return end + len(newline), target + equals + value + "\n" * joined + newline

    @staticmethod
    def _name_and_argument(sign: str, rest: str) -> tuple[str, str, int]:
        if sign in {"%", "%%"} and (word := re.match(r"\s*([\w.]+)", rest)):
            return word[1], rest[word.end() :], word.end()
        return {"!!": "!", "??": "?", "%": "?", "%%": "?"}.get(sign, sign), rest, 0

    def _end_of_statement(self, start: int) -> int:
        depth, position = 0, start
        while token := _TOKEN.search(self.text, position):
            position = token.end()
            match token.lastgroup:
                case "triple":
                    quote = token["triple"][-3:]
                    closed = re.compile(rf"(?:\\.|[^\\])*?{quote}", re.DOTALL).match(self.text, position)
                    position = closed.end() if closed else len(self.text)
                case "open":
                    depth += 1
                case "close":
                    depth = max(0, depth - 1)
                case "newline" if depth == 0:
                    return position
        return len(self.text)

    def _shift(self, line: int, start: int, taken: int) -> None:
        self.shifts[line] = ((start, taken), *self.shifts.get(line, ()))

    def _without_indent(self, source: str) -> str:
        """IPython takes the first line's indent from every line that has it."""
        lines = source.split("\n")
        first = next((line for line in lines if line.strip()), "")
        indent = first[: len(first) - len(first.lstrip(" \t"))]
        if not indent:
            return source
        for number, text in enumerate(lines, 1):
            if text.startswith(indent):
                lines[number - 1] = text[len(indent) :]
                self._shift(number, 1, len(indent))
        return "\n".join(lines)

    def _without_prompts(self, source: str) -> str:
        """Pasted `>>>` and `In [1]:` prompts, which IPython accepts."""
        if not _FIRST_PROMPT.match(source):
            return source
        lines = source.split("\n")
        for number, text in enumerate(lines, 1):
            if prompt := _PROMPT.match(text):
                lines[number - 1] = text[prompt.end() :]
                self._shift(number, 1, prompt.end())
        return "\n".join(lines)
