"""`jupyter quality check` as a user meets it: a process, its two streams and its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jupyter_quality.runs.record import Run
from jupyter_quality.runs.store import FILE, RunStore
from jupyter_quality.runs.value import Value

MESSY = ["import os\nimport sys\nprint(sys.argv)", "print(undefined)"]


def notebook(*sources: str, **cell: object) -> str:
    cells = [{"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": [], "source": s, **cell} for n, s in enumerate(sources, 1)]
    for one in cells:
        one.setdefault("execution_count", None)
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


MAIN = "import sys; from jupyter_quality.cli import main; sys.exit(main(sys.argv[1:]))"


def quality(*args: str | Path, cwd: Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", MAIN, *map(str, args)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
    )


def codes(run: subprocess.CompletedProcess[str]) -> list[tuple[str, int | None]]:
    return [(finding["code"], finding["cell"]) for finding in json.loads(run.stdout)]


NAMES = ("--select", "names", "--no-ruff")


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    (tmp_path / "messy.ipynb").write_text(notebook(*MESSY))
    return tmp_path


def test_findings_end_with_1_and_none_with_0(messy: Path) -> None:
    (messy / "clean.ipynb").write_text(notebook("print(1)"))
    run = quality("check", *NAMES, cwd=messy)
    assert (run.returncode, run.stderr) == (1, "")
    assert "messy.ipynb:cell 1:1:8" in run.stdout and "2 findings (1 wrong, 1 style) in 1 of 2 notebooks" in run.stdout
    run = quality("check", "clean.ipynb", *NAMES, cwd=messy)
    assert (run.returncode, run.stdout) == (0, "No findings in 1 notebook.\n")


def test_exit_zero(messy: Path) -> None:
    assert quality("check", *NAMES, "--exit-zero", cwd=messy).returncode == 0


def test_a_missing_path_is_trouble_and_the_others_are_still_checked(messy: Path) -> None:
    run = quality("check", "nowhere.ipynb", "messy.ipynb", *NAMES, "--output-format", "concise", cwd=messy)
    assert run.returncode == 2
    assert run.stderr == "error: nowhere.ipynb: there is no such file or folder\n"
    assert len(run.stdout.splitlines()) == 4


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_trouble(messy: Path) -> None:
    (messy / "messy.ipynb").chmod(0)
    run = quality("check", *NAMES, cwd=messy)
    assert run.returncode == 2 and "Permission denied" in run.stderr


def test_a_file_that_is_no_notebook_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "broken.ipynb").write_text("{")
    run = quality("check", "--output-format", "json", cwd=tmp_path)
    (finding,) = json.loads(run.stdout)
    assert run.returncode == 1 and finding["cell"] is None and finding["cell_id"] is None and "not valid JSON" in finding["message"]


def test_json_is_a_superset_of_ruff_s(messy: Path) -> None:
    ours = json.loads(quality("check", *NAMES, "--output-format", "json", cwd=messy).stdout)
    ruff = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F", "--output-format", "json", "messy.ipynb"],
        cwd=messy,
        capture_output=True,
        check=False,
    )
    theirs = json.loads(ruff.stdout)
    for our, their in zip(ours, theirs, strict=True):
        assert their.keys() <= our.keys()
        for key in ("filename", "cell", "location", "noqa_row"):
            assert our[key] == their[key], key
    assert theirs[0]["fix"].keys() <= ours[0]["fix"].keys()
    assert theirs[0]["fix"]["edits"][0].keys() <= ours[0]["fix"]["edits"][0].keys()
    assert ours[0].keys() >= {"cell_id", "family", "related", "confidence"}


def test_folders_are_walked_for_notebooks_only(tmp_path: Path) -> None:
    for path in (
        "a/one.ipynb",
        ".hidden/two.ipynb",
        "a/.ipynb_checkpoints/three.ipynb",
        "node_modules/x/four.ipynb",
        "a/five.py",
        "env/six.ipynb",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(notebook("print(undefined)") if path.endswith("ipynb") else "print(undefined)")
    (tmp_path / "env" / "pyvenv.cfg").touch()
    run = quality("check", *NAMES, "--output-format", "json", cwd=tmp_path)
    assert [Path(finding["filename"]).name for finding in json.loads(run.stdout)] == ["one.ipynb"]
    run = quality("check", "a/five.py", ".hidden", "a", "a/one.ipynb", *NAMES, "--output-format", "json", cwd=tmp_path)
    assert [Path(finding["filename"]).name for finding in json.loads(run.stdout)] == ["five.py", "two.ipynb", "one.ipynb"]


def test_excluded_files_are_passed_over(messy: Path) -> None:
    (messy / "drafts").mkdir()
    (messy / "drafts" / "b.ipynb").write_text(notebook(*MESSY))
    (messy / "pyproject.toml").write_text('[tool.jupyter_quality]\nexclude = ["drafts", "m*.ipynb"]\n')
    assert "No notebooks found" in quality("check", cwd=messy).stderr
    assert quality("check", "messy.ipynb", cwd=messy).returncode == 1
    assert quality("check", "messy.ipynb", "--force-exclude", cwd=messy).returncode == 0


def test_settings_come_from_the_nearest_pyproject_and_flags_go_over_them(messy: Path) -> None:
    (messy / "pyproject.toml").write_text('[tool.jupyter_quality]\nselect = ["undefined-name"]\n')
    assert codes(quality("check", "--output-format", "json", cwd=messy)) == [("undefined-name", 2)]
    assert codes(quality("check", "--extend-select", "unused-import", "--output-format", "json", cwd=messy)) == [
        ("unused-import", 1),
        ("undefined-name", 2),
    ]
    assert codes(quality("check", "--ignore", "undefined-name", "--output-format", "json", cwd=messy)) == []
    assert len(codes(quality("check", "--isolated", *NAMES, "--output-format", "json", cwd=messy))) == 2
    shown = quality("check", "--show-settings", cwd=messy).stdout
    assert 'select = ["undefined-name"]' in shown and str(messy / "pyproject.toml") in shown


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--select", "undefined-nam"], "there is no rule or family `undefined-nam`; did you mean `undefined-name`"),
        (["--confidence", "7"], "`confidence`"),
    ],
)
def test_a_setting_that_cannot_be_is_trouble(messy: Path, args: list[str], message: str) -> None:
    run = quality("check", *args, cwd=messy)
    assert run.returncode == 2 and message in run.stderr and "Traceback" not in run.stderr and not run.stdout


def test_a_broken_pyproject_is_trouble(messy: Path) -> None:
    (messy / "pyproject.toml").write_text("[tool.jupyter_quality]\nnonsense = 1\n")
    run = quality("check", cwd=messy)
    assert run.returncode == 2 and "there is no setting `nonsense`" in run.stderr and "Traceback" not in run.stderr


def test_stdin(tmp_path: Path) -> None:
    run = quality("check", "-", "--stdin-filename", "x/report.ipynb", *NAMES, cwd=tmp_path, stdin=notebook(*MESSY))
    assert run.returncode == 1 and "x/report.ipynb:cell 1:1:8" in run.stdout
    run = quality("check", "-", "--fix", *NAMES, cwd=tmp_path, stdin=notebook(*MESSY))
    assert run.returncode == 1 and json.loads(run.stdout) == json.loads(notebook("import sys\nprint(sys.argv)", MESSY[1]))
    assert "undefined" in run.stderr


def test_fix_mends_what_is_safe_and_keeps_the_rest(messy: Path) -> None:
    run = quality("check", "--fix", *NAMES, cwd=messy)
    assert run.returncode == 1 and "1 finding fixed: 1 unused-import." in run.stderr and "unused-import" not in run.stdout
    assert (messy / "messy.ipynb").read_text() == notebook("import sys\nprint(sys.argv)", MESSY[1])


def test_diff_shows_and_writes_nothing(messy: Path) -> None:
    run = quality("check", "--diff", *NAMES, cwd=messy)
    assert run.returncode == 1
    assert run.stdout == "--- messy.ipynb:cell 1\n+++ messy.ipynb:cell 1\n@@ -1,3 +1,2 @@\n-import os\n import sys\n print(sys.argv)\n"
    assert (messy / "messy.ipynb").read_text() == notebook(*MESSY)


def test_statistics(messy: Path) -> None:
    run = quality("check", "--statistics", *NAMES, cwd=messy)
    assert [line.split() for line in run.stdout.splitlines()[:2]] == [
        ["1", "wrong", "undefined-name"],
        ["1", "style", "[*]", "unused-import"],
    ]
    rows: list[dict[str, Any]] = json.loads(quality("check", "--statistics", "--output-format", "json", *NAMES, cwd=messy).stdout)
    assert [(row["code"], row["count"], row["fixable"]) for row in rows] == [("undefined-name", 1, 0), ("unused-import", 1, 1)]


def test_output_file(messy: Path) -> None:
    run = quality("check", "--output-file", "found.json", "--output-format", "json", *NAMES, cwd=messy)
    assert run.returncode == 1 and run.stdout == "" and len(json.loads((messy / "found.json").read_text())) == 2
    run = quality("check", "--output-file", "no/such/folder.json", *NAMES, cwd=messy)
    assert run.returncode == 2 and "no/such" in run.stderr and "Traceback" not in run.stderr


def test_text_of_a_notebook_cannot_steer_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "::error ::x\x1b[31m.ipynb").write_text(notebook("print('\x1b]0;title\x07\u202e', \tundefined_\u00e9\u00e8)"))
    for form in ("full", "concise"):
        run = quality("check", *NAMES, "--output-format", form, "::error ::x\x1b[31m.ipynb", cwd=tmp_path, PYTHONIOENCODING="ascii")
        assert run.returncode == 1 and not set(run.stdout) & {"\x1b", "\x07", "\u202e"}
        assert "undefined_\\xe9\\xe8" in run.stdout and not any(line.startswith("::") for line in run.stdout.splitlines())


def test_a_reader_that_goes_away_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "many.ipynb").write_text(notebook(*(f"print(undefined_{n})" for n in range(3000))))
    command = f"{sys.executable} -c '{MAIN}' check --no-ruff | head -n 1"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    assert run.stderr == "" and len(run.stdout.splitlines()) == 1


def test_no_command_is_said_with_the_usage(tmp_path: Path) -> None:
    run = quality(cwd=tmp_path)
    assert run.returncode == 2 and "COMMAND" in run.stderr and "Traceback" not in run.stderr


def test_checking_imports_no_kernel_and_no_server(messy: Path) -> None:
    code = (
        "import sys; from jupyter_quality.cli import main; main(['check', 'messy.ipynb'])\n"
        "print({'IPython', 'jupyter_server', 'nbformat', 'nbclient'} & sys.modules.keys(), file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run([sys.executable, "-c", code], cwd=messy, env=environment, capture_output=True, text=True, check=True)
    assert run.stderr == "set()\n"


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    command = f"{sys.executable} -c '{MAIN}' check --select names --no-ruff <(cat)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run(
        ["/bin/bash", "-c", command], cwd=tmp_path, input=notebook(*MESSY), capture_output=True, text=True, check=False, env=environment
    )
    assert run.returncode == 1 and "unused-import" in run.stdout


def test_recorded_runs_are_taken_in_where_asked_for(tmp_path: Path) -> None:
    path, data = tmp_path / "n.ipynb", tmp_path / "data"
    path.write_text(notebook("print(rate)", execution_count=2))
    made = {"rate": Value("builtins.int", "int:1")}
    runs = [
        Run("1", "k", "gone", "rate = 3", 1e10, wrote=made),
        Run("2", "k", "c1", "print(rate)", 1e10 + 1, read={"rate": "int:1"}, output="o", shows=True),
    ]
    RunStore(data / FILE).add(str(path.resolve()), runs)
    select = ("--select", "state,names", "--no-ruff", "--output-format", "json")
    assert codes(quality("check", *select, cwd=tmp_path, JUPYTER_DATA_DIR=str(data))) == [("deleted-definition", 1)]
    run = quality("check", "--runs", *select, cwd=tmp_path, JUPYTER_DATA_DIR=str(data))
    assert sorted(codes(run)) == [("deleted-definition", 1), ("stale-result", 1)]
    assert quality("check", "--runs", "--fix", *select, cwd=tmp_path, JUPYTER_DATA_DIR=str(data)).returncode in {0, 1}
    assert ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]] == ["rate = 3", "print(rate)"]
    (data / FILE).write_text("no database" * 999)
    run = quality("check", "--runs", *select, cwd=tmp_path, JUPYTER_DATA_DIR=str(data))
    assert run.returncode == 2 and "the recorded runs are left out" in run.stderr
