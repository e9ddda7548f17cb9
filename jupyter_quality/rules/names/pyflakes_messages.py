"""Every pyflakes message that a cell alone decides, as a rule named after pyflakes' class."""

import ast
import re
from collections.abc import Iterator
from functools import cached_property

import pyflakes.messages

from jupyter_quality.notebook.document import Span
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._pyflakes import DECIDED_BY_US, by_kind

_STYLE = frozenset(
    "FStringMissingPlaceholders TStringMissingPlaceholders UnusedAnnotation UnusedIndirectAssignment ImportShadowedByLoopVar "
    "StringDotFormatExtraPositionalArguments StringDotFormatExtraNamedArguments PercentFormatExtraNamedArguments".split()
)

_EXAMPLES = {
    "IsLiteral": ('answer = input()\nif answer is "yes":  # <-\n    print(1)', 'if answer == "yes":\n    print(1)'),
    "FStringMissingPlaceholders": ('print(f"done")  # <-', 'print(f"done: {count}")'),
    "AssertTuple": ('assert (rows > 0, "no rows")  # <-', 'assert rows > 0, "no rows"'),
    "IfTuple": ("if (ready, done):  # <-\n    print(1)", "if ready and done:\n    print(1)"),
    "RaiseNotImplemented": ("def fit(X):\n    raise NotImplemented  # <-", "def fit(X):\n    raise NotImplementedError"),
    "ReturnOutsideFunction": ("if failed:\n    return  # <-", "def run():\n    return 1"),
    "BreakOutsideLoop": ("if failed:\n    break  # <-", "for row in rows:\n    break"),
    "ContinueOutsideLoop": ("if failed:\n    continue  # <-", "for row in rows:\n    continue"),
    "YieldOutsideFunction": ("yield 1  # <-", "import asyncio\nawait asyncio.sleep(0)"),
    "MultiValueRepeatedKeyLiteral": ('ages = {\n    "Ann": 31,  # <-\n    "Ann": 32,  # <-\n}', 'ages = {"Ann": 31, "Bob": 32}'),
    "PercentFormatPositionalCountMismatch": ('print("%s of %s" % (1,))  # <-', 'print("%s of %s" % (1, 2))'),
    "StringDotFormatMissingArgument": ('print("{} of {}".format(1))  # <-', 'print("{} of {}".format(1, 2))'),
    "UndefinedLocal": ("total = 0\ndef add(x):\n    total += x  # <-\n    return total", "def add(total, x):\n    return total + x"),
    "UnusedIndirectAssignment": ("def show():\n    global limit  # <-\n    print(limit)", "def show():\n    print(limit)"),
    "DefaultExceptNotLast": None,
}
"""The message's bad and good example; the bad one of None does not parse, so that it never reaches pyflakes."""


class _Message(Rule):
    """Stands for one class of pyflakes messages; `rules` makes one of these for each."""

    message = "{text}"
    kind: type[pyflakes.messages.Message]

    @cached_property
    def name(self) -> str:
        return kebab(self.kind.__name__)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for cell, message in by_kind(reading).get(self.kind, ()):
            if not _is_await(message, cell.code):
                text = str(message.message) % tuple(message.message_args)
                yield self.finding(cell.place(span_of(message, cell.code)), text=_quoted(text))


def rules() -> Iterator[Rule]:
    """One rule for each message of the installed pyflakes that a cell alone decides."""
    for name, kind in sorted(vars(pyflakes.messages).items()):
        if (
            isinstance(kind, type)
            and issubclass(kind, pyflakes.messages.Message)
            and hasattr(kind, "message")
            and name not in DECIDED_BY_US
        ):
            bad, good = _EXAMPLES.get(name) or ((), ())
            page = f"pyflakes says: {kind.message.replace('%r', '…').replace('%s', '…').replace('%%', '%')}.\n\n{_WHY}"
            fields = {
                "__doc__": page,
                "__module__": __name__,
                "kind": kind,
                "severity": Severity.STYLE if name in _STYLE else Severity.WRONG,
                "bad": bad,
                "good": good,
                "ruff": _RUFF.get(name, ()),
            }
            yield type(name, (_Message,), fields)()


_WHY = "This is decided in the cell alone, by pyflakes, which reports only what is an error or has no effect."

_RUFF = {
    "IsLiteral": ("F632",),
    "FStringMissingPlaceholders": ("F541",),
    "AssertTuple": ("F631",),
    "IfTuple": ("F634",),
    "RaiseNotImplemented": ("F901",),
    "ReturnOutsideFunction": ("F706",),
    "YieldOutsideFunction": ("F704",),
    "ContinueOutsideLoop": ("F702",),
    "BreakOutsideLoop": ("F701",),
    "MultiValueRepeatedKeyLiteral": ("F601",),
    "MultiValueRepeatedKeyVariable": ("F602",),
    "UndefinedLocal": ("F823",),
    "UnusedAnnotation": ("F842",),
    "InvalidPrintSyntax": ("F633",),
    "ImportShadowedByLoopVar": ("F402",),
    "FutureFeatureNotDefined": ("F407",),
    "ForwardAnnotationSyntaxError": ("F722",),
    "StringDotFormatInvalidFormat": ("F521",),
    "StringDotFormatExtraNamedArguments": ("F522",),
    "StringDotFormatExtraPositionalArguments": ("F523",),
    "StringDotFormatMissingArgument": ("F524",),
    "StringDotFormatMixingAutomatic": ("F525",),
    "PercentFormatInvalidFormat": ("F501",),
    "PercentFormatExpectedMapping": ("F502",),
    "PercentFormatExpectedSequence": ("F503",),
    "PercentFormatExtraNamedArguments": ("F504",),
    "PercentFormatMissingArgument": ("F505",),
    "PercentFormatMixedPositionalAndNamed": ("F506",),
    "PercentFormatPositionalCountMismatch": ("F507",),
    "PercentFormatStarRequiresSequence": ("F508",),
    "PercentFormatUnsupportedFormatCharacter": ("F509",),
    "UnusedIndirectAssignment": ("PLW0602",),
}


def kebab(name: str) -> str:
    """The class name with hyphens: `FStringMissingPlaceholders` → "f-string-missing-placeholders"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


def _is_await(message: pyflakes.messages.Message, code: Code) -> bool:
    """At the top level of a cell `await` is fine, though pyflakes takes it for a `yield` outside a function."""
    if not isinstance(message, pyflakes.messages.YieldOutsideFunction):
        return False
    return any((node.lineno, node.col_offset) == (message.lineno, message.col) for node in code.nodes(ast.Await))


def span_of(message: pyflakes.messages.Message, code: Code) -> Span:
    """Where a message stands: from its column to the end of the line."""
    node = ast.Pass(lineno=message.lineno, col_offset=message.col, end_lineno=None, end_col_offset=None)
    start = code.span(node)
    rest = code.line_span(start.line)
    return Span(start.line, start.column, start.line, max(rest.end_column, start.column + 1))


def _quoted(text: str) -> str:
    """A 'name' of pyflakes as `name`."""
    return re.sub(r"'([^']*)'", r"`\1`", text)
