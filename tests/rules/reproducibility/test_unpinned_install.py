import pytest

from jupyter_quality.notebook.apply import applied
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules.reproducibility import unpinned_install
from jupyter_quality.rules.reproducibility.unpinned_install import UnpinnedInstall


def fixed(source: str) -> str | None:
    notebook = Notebook("a.ipynb", (Cell("a", 1, CellKind.CODE, source),))
    (finding,) = UnpinnedInstall().find(Reading(notebook))
    return None if finding.fix is None else applied(notebook, finding.fix.edits).cells[0].source


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpinned_install, "version_of", {"pandas": "2.2.3", "scikit-learn": "1.5.0"}.get)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("!pip install pandas # pinned by this", "%pip install pandas==2.2.3 # pinned by this"),
        ("%pip install -q pandas 'scikit-learn' unheard-of", "%pip install -q pandas==2.2.3 'scikit-learn==1.5.0' unheard-of"),
        ("import sys\n!{sys.executable} -m pip install pandas[excel]", "import sys\n%pip install pandas[excel]==2.2.3"),
        ("pip install pandas", "%pip install pandas==2.2.3"),
        ("!pip3 install numpy==2 pandas", "%pip install numpy==2 pandas==2.2.3"),
    ],
)
def test_the_fix_pins_to_the_versions_that_are_installed(source: str, expected: str) -> None:
    assert fixed(source) == expected


@pytest.mark.parametrize(
    "source", ["!pip install unheard-of", "!cd x && pip install pandas", "!conda install pandas", "%%bash\npip install pandas"]
)
def test_there_is_no_fix_where_no_version_is_known_or_the_line_does_more(source: str) -> None:
    assert fixed(source) is None
