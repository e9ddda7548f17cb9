"""The tour shows something in each family, and its look-alikes stay silent."""

from pathlib import Path

from jupyter_quality.engine import check_file
from jupyter_quality.notebook.read import read_file

TOUR = Path(__file__).parents[1] / "binder" / "tour.ipynb"
LOOK_ALIKES = {"tidy", "features", "plot", "title"}
FAMILIES = {"names", "api", "state", "reproducibility", "security", "structure", "leakage", "sampling"}


def test_every_family_has_something_to_show() -> None:
    findings = check_file(TOUR).findings
    assert {finding.family for finding in findings} >= FAMILIES
    assert {str(finding.severity) for finding in findings} == {"wrong", "fragile", "style"}
    assert any(finding.fix and finding.fix.safe for finding in findings)
    assert {finding.rule for finding in findings} >= {
        "defined-below",
        "deleted-definition",
        "saved-error",
        "unused-allowance",
        "unused-import",
    }


def test_look_alikes_and_what_is_allowed_stay_silent() -> None:
    findings = check_file(TOUR).findings
    assert {cell.id for cell in read_file(TOUR).cells} >= LOOK_ALIKES
    assert not [finding for finding in findings if finding.place and finding.place.cell_id in LOOK_ALIKES]
    assert [f.rule for f in findings if f.place and f.place.cell_id == "nan-lesson"] == ["unused-allowance"]


def test_nothing_of_the_machine_that_ran_it_is_in_it() -> None:
    text = TOUR.read_text(encoding="utf-8")
    assert "/tmp/ipykernel" not in text and "site-packages" not in text and "stderr" not in text
