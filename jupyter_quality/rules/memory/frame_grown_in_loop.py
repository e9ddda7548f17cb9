import ast
from collections.abc import Iterator

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._frames import is_frame
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules._values import bindings, function_around, loops_around

_WORDS = ("concat(", ".append(", ".loc[", "_append(")


class FrameGrownInLoop(Rule):
    """A frame is made longer in each turn of a loop.

    Every turn copies all rows that are there already: 3,000 pieces of 100 rows took 0.8 s that way, and 0.08 s when they were collected
    in a list and concatenated once, behind the loop. Twice as many pieces cost four times as much, and while it copies, both frames are in
    memory.
    """

    severity = Severity.FRAGILE
    message = "`{frame}` is copied whole in every turn of this loop: collect the pieces in a list and concatenate them once"
    bad = (
        """
        # %%
        import pandas as pd
        # %%
        out = pd.DataFrame()
        for user in raw["user"].unique():
            rows = raw[raw["user"] == user]
            out = pd.concat([out, rows.head(1)])  # <-
        # %%
        out.shape
        """,
        """
        # %%
        import pandas as pd
        result = None
        def load(files):
            everything = pd.DataFrame(columns=["a", "b"])
            for file in files:
                everything = everything.append(pd.read_csv(file), ignore_index=True)  # <-
            return everything
        """,
        """
        # %%
        import pandas as pd
        scores = pd.DataFrame(columns=["model", "score"])
        for name, model in models.items():
            scores.loc[len(scores)] = [name, model.score(X_test, y_test)]  # <-
        # %%
        ranks = pd.DataFrame(columns=["model", "rank"])
        for i, name in enumerate(models):
            ranks.loc[i] = [name, i]  # <-
        """,
        """
        # %%
        import pandas as pd
        log = pd.DataFrame({"turn": []})
        turn = 0
        while turn < 100:
            turn += 1
            if turn % 2:
                log = pd.concat((log, pd.DataFrame({"turn": [turn]})), axis=0)  # <-
        """,
        """
        # %%
        import pandas as pd
        everything = None
        for file in files:
            part = pd.read_csv(file, usecols=["a"])
            if everything is None:
                everything = part
            else:
                everything = pd.concat([everything, part])  # <-
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        # %%
        parts = []
        for user in raw["user"].unique():
            parts.append(raw[raw["user"] == user].head(1))
        out = pd.concat(parts)
        together = pd.concat([out, more])
        """,
        """
        # %%
        import pandas as pd
        names = []
        for file in files:
            frame = pd.read_csv(file)
            both = pd.concat([frame, extra])
            both.to_csv(file)
            names.append(file)
        """,
        """
        # %%
        import pandas as pd
        window = pd.DataFrame()
        for row in stream:
            window = pd.concat([window, row]).tail(100)
        """,
        """
        # %%
        import torch
        state = torch.zeros(1, 3)
        for x in batches:
            state = torch.cat([state, x])
        frame.loc[3] = 0
        for i in range(3):
            frame.loc[i, "a"] = 0
            names = names.append(other)
        """,
        """
        # %%
        import pandas as pd
        for lag in (1, 2, 3):
            features = pd.concat([features, sales.shift(lag)], axis=1)
        for name in ["a", "b"]:
            def add(frame, more):
                frame = pd.concat([frame, more])
                return frame
        """,
        """
        # %%
        import pandas as pd
        for name in names:
            frame = pd.read_csv(name)
            frame = pd.concat([frame, extra])
            frame.to_csv(name)
        """,
    )
    further = "https://pandas.pydata.org/docs/reference/api/pandas.concat.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if "pandas" not in reading.imports.values() and "polars" not in reading.imports.values():
            return
        for cell in reading.cells:
            source = cell.code.source
            if ("for " in source or "while " in source) and any(word in source for word in _WORDS):
                for node in cell.code.nodes(ast.Assign):
                    grown = _grown(reading, cell, node)
                    loop = next(loops_around(cell.code, node), None) if grown else None
                    if grown and isinstance(loop, ast.stmt) and not _is_made_in(cell.code, loop, grown, node):
                        yield self.finding(cell.place(node), frame=grown, fix=_fix(cell, loop, node, grown))


def _grown(reading: Reading, cell: CellReading, node: ast.Assign) -> str | None:
    """The name of the frame that a statement makes longer by rows."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=[ast.List(elts=parts) | ast.Tuple(elts=parts), *_]) as call):
            is_longer = cell.name_of(call.func) in {"pandas.concat", "polars.concat"} and not _is_sideways(call)
            return name if is_longer and _is_among(name, parts) else None
        case ast.Assign(
            targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(value=ast.Name(id=source), attr="append" | "_append"))
        ):
            return name if name == source and _was_frame(reading, cell, name) else None
        case ast.Assign(targets=[ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr="loc"), slice=index)]):
            return name if _is_length_of(name, index) or _is_next_of(reading, cell, name, index) else None
    return None


def _is_next_of(reading: Reading, cell: CellReading, name: str, index: ast.expr) -> bool:
    """Whether `df.loc[i] = …` adds a row, since the frame is made without any: `pd.DataFrame()`, `pd.DataFrame(columns=…)`."""
    if not isinstance(index, ast.Name):
        return False
    binders = [cell.code, *(reading.cells[number].code for number in reading.graph.binders.get(name, ()))]
    values = {one.value for code in binders for one in bindings(code).get(name, ())}
    return len(values) == 1 and all(_has_no_rows(cell, value) for value in values)


def _has_no_rows(cell: CellReading, value: ast.expr | None) -> bool:
    is_made = isinstance(value, ast.Call) and cell.name_of(value.func) == "pandas.DataFrame"
    return isinstance(value, ast.Call) and is_made and not value.args and all(keyword.arg == "columns" for keyword in value.keywords)


def _is_among(name: str, parts: list[ast.expr]) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in parts)


def _is_sideways(call: ast.Call) -> bool:
    return any(
        keyword.arg == "axis" and not (isinstance(keyword.value, ast.Constant) and keyword.value.value in {0, "index"})
        for keyword in call.keywords
    )


def _was_frame(reading: Reading, cell: CellReading, name: str) -> bool:
    """Whether some cell makes a frame of this name, so that `append` is the frame's own."""
    binders = [cell.code, *(reading.cells[index].code for index in reading.graph.binders.get(name, ()))]
    return any(one.value is not None and is_frame(reading, cell, one.value) for code in binders for one in bindings(code).get(name, ()))


