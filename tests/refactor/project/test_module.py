"""The text of a module: type hints are those that the run showed."""

import pytest

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.proof.seen import Json
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.flowing import Flowing
from jupyter_quality.refactor.project.facts import Facts
from jupyter_quality.refactor.project.module import module_text
from jupyter_quality.refactor.project.plan import plan_project


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        (["objects", [2], ["items", 2, [["is", "1"], ["text", "x"]]]], "np.ndarray"),
        (["exact", "int64", [2], "0f"], "np.ndarray"),
        (["exact", [["a", "<i8"]], [2], "0f"], None),
        (["numbers", "list", [2, 2], "0f", []], None),
        (["frame", []], "pd.DataFrame"),
        (["is", True], "bool"),
        (None, None),
    ],
)
def test_a_result_has_the_type_that_the_run_showed(kind: Json, hint: str | None) -> None:
    cell = Cell("a", 1, CellKind.CODE, "rows = make()\nmore = rows * 2\n")
    notebook = Notebook("n.ipynb", (Cell("m", 0, CellKind.CODE, "from own import make"), cell))
    plan = plan_project(Flowing(Reading(notebook)))
    facts = Facts(kinds={"a": {"rows": kind, "more": kind}})
    [module] = plan.modules
    head = next(line for line in module_text(plan, module, "own", notebook, facts).splitlines() if line.startswith("def "))
    assert head.endswith(f" -> tuple[{hint}, {hint}]:" if hint else "():")


def test_a_hint_that_is_left_out_imports_nothing() -> None:
    cell = Cell("a", 1, CellKind.CODE, "rows = make()\nmore = rows * 2\n")
    notebook = Notebook("n.ipynb", (Cell("m", 0, CellKind.CODE, "from own import make"), cell))
    plan = plan_project(Flowing(Reading(notebook)))
    [module] = plan.modules
    text = module_text(plan, module, "own", notebook, Facts(kinds={"a": {"rows": ["frame", []], "more": None}}))
    assert "pandas" not in text
