"""How cells are named to a person."""

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.reading.label import labels


def named(*cells: tuple[CellKind, str]) -> list[str]:
    return list(labels(Notebook(None, tuple(Cell(str(n), n, kind, source) for n, (kind, source) in enumerate(cells, 1)))))


def test_its_comment_the_heading_above_or_its_first_line() -> None:
    cells = [
        (CellKind.MARKDOWN, "## Load *all* of the `raw_data` from [here](x)\n\nText."),
        (CellKind.CODE, "df_raw = pd.read_csv(path)"),
        (CellKind.CODE, "# Scale the features\nX = 1"),
        (CellKind.CODE, "# noqa\nfirst_line = names[0](1)"),
        (CellKind.CODE, "\n"),
    ]
    assert named(*cells) == [
        "Load all of the raw_data from here",
        "Load all of the raw_data from here",
        "Scale the features",
        "# noqa",
        "",
    ]
    assert named((CellKind.CODE, "df_raw = pd.read_csv(names[0](1), *rest)")) == ["df_raw = pd.read_csv(names[0](1), *rest)"]


def test_a_long_one_is_cut() -> None:
    (label,) = named((CellKind.CODE, "x" * 200))
    assert len(label) == 60 and label.endswith("…")
