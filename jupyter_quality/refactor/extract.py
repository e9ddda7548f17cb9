"""A run of statements as a function `c = f(a, b)`, or the reason why it is not provably the same."""

import ast
import builtins
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_quality.refactor.chunks import Chunk, indented
from jupyter_quality.refactor.dataflow import Flow, flow_of, why_blocked

BUILTINS = frozenset(dir(builtins)) | {"display"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why statements stay where they are."""

    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """A function's body and interface: it takes `parameters`, gives `returns` back, and uses `globals_` (imports and functions).

    `dropped` are names that only the body uses and may not bind; `returns_value`: it gives the value of its last
    expression, which the cell shows, as well.
    """

    chunks: tuple[Chunk, ...]
    flow: Flow
    parameters: tuple[str, ...]
    returns: tuple[str, ...]
    globals_: frozenset[str]
    dropped: tuple[str, ...] = ()
    returns_value: bool = False

    @property
    def idle(self) -> str | None:
        """A name that would be set in the function for nothing."""
        nodes = [node for chunk in self.chunks for node in ast.walk(chunk.statement)]
        read = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)}
        plain = [target for node in nodes if isinstance(node, ast.Assign) for target in node.targets]
        plain += [node.target for node in nodes if isinstance(node, ast.AnnAssign)]
        plain += [node.optional_vars for node in nodes if isinstance(node, ast.withitem) and node.optional_vars is not None]
        names = (target.id for target in plain if isinstance(target, ast.Name))
        return next((name for name in names if name in self.dropped and name not in read), None)

    def call(self, name: str, shown: str = "") -> str:
        """The statement that takes the place of the run; `shown` is the name of the value of its last expression."""
        call = f"{name}({', '.join(self.parameters)})"
        returns = [*self.returns, *([shown] if shown else [])]
        return f"{', '.join(returns)} = {call}" if self.returns else call

    def body(self) -> str:
        """The function's lines, indented, the user's text as it is."""
        lines = list(indented(self.chunks))
        if self.returns_value:
            last = list(indented(self.chunks[-1:]))
            row = self.chunks[-1].statement.lineno - _first_row(self.chunks[-1])
            last[row] = "    return " + "".join(f"{name}, " for name in self.returns) + last[row].removeprefix("    ")
            lines[-len(last) :] = last
        elif self.returns:
            lines.append(f"    return {', '.join(self.returns)}")
        return "\n".join(lines)


def _first_row(chunk: Chunk) -> int:
    """The line in the cell of the chunk's first row."""
    head = 0
    for row in chunk.text.split("\n"):
        if row.strip() and not row.lstrip().startswith("#"):
            break
        head += 1
    return chunk.statement.lineno - head


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a run in the notebook.

    `stable` are names that modules can import themselves (imports, functions in modules); `bound` are surely bound before the run,
    `maybe` perhaps; `bound_elsewhere` are bound by other statements, `bound_behind` by those behind it; `read_elsewhere` are read by
    other statements. `pinned`: names that a function of the notebook reads when it is called; `written`: those that it sets;
    `callers`: the names through which such a function can be reached. `shown`: the variables that a run had behind the cell.
    `seers`: the names of functions that look at the notebook's names by their text. `passing`: names that loops set for themselves.
    """

    stable: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()
    bound_elsewhere: frozenset[str] = frozenset()
    bound_behind: frozenset[str] = frozenset()
    read_elsewhere: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    callers: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    seers: frozenset[str] = frozenset()
    passing: frozenset[str] = frozenset()


def extract(chunks: Sequence[Chunk], around: Around, *, returns_value: bool = False) -> Extraction | Refusal:
    """Make a function of statements that follow one another in a cell; refuse where it is not provably the same."""
    for chunk in chunks:
        if chunk.is_magic:
            return Refusal("it is IPython's own syntax")
        if reason := why_blocked(chunk.statement):
            return Refusal(reason)
    flow = flow_of([chunk.statement for chunk in chunks])
    own = flow.bound
    if reason := _why_not(flow, around):
        return Refusal(reason)
    needed = (flow.reads | (flow.captured - own) | (flow.worded & (around.bound | around.stable))) - flow.transient
    needed |= {name for name in flow.maybe if name in around.bound and name not in around.stable | around.passing}
    needed |= flow.early & own & (around.bound | around.maybe)
    parameters, globals_ = [], set()
    for name in sorted(needed):
        if name in around.stable and name not in own:
            globals_.add(name)
        elif name in around.bound:
            parameters.append(name)
        elif name in BUILTINS and name not in around.maybe and name not in own:
            globals_.add(name)
        elif name in own and name not in around.maybe:
            if name not in around.shown:
                return Refusal(f"`{name}` may be read before it is set")
        else:
            return Refusal(f"`{name}` is not surely set before")
    returns, dropped = [], []
    for name in (*flow.definite, *flow.maybe):
        if name.strip("_") == "":
            continue
        if name in around.passing:
            dropped.append(name)
        elif name in flow.definite or name in around.bound or name in around.shown:
            returns.append(name)
        elif name in around.read_elsewhere or name in around.maybe:
            return Refusal(f"`{name}` is set on some paths only, and read elsewhere")
        else:
            dropped.append(name)
    order = _order(chunks, flow)
    parameters.sort(key=lambda name: order.get(name, 0))
    gives_value = returns_value and not returns
    return Extraction(tuple(chunks), flow, tuple(parameters), tuple(returns), frozenset(globals_), tuple(dropped), gives_value)


def _why_not(flow: Flow, around: Around) -> str | None:
    """Why names rule a function out."""
    touched = flow.reads | flow.bound | flow.changed
    if deleted := flow.undone | (flow.deleted & (around.bound | around.maybe | around.stable)):
        return f"it deletes `{min(deleted)}` of the notebook"
    if seen := (flow.reads | flow.captured) & around.seers:
        return f"it calls `{min(seen)}`, which looks at the notebook's own names"
    if flow.assigned_elsewhere:
        return f"a function in it sets `{min(flow.assigned_elsewhere)}` of the notebook"
    if shadowed := flow.bound & around.stable:
        return f"it binds `{min(shadowed)}`, which is imported"
    if later := (flow.captured & around.bound_behind) - around.stable:
        return f"a function in it reads `{min(later)}`, which is set again later"
    if clash := flow.transient & (around.bound | around.maybe | around.stable | around.pinned | flow.bound):
        return f"`{min(clash)}` is also the name of an error here, which Python unbinds"
    reaches = (flow.reads | flow.captured | flow.changed) & around.callers
    if reaches and (pinned := flow.bound & around.pinned):
        return f"it sets `{min(pinned)}`, which a function of the notebook reads that it may call"
    if reaches and (written := touched & around.written):
        return f"a function that it may call sets `{min(written)}` of the notebook"
    return None


def _order(chunks: Sequence[Chunk], flow: Flow) -> dict[str, int]:
    """Where each name that the run reads first stands in its text."""
    text = "\n".join(chunk.text for chunk in chunks)
    return {name: text.find(name) for name in (*flow.reads, *flow.captured, *flow.bound, *flow.worded)}
