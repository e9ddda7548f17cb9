"""Projects that are asked for by HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from jupyter_server.auth import Authorizer

pytestmark = pytest.mark.usefixtures("data_dir")

Task = Callable[..., Awaitable[tuple[int, Any]]]
Ended = Callable[[str, str], Awaitable[Any]]
CELLS = ("side = 30", "area = side ** 2\nfence = 4 * side\nshare = area / fence", "print(share)")


async def test_a_project_from_its_start_to_its_report(
    ask: Task, task: Task, ended: Ended, stored: Callable[..., None], jp_root_dir: Any
) -> None:
    stored("a/field.ipynb", *CELLS)
    status, state = await task("POST", "projects", "a/field.ipynb")
    assert (status, state["running"], state["folder"]) == (202, True, "a/field")
    state = await ended("projects", "a/field.ipynb")
    assert state["trouble"] is None
    report = state["report"]
    assert (report["folder"], report["package"], report["verified"]) == ("a/field", "field", True)
    assert [cell["id"] for cell in report["cells"]] == ["a", "b", "c"]
    assert (report["tests"]["passed"], len(report["functions"])) == (1, 1)
    assert (jp_root_dir / "a/field/src/field/__init__.py").is_file()
    assert sorted(path.name for path in (jp_root_dir / "a").iterdir()) == ["field", "field.ipynb"]
    _, advice = await ask("refactor", {"path": "a/field.ipynb"})
    assert [line["standing"] for line in advice["checklist"][-2:]] == ["done", "done"]
    status, answer = await task("POST", "projects", "a/field.ipynb")
    assert (status, answer) == (409, {"message": "a/field is not empty: choose another name."})


async def test_a_project_that_follows_its_notebook(
    ask: Task, task: Task, ended: Ended, stored: Callable[..., None], jp_root_dir: Any
) -> None:
    stored("field.ipynb", *CELLS)
    await task("POST", "projects", "field.ipynb", package="land")
    assert (await ended("projects", "field.ipynb"))["report"]["verified"]
    stored("field.ipynb", *CELLS[:2], "print(share * 2)")
    (jp_root_dir / "land/README.md").write_text("My own words.\n")
    _, advice = await ask("refactor", {"path": "field.ipynb"})
    assert (advice["package"], advice["checklist"][-1]["step"]["to"]) == ("land", "update")
    await task("POST", "projects", "field.ipynb", package="land", update=True)
    state = await ended("projects", "field.ipynb")
    assert (state["trouble"], state["conflicts"], state["edited"]) == (None, [], ["README.md"])
    assert (state["report"]["verified"], state["report"]["folder"], state["report"]["notebook"]) == (True, "land", "field.ipynb")
    assert (jp_root_dir / "land/README.md").read_text() == "My own words.\n"
    _, advice = await ask("refactor", {"path": "field.ipynb"})
    assert advice["checklist"][-1]["standing"] == "done"


async def test_an_update_of_what_is_no_project(task: Task, ended: Ended, stored: Callable[..., None], jp_root_dir: Any) -> None:
    stored("n.ipynb", "x = 1")
    await task("POST", "projects", "n.ipynb", update=True)
    state = await ended("projects", "n.ipynb")
    assert state["trouble"]
    assert str(jp_root_dir) not in state["trouble"]
    assert [path.name for path in jp_root_dir.iterdir()] == ["n.ipynb"]


async def test_a_project_that_is_cancelled(task: Task, ended: Ended, counted: Ended, stored: Callable[..., None], jp_root_dir: Any) -> None:
    stored("n.ipynb", "import time; time.sleep(60)")
    await task("POST", "projects", "n.ipynb", package="own")
    state = await counted("projects", "n.ipynb")
    assert (state["folder"], state["doing"], state["of"]) == ("own", "running the notebook", 3)
    assert (await task("DELETE", "projects", "n.ipynb"))[0] == 204
    state = await ended("projects", "n.ipynb")
    assert (state["trouble"], state["report"], state["folder"]) == ("The project was cancelled.", None, "own")
    assert [path.name for path in jp_root_dir.iterdir()] == ["n.ipynb"]


@pytest.mark.parametrize("package", ["1st", "my-project", "class", "../up", "a/b"])
async def test_what_is_no_name_of_a_package(task: Task, stored: Callable[..., None], package: str) -> None:
    stored("n.ipynb", "x = 1")
    status, _ = await task("POST", "projects", "n.ipynb", package=package)
    assert status == 400


async def test_what_is_not_there_is_said(task: Task) -> None:
    assert await task("POST", "projects", "gone.ipynb") == (404, {"message": "There is no gone.ipynb here."})
    assert (await task("GET", "projects", "../n.ipynb"))[0] == 404


class NoKernels(Authorizer):
    """Lets everybody at the notebooks, nobody at kernels."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return resource != "kernels"


@pytest.mark.parametrize("server_settings", [{"authorizer_class": NoKernels}])
@pytest.mark.parametrize("what", ["projects", "refactor/proofs"])
async def test_who_may_start_no_kernel_may_start_neither(task: Task, stored: Callable[..., None], what: str) -> None:
    stored("n.ipynb", "x = 1")
    assert (await task("GET", what, "n.ipynb"))[0] == 200
    assert (await task("POST", what, "n.ipynb", suggestion="x"))[0] == 403
    assert (await task("DELETE", what, "n.ipynb"))[0] == 403
