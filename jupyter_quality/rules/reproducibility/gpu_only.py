import ast
import re
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule

_GUARD = re.compile(r"is_available|device_count|cuda|gpu|device", re.IGNORECASE)
_CHOICE = '"cuda" if torch.cuda.is_available() else "cpu"'
_SHOWN = 5


class GpuOnly(Rule):
    """A tensor or model is put on a graphics card without asking whether there is one.

    On a machine without CUDA (most laptops, most build servers) the notebook stops here, though a slower run on the processor would do
    to read along. Choose the device once, `device = "cuda" if torch.cuda.is_available() else "cpu"`, and write `.to(device)`.
    """

    severity = Severity.FRAGILE
    message = "`{code}` needs a graphics card{more}: without one the notebook stops here"
    bad = (
        """
        # %%
        import torch
        model = torch.nn.Linear(2, 1)
        # %%
        model = model.cuda()  # -> model = model.to("cuda" if torch.cuda.is_available() else "cpu")
        """,
        """
        # %%
        import torch
        # %%
        x = torch.zeros(3, device="cuda:0")  # -> x = torch.zeros(3, device="cuda" if torch.cuda.is_available() else "cpu")
        """,
        """
        # %%
        import torch
        device = torch.device("cuda")  # -> device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        """,
        """
        # %%
        import torch
        # %%
        x = torch.zeros(3).to("cuda")  # <-
        for batch in loader:
            model(batch.cuda())
        """,
    )
    good = (
        """
        # %%
        import torch
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        x = torch.zeros(3).to(device)
        # %%
        use_gpu = torch.cuda.is_available()
        if use_gpu:
            x = x.cuda()
        y = x.cuda() if use_gpu else x
        """,
        """
        # %%
        import torch
        device = "cpu"
        if torch.cuda.is_available():
            device = "cuda"
        torch.zeros(1, device=device)
        """,
        """
        # %%
        import torch
        if not torch.cuda.is_available():
            raise SystemError("this notebook needs a GPU")
        # %%
        torch.zeros(1).cuda()
        """,
        """
        # %%
        import torch
        assert torch.cuda.is_available()
        x = torch.zeros(1).cuda()
        try:
            y = torch.zeros(1).to("cuda")
        except RuntimeError:
            y = torch.zeros(1)
        """,
        """
        # %%
        print("cuda")
        text.replace("cuda", "cpu")
        """,
    )
    further = "https://docs.pytorch.org/docs/stable/notes/cuda.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        cells = [cell for cell in reading.cells if "cuda" in cell.code.source] if "cuda" in reading.source else []
        if not cells or any(_demands_it(cell) for cell in cells):
            return
        found = [(cell, node, text) for cell in cells for node, text in _uses(cell) if not _is_guarded(cell, node)]
        if found:
            cell, node, _ = found[0]
            more = "" if len(found) == 1 else f", and {len(found) - 1} more {'place does' if len(found) == 2 else 'places do'}"
            related = [Related(other.place(use), "needs one too") for other, use, _ in found[1:_SHOWN]]
            yield self.finding(cell.place(node), related=related, fix=_fix(reading, found), code=cell.code.text(node), more=more)


def _uses(cell: CellReading) -> Iterator[tuple[ast.expr, str]]:
    """Each place that asks for CUDA, and what could stand there instead."""
    for call in cell.calls:
        if call.method == "cuda" and isinstance(call.node.func, ast.Attribute) and not call.imported and not call.node.args:
            yield call.node, f"{cell.code.text(call.node.func.value)}.to({_CHOICE})"
        else:
            for argument in _devices(call):
                yield argument, _CHOICE


def _devices(call: Call) -> Iterator[ast.expr]:
    values = [call.keyword("device"), call.keyword("map_location")]
    if call.method == "to" or call.name in {"torch.device", "torch.set_default_device"}:
        values.append(call.argument(0))
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and re.fullmatch(r"cuda(:\d+)?", value.value):
            yield value


def _is_guarded(cell: CellReading, node: ast.AST) -> bool:
    """Whether a test on the device, or a `try`, stands around a place."""
    parent = cell.code.parent(node)
    while parent is not None:
        if isinstance(parent, ast.If | ast.IfExp | ast.While) and _GUARD.search(cell.code.text(parent.test)):
            return True
        if isinstance(parent, ast.Try):
            return True
        parent = cell.code.parent(parent)
    return False


def _demands_it(cell: CellReading) -> bool:
    """Whether a cell says by itself that without a card there is nothing to do."""
    if "is_available" not in cell.code.source:
        return False
    if any(_GUARD.search(cell.code.text(node.test)) for node in cell.code.nodes(ast.Assert)):
        return True
    return any(
        _GUARD.search(cell.code.text(node.test)) and any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
        for node in cell.code.nodes(ast.If)
    )


def _fix(reading: Reading, found: list[tuple[CellReading, ast.expr, str]]) -> Fix | None:
    """Every place asks for a card first; None where `torch` is not imported by that name, or places lie inside each other."""
    if reading.imports.get("torch") != "torch" or (len(found) > 1 and any(text != _CHOICE for *_, text in found)):
        return None
    edits = tuple(ReplaceText(cell.cell.id, cell.code.span(node), text) for cell, node, text in found)
    return Fix("Use the graphics card only where there is one", edits, safe=True)
