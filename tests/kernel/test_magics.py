"""The magics in a real kernel: what each cell shows, and that the user's own code runs as it would without them."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).parents[2]


@dataclass
class Ran:
    """What a run of a cell sent back."""

    status: str = ""
    error: str = ""
    stdout: str = ""
    stderr: str = ""
    displayed: list[dict[str, str]] = field(default_factory=list)
    result: str | None = None

    @property
    def text(self) -> str:
        return "\n".join(data["text/plain"] for data in self.displayed)

    @property
    def html(self) -> str:
        return "\n".join(data.get("text/html", "") for data in self.displayed)


class Kernel:
    def __init__(self, client: BlockingKernelClient) -> None:
        self.client = client

    def run(self, code: str) -> Ran:
        ran = Ran()

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            match message["msg_type"]:
                case "stream":
                    setattr(ran, content["name"], getattr(ran, content["name"]) + content["text"])
                case "display_data":
                    ran.displayed.append(content["data"])
                case "execute_result":
                    ran.result = content["data"]["text/plain"]

        reply = self.client.execute_interactive(code, output_hook=hear, timeout=60)["content"]
        ran.status, ran.error = reply["status"], reply.get("ename", "")
        return ran


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    own = {"PYTHONPATH": str(ROOT), "JUPYTER_DATA_DIR": str(tmp_path_factory.mktemp("data"))}
    environment = {key: value for key, value in os.environ.items() if key != "JPY_SESSION_NAME"} | own
    manager, client = start_new_kernel(kernel_name="python3", env=environment)
    try:
        kernel = Kernel(client)
        assert kernel.run("%load_ext jupyter_quality").status == "ok"
        yield kernel
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    source = "import os\nprint(1)  # <b onclick='x'>&amp;</b><script>alert(1)</script>"
    cells = [{"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": 1, "source": source}]
    path = tmp_path / "<img src=x onerror=alert(1)>.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def test_a_kernel_that_does_not_know_its_notebook_says_what_to_do(kernel: Kernel) -> None:
    ran = kernel.run("%quality")
    assert ran.status == "ok" and "Name it: %quality --notebook PATH" in ran.stderr and not ran.displayed


def test_this_notebook_as_it_was_saved(kernel: Kernel, notebook: Path) -> None:
    ran = kernel.run(f"%quality --notebook {str(notebook)!r}")
    assert ran.status == "ok" and "as it was saved at" in ran.text and "unused-import" in ran.text and "cell 1:1:8" in ran.text


def test_the_notebook_is_found_through_the_server_s_variable(kernel: Kernel, notebook: Path) -> None:
    kernel.run(f"import os; os.environ['JPY_SESSION_NAME'] = {str(notebook)!r}")
    ran = kernel.run("%quality")
    kernel.run("os.environ['JPY_SESSION_NAME'] += 'renamed'")
    gone = kernel.run("%quality")
    kernel.run("del os.environ['JPY_SESSION_NAME']")
    assert "unused-import" in ran.text
    assert "is not there (it may have been renamed)" in gone.stderr and gone.status == "ok"


def test_json(kernel: Kernel, notebook: Path) -> None:
    ran = kernel.run(f"%quality check --json {str(notebook)!r}")
    findings = json.loads(ran.stdout)
    assert ("unused-import", 1) in [(finding["code"], finding["cell"]) for finding in findings] and not ran.displayed


def test_no_markup_of_a_notebook_survives(kernel: Kernel, notebook: Path) -> None:
    html = kernel.run(f"%quality check {str(notebook)!r}").html
    assert "&lt;img src=x" in html and "<img" not in html and "<script" not in html and "<b onclick" not in html


def test_explain_and_rules(kernel: Kernel) -> None:
    assert kernel.run("%quality explain nan-comparison").text.startswith("# nan-comparison")
    assert "did you mean" in kernel.run("%quality explain nan-comparisn").stderr
    assert "unused-import" in kernel.run("%quality rules").stdout


def test_help_and_mistakes_never_end_the_kernel(kernel: Kernel) -> None:
    ran = kernel.run("%quality --help")
    assert ran.status == "ok" and "check" in ran.stdout and "explain" in ran.stdout
    assert "--notebook" in kernel.run("%quality check --help").stdout
    assert kernel.run("%quality nonsense").error == "UsageError"
    assert kernel.run("%quality check 'a").error == "UsageError"
    assert kernel.run("1 + 1").result == "2"


def test_a_cell_is_checked_and_then_run(kernel: Kernel) -> None:
    kernel.run("import numpy as np\nages = np.array([1.0, np.nan])")
    ran = kernel.run("%%quality\nmissing = ages[ages == np.nan]\nlen(missing)")
    assert "nan-comparison" in ran.text and "This cell" in ran.text and ran.result == "0"


def test_a_clean_cell_runs_without_a_word(kernel: Kernel) -> None:
    ran = kernel.run("%%quality\nimport math\nfactor = math.sqrt(16)\nfactor")
    assert (ran.status, ran.displayed, ran.result) == ("ok", [], "4.0")


def test_an_error_of_the_cell_stays_the_cell_s(kernel: Kernel) -> None:
    ran = kernel.run("%%quality\n\nprint(never_defined)")
    assert ran.error == "NameError" and "undefined-name" in ran.text
    ran = kernel.run("%%quality\ndef f(:")
    assert ran.error == "SyntaxError" and "syntax-error" in ran.text


def test_lines_keep_their_numbers(kernel: Kernel) -> None:
    assert kernel.run("%%quality\nimport sys\nsys._getframe().f_lineno").result == "3"


def test_a_cell_may_await_and_hold_other_magics(kernel: Kernel) -> None:
    assert kernel.run("%%quality\nimport asyncio\nawait asyncio.sleep(0.01)\n'waited'").result == "'waited'"
    assert "Wall time" in kernel.run("%%quality\n%%time\nx = 1").stdout
    assert kernel.run("%%quality\n%%time\nraise KeyError").error == "KeyError"


def test_names_of_the_kernel_are_known_and_their_code_is_not_run(kernel: Kernel) -> None:
    kernel.run(
        "class Loud:\n    def __getattribute__(self, name): raise SystemError\n    def __repr__(self): raise SystemError\nloud = Loud()"
    )
    ran = kernel.run("%%quality\n_ = loud, np, len")
    assert (ran.status, ran.displayed, ran.stderr) == ("ok", [], "")


def test_settings_of_the_session(kernel: Kernel) -> None:
    kernel.run("%config Quality.ignore = ['nan-comparison']")
    quiet = kernel.run("%%quality\nmissing = ages[ages == np.nan]")
    kernel.run("%config Quality.ignore = []")
    assert not quiet.displayed and kernel.run("%%quality\nmissing = ages[ages == np.nan]").displayed


def test_reloading_leaves_one_of_each(kernel: Kernel) -> None:
    kernel.run("%reload_ext jupyter_quality")
    assert len(kernel.run("%%quality\nmissing = ages[ages == np.nan]").displayed) == 1
    kernel.run("%unload_ext jupyter_quality")
    assert kernel.run("%quality").error == "UsageError"
    assert kernel.run("%load_ext jupyter_quality").status == "ok"


def test_prove(kernel: Kernel, tmp_path: Path) -> None:
    output = {"output_type": "stream", "name": "stdout", "text": "2\n"}
    cell = {"id": "a", "cell_type": "code", "metadata": {}, "source": "print(1)", "execution_count": 1, "outputs": [output]}
    path = tmp_path / "other.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}))
    ran = kernel.run(f"%quality prove --once {path}")
    assert ran.status == "ok"
    assert "  cell 1 differs: what is printed differs\n    shown  2\n    clean  1\n" in ran.stdout
    assert kernel.run("%quality prove no-such.ipynb").stderr == "There is no file no-such.ipynb.\n"


def test_refactor(kernel: Kernel, tmp_path: Path) -> None:
    ran = kernel.run(f"%quality refactor {Path(__file__).parents[2] / 'binder' / 'tour.ipynb'}")
    assert ran.status == "ok"
    assert ran.stdout.startswith(
        "cell 15: Make one function `table = summarise_table(customers, text)` of the 5 lines that cells 15 and 16 share\n"
    )
    assert "CRM_TOKEN" not in ran.stdout
    assert "\ncell 19: `leave_rate` cannot move to a module: it uses `customers` of the notebook\n" in ran.stdout
    told = json.loads(kernel.run(f"%quality refactor --json {Path(__file__).parents[2] / 'binder' / 'tour.ipynb'}").stdout)
    assert (told["package"], len(told["checklist"])) == ("tour", 7)
    path = tmp_path / "other.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}))
    assert kernel.run(f"%quality refactor {path}").stdout == "No move would pay in other.ipynb.\n"
    assert kernel.run("%quality refactor no-such.ipynb").stderr == "There is no file no-such.ipynb.\n"
