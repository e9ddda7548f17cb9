"""`%quality data`: one look at the data in the kernel, for what the code alone cannot tell."""

import ast
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel import look
from jupyter_quality.kernel.telling import say, say_trouble
from jupyter_quality.kernel.this_notebook import UnknownNotebookError, this_notebook
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.read import read_file
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules.memory._columns import used_columns

_READS = ("pandas.read_", "pandas.io.")
_WORTH = 10.0
"""Megabytes that a narrower read must save to be worth a word."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `data` takes."""
    parser.add_argument("--notebook", metavar="PATH", help="The file of this notebook, where nothing tells it.")


def run(shell: InteractiveShell, args: Namespace) -> None:
    """Look once, and say what is seen; the code is that of the saved notebook, else the cells that were run."""
    try:
        reading = Reading(_notebook(shell, args.notebook))
    except UnknownNotebookError as error:
        say_trouble(str(error))
        return
    said = [*_of_splits(reading, shell.user_ns), *_of_reads(reading, shell.user_ns)]
    say("\n".join(said or ["Nothing to point out in the data that the kernel holds."]) + "\n")


def _notebook(shell: InteractiveShell, given: str | None) -> Notebook:
    try:
        return read_file(this_notebook(shell, given))
    except UnknownNotebookError:
        if given is not None:
            raise
    ran = shell.user_ns.get("In", [])
    sources = [source for source in ran[1:] if type(source) is str] if type(ran) is list else []
    return Notebook(None, tuple(Cell(str(number), number, CellKind.CODE, source) for number, source in enumerate(sources, 1)))


def _of_splits(reading: Reading, names: Mapping[str, object]) -> Iterator[str]:
    """What the parts of each split share, and how rare their rarest class is."""
    seen: set[tuple[str, ...]] = set()
    for split in reading.provenance.trail.splits:
        cell = reading.provenance.cell(split.site)
        parts = _bound(cell.code.parent(split.site.node))
        if len(parts) < 2 or len(parts) % 2 or parts in seen:
            continue
        seen.add(parts)
        where = f"Cell {cell.cell.number}"
        for train_name, test_name in zip(parts[::2], parts[1::2], strict=True):
            train, test = look.frame(names.get(train_name)), look.frame(names.get(test_name))
            if train is not None and test is not None:
                yield from (f"{where}: {sentence}" for sentence in _shared(names, train_name, test_name))
            target = look.column(names.get(test_name))
            rare = look.rare_class(target) if target is not None else None
            if rare is not None and target is not None:
                rows = f"{rare[1]:.1%} of `{test_name}`, {round(rare[1] * len(target))} rows"
                yield f"{where}: class {rare[0]} is {rows}; `stratify=` keeps its share in every part."


def _shared(names: Mapping[str, object], train_name: str, test_name: str) -> Iterator[str]:
    """What the two parts of a split share."""
    train, test = look.frame(names[train_name]), look.frame(names[test_name])
    if train is None or test is None:
        return
    repeated = look.repeated_rows(train, test)
    if repeated > 0:
        yield (
            f"{repeated:,} of {len(test):,} rows of `{test_name}` stand in `{train_name}` too, value for value: "
            "the score on them is no score on new rows. Drop duplicates before the split."
        )
    told: set[str] = set()
    for value in names.values():
        whole = look.frame(value)
        if whole is not None and len(whole) >= len(train) + len(test):
            for column, both, all_of in look.shared_groups(whole, train, test):
                if column not in told:
                    told.add(column)
                    yield (
                        f"{both:,} of the {all_of:,} values of `{column}` in `{test_name}` stand in `{train_name}` too: "
                        f'if its rows belong together, split with GroupShuffleSplit or GroupKFold, `groups=…["{column}"]`.'
                    )


def _bound(statement: ast.AST | None) -> tuple[str, ...]:
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=parts) | ast.List(elts=parts)]):
            return tuple(part.id for part in parts if isinstance(part, ast.Name))
    return ()


def _of_reads(reading: Reading, names: Mapping[str, object]) -> Iterator[str]:
    """What a narrower read of each whole file would save."""
    for cell in reading.cells:
        for call in cell.calls:
            match cell.code.parent(call.node):
                case ast.Assign(targets=[ast.Name(id=name)]) if call.imported and call.name.startswith(_READS):
                    whole = look.frame(names.get(name))
                    used = used_columns(reading, name) if whole is not None else None
                    columns = [column for column in used or () if whole is not None and column in whole.columns]
                    if whole is not None and columns:
                        yield from _narrower(f"Cell {cell.cell.number}", name, call.method, whole.shape[1], columns, names)


def _narrower(where: str, name: str, method: str, width: int, columns: Sequence[str], names: Mapping[str, object]) -> Iterator[str]:
    whole = look.frame(names[name])
    if whole is None:
        return
    texts = look.repeating_texts(whole, list(columns))
    saved = look.megabytes(whole) - look.megabytes(whole, list(columns)) + 0.9 * sum(look.megabytes(whole, [text]) for text in texts)
    if saved < _WORTH:
        return
    if method.startswith("read_sql"):
        line = f"SELECT {', '.join(columns)}"
    else:
        option = "columns" if method in {"read_parquet", "read_feather"} else "usecols"
        line = f"{option}={list(columns)!r}"
        if texts and option == "usecols":
            line += f", dtype={dict.fromkeys(texts, 'category')!r}"
    yield f"{where}: `{name}` uses {len(columns)} of {width} columns; `{line}` would save about {saved:,.0f} MB."