def _is_length_of(name: str, index: ast.expr) -> bool:
    """`len(df)`, `len(df.index)`, `len(df) + 1`, `df.shape[0]`."""
    if isinstance(index, ast.BinOp):
        return _is_length_of(name, index.left)
    return ast.unparse(index) in {f"len({name})", f"len({name}.index)", f"{name}.shape[0]", f"{name}.index.max()"}


def _is_made_in(code: Code, loop: ast.stmt, name: str, node: ast.Assign) -> bool:
    """Whether each turn of the loop makes the frame anew before it is made longer."""
    inside = {id(inner) for inner in ast.walk(loop)}
    home = function_around(code, node)
    return any(
        one.node.lineno < node.lineno
        and id(one.node) in inside
        and not _uses(one.value, name)
        and _always_follows(code, node, code.statement(one.node))
        for one in bindings(code).get(name, ())
        if one.home is home
    )


def _always_follows(code: Code, node: ast.stmt, earlier: ast.stmt) -> bool:
    """Whether a statement stands behind an earlier one in its block, or in a block inside that."""
    block = _block_of(code, earlier)
    later = block[block.index(earlier) + 1 :] if earlier in block else []
    around: ast.AST | None = node
    while around is not None and around not in later:
        around = code.parent(around)
    return around is not None


def _uses(value: ast.AST | None, name: str) -> bool:
    return value is not None and any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(value))


def _fix(cell: CellReading, loop: ast.stmt, node: ast.Assign, name: str) -> Fix | None:
    """Pieces in a list, concatenated behind the loop; None where the frame is empty before, unknown, or used within the loop."""
    code = cell.code
    call, piece = _piece(node, name)
    block = _block_of(code, loop)
    start = next((one for one in reversed(block[: block.index(loop)]) if _uses(one, name)), None) if loop in block else None
    made = _empty_frame(cell, start, name)
    if call is None or piece is None or start is None or made is None:
        return None
    uses = sum(isinstance(inner, ast.Name) and inner.id == name for inner in ast.walk(loop))
    if uses != 2 or f"{name}_parts" in code.source or not isinstance(loop, ast.For | ast.While):
        return None
    function, keywords = _concat(cell, call)
    if function is None:
        return None
    last, indent = code.span(loop), " " * loop.col_offset
    after = f"\n{indent}{name} = {function}({name}_parts{keywords}) if {name}_parts else {code.text(made)}"
    edits = (
        ReplaceText(cell.cell.id, code.span(start), f"{name}_parts = []"),
        ReplaceText(cell.cell.id, code.span(node), f"{name}_parts.append({code.text(piece)})"),
        ReplaceText(cell.cell.id, Span(last.end_line, last.end_column, last.end_line, last.end_column), after),
    )
    return Fix("Collect the pieces and concatenate them once", edits, safe=True)


def _piece(node: ast.Assign, name: str) -> tuple[ast.Call | None, ast.expr | None]:
    """The call, and what one turn adds: `[name, piece]` alone, in this order."""
    match node.value:
        case ast.Call(args=[ast.List(elts=[ast.Name(id=first), piece]) | ast.Tuple(elts=[ast.Name(id=first), piece])]) as call:
            return (call, piece) if first == name and not isinstance(piece, ast.Starred) else (None, None)
    return None, None


def _block_of(code: Code, loop: ast.stmt) -> list[ast.stmt]:
    around = code.parent(loop)
    blocks = [getattr(around, field, []) for field in ("body", "orelse", "finalbody")]
    return next((block for block in blocks if loop in block), [])


def _empty_frame(cell: CellReading, statement: ast.stmt | None, name: str) -> ast.Call | None:
    """The `pd.DataFrame()` that a statement binds to a name."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=target)], value=ast.Call(args=[], keywords=[]) as call) if target == name:
            return call if cell.name_of(call.func) == "pandas.DataFrame" else None
    return None


def _concat(cell: CellReading, call: ast.Call) -> tuple[str | None, str]:
    """How the notebook writes `pandas.concat`, and its further keywords as text."""
    keywords = "".join(f", {cell.code.text(keyword)}" for keyword in call.keywords)
    return (cell.code.text(call.func), keywords) if cell.name_of(call.func) == "pandas.concat" else (None, "")
