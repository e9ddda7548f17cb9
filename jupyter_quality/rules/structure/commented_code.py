import ast
import re
import warnings
from collections.abc import Iterator

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import CellRule

_BLOCK = re.compile(r"(?:^[ \t]*#(?!!|\s*(?:%%|quality:|noqa|type:|>>>|In\[|-\*-))[^\n]*(?:\n|\Z)){3,}", re.MULTILINE)
_CODE = re.compile(r"[=(\[]")
_STATEMENTS = (
    ast.Assign
    | ast.AugAssign
    | ast.For
    | ast.While
    | ast.If
    | ast.With
    | ast.FunctionDef
    | ast.ClassDef
    | ast.Import
    | ast.ImportFrom
    | ast.Return
)
_FEWEST = 3


class CommentedCode(CellRule):
    """Several lines of code are commented out.

    A reader cannot tell whether they are an alternative, a leftover or a trap, and they no longer follow the code around them.
    Delete them; if you want to keep an older version, that is what git is for.
    """

    severity = Severity.STYLE
    message = "{count} lines of code are commented out here"
    words = ("#",)
    bad = (
        """
        # %%
        total = 1
        # df = load("a.csv")  # <-
        # df = df.dropna()
        # print(df.shape)
        print(total)
        """,
        """
        # %%
        # the older way, by hand:
        # for row in rows:  # <-
        #     total += row
        # print(total)
        total = sum(rows)
        """,
        """
        # %%
        def load(path):
            #import csv  # <-
            #with open(path) as file:
            #    return list(csv.reader(file))
            return []
        """,
    )
    good = (
        """
        # %%
        # Load the data (from a file),
        # then drop what is missing,
        # and print its shape
        df = load("a.csv")
        # x
        # y
        # z
        # Note: first
        # Input: second
        # Output: third
        """,
        """
        # %%
        # df = load("a.csv")
        # df = df.dropna()
        print(1)
        # --------------
        # Parameters
        # --------------
        # 1. load(path)
        # 2. clean(df)
        # 3. print(df)
        """,
        '''
        # %%
        # quality: allow nan-comparison
        text = """
        # a = 1
        # b = 2
        # c = 3
        """
        ''',
    )

    def find_in(self, cell: CellReading) -> Iterator[Finding]:
        for block in _BLOCK.finditer(cell.code.source):
            first = cell.code.source.count("\n", 0, block.start()) + 1
            lines = [line.strip()[1:] for line in block.group().rstrip("\n").split("\n")]
            found = _code_in(lines)
            if found is not None and not _is_in_string(cell, first):
                yield self._finding(cell, first + found[0], first + found[1])

    def _finding(self, cell: CellReading, first: int, last: int) -> Finding:
        lines = cell.code.lines
        span = Span(first, cell.code.line_span(first).column, last, len(lines[last - 1]) + 1)
        whole = Span(first, 1, last + 1, 1) if last < len(lines) else Span(first, 1, last, len(lines[last - 1]) + 1)
        fix = Fix("Delete the commented lines", (ReplaceText(cell.cell.id, whole, ""),))
        return self.at(cell, span, count=last - first + 1, fix=fix)


def _code_in(lines: list[str]) -> tuple[int, int] | None:
    """The first and last (from 0) of the longest run of lines, to the block's end or to its first prose, that is code."""
    candidates = [index for index, line in enumerate(lines) if _CODE.search(line)]
    if len(candidates) < 2:
        return None
    for start in range(candidates[0] + 1):
        for end in (len(lines), candidates[-1] + 1):
            if end - start >= _FEWEST and _is_code(lines[start:end]):
                return start, end - 1
    return None


def _is_code(lines: list[str]) -> bool:
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    try:
        with warnings.catch_warnings(action="ignore", category=SyntaxWarning):
            body = ast.parse("\n".join(line[indent:] for line in lines)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    telling = [node for node in body if isinstance(node, _STATEMENTS) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))]
    return len(telling) * 3 >= len(body) * 2 and sum(isinstance(node, ast.stmt) for one in telling for node in ast.walk(one)) >= _FEWEST - 1


def _is_in_string(cell: CellReading, line: int) -> bool:
    """Whether a line lies inside a string of several lines."""
    return any(
        isinstance(node.value, str) and node.lineno < line <= (node.end_lineno or node.lineno) for node in cell.code.nodes(ast.Constant)
    )
