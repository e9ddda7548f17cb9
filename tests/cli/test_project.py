"""`jupyter quality project` writes into an empty place or not at all."""

import json
from pathlib import Path

import pytest

from jupyter_quality.cli import main
from jupyter_quality.refactor.project.report import KEPT_IN, read_report

SCRIPT = """\
# %%
import os

# %%
# Area of the field
side = 30
area = side**2
fence = 4 * side
share = area / fence

# %%
# Number of the process
number = os.getpid()
more = number + share
most = more * 2

# %%
share
"""


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "field.py").write_text(SCRIPT)
    target = tmp_path / "made"
    target.mkdir()
    (target / "kept.txt").write_text("mine")
    assert main(["project", str(tmp_path / "field.py"), "-o", str(target)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert [path.name for path in target.iterdir()] == ["kept.txt"]


def test_what_is_no_notebook_makes_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "odd.ipynb").write_text("no notebook")
    assert main(["project", str(tmp_path / "odd.ipynb"), "-o", str(tmp_path / "out")]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_project_with_its_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "field.py").write_text(SCRIPT)
    target = tmp_path / "made"
    command = ["project", str(tmp_path / "field.py"), "-o", str(target), "--quiet", "--output-format", "json"]
    assert main(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["package"], told["folder"], told["verified"]) == ("field", str(target), True)
    assert [cell["number"] for cell in told["cells"]] == [1, 2, 3, 4]
    assert [name.partition(".")[0] for name in told["cells"][1]["moved_to"]] == ["field"]
    assert told["cells"][3] == {"id": told["cells"][3]["id"], "number": 4, "kept": False, "reason": "it shows a result"}
    assert told["tests"]["passed"] == 1
    assert told["tests"]["failed"] == len(told["tests"]["dropped"]) == 1, "the process is another each time"
    kept = read_report((target / KEPT_IN).read_text())
    assert kept is not None
    assert (kept.notebook, kept.folder, kept.verified) == ("field.py", "", True)
    assert str(tmp_path) not in (target / KEPT_IN).read_text()
    assert main(command) == 2
