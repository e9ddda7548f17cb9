"""Fixes that change more than the line of the finding."""

from jupyter_quality.notebook.apply import applied
from jupyter_quality.notebook.document import Notebook
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._example import parse
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.reproducibility.gpu_only import GpuOnly
from jupyter_quality.rules.reproducibility.parameters_scattered import ParametersScattered
from jupyter_quality.rules.reproducibility.unseeded_random import UnseededRandom


def fixed(rule: Rule, text: str) -> Notebook:
    notebook = parse(text).notebook
    (finding,) = rule.find(Reading(notebook))
    assert finding.fix is not None and finding.fix.safe
    return applied(notebook, finding.fix.edits)


def test_parameters_are_gathered_in_their_order_with_their_comments() -> None:
    after = fixed(
        ParametersScattered(),
        """
        # %%
        import pandas as pd
        # %%
        INPUT_FILE = "sales.csv"  # from the shop
        df = pd.read_csv(INPUT_FILE)
        # %%
        print(df)
        THRESHOLD = 0.75
        # %%
        start_date = "2024-01-01"
        # %%
        print(THRESHOLD, start_date)
        """,
    )
    first, *others = after.cells
    assert first.source == 'INPUT_FILE = "sales.csv"  # from the shop\nTHRESHOLD = 0.75\nstart_date = "2024-01-01"'
    assert first.tags == ("parameters",)
    assert [cell.source for cell in others] == [
        "import pandas as pd",
        "df = pd.read_csv(INPUT_FILE)",
        "print(df)",
        "print(THRESHOLD, start_date)",
    ]


def test_a_cell_with_more_than_its_parameter_is_kept() -> None:
    after = fixed(
        ParametersScattered(),
        """
        # %%
        A_PATH = "a"
        # %%
        # why this one
        B_PATH = "b"
        # %%
        C_PATH = "c"
        # %%
        print(A_PATH, B_PATH, C_PATH)
        """,
    )
    assert [cell.source for cell in after.cells][1:] == ["# why this one", "print(A_PATH, B_PATH, C_PATH)"]


def test_every_place_that_needs_a_card_is_asked_for_one() -> None:
    after = fixed(GpuOnly(), '# %%\nimport torch\nx = torch.zeros(1, device="cuda")\n# %%\ny = torch.ones(1).to("cuda:1")')
    choice = '"cuda" if torch.cuda.is_available() else "cpu"'
    assert [cell.source for cell in after.cells] == [
        f"import torch\nx = torch.zeros(1, device={choice})",
        f"y = torch.ones(1).to({choice})",
    ]


def test_the_seed_goes_before_the_function_that_draws() -> None:
    after = fixed(UnseededRandom(), "# %%\nfrom random import choice\n# %%\n@cached\ndef throw():\n    return choice([1, 2])")
    assert after.cells[1].source == "import random\nrandom.seed(0)\n@cached\ndef throw():\n    return choice([1, 2])"
