"""Clean runs that are asked for by HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from jupyter_server.auth import Authorizer

from jupyter_quality.proof.store import ProofStore

Prove = Callable[..., Awaitable[tuple[int, Any]]]
Ended = Callable[[str, str], Awaitable[Any]]

pytestmark = pytest.mark.usefixtures("data_dir")


@pytest.fixture
def prove(task: Callable[..., Any]) -> Prove:
    """Ask the endpoint: the status and the answer."""
    return lambda method, path: task(method, "proofs", path)


async def test_a_run_from_its_start_to_its_proof(prove: Prove, ended: Ended, stored: Callable[..., None], jp_root_dir: Any) -> None:
    stored("a/n.ipynb", "import time; time.sleep(1); print(open('x.txt').read())", "open('x.txt', 'w')")
    (jp_root_dir / "a" / "x.txt").write_text("beside")
    status, state = await prove("GET", "a/n.ipynb")
    assert (status, state["running"], state["proof"]) == (200, False, None)
    status, state = await prove("POST", "a/n.ipynb")
    assert (status, state["running"]) == (202, True)
    assert (await prove("POST", "/a/n.ipynb"))[1]["running"]
    state = await ended("proofs", "a/n.ipynb")
    assert not state["edited"]
    assert [(cell["id"], cell["verdict"]) for cell in state["proof"]["cells"]] == [("a", "unshown"), ("b", "unshown")]
    assert state["proof"]["cells"][0]["clean"] == [{"kind": "printed", "text": "beside\n", "mime": "text/plain", "plain": ""}]
    assert (jp_root_dir / "a" / "x.txt").read_text() == "beside"
    assert ProofStore().last(jp_root_dir / "a" / "n.ipynb") is not None
    stored("a/n.ipynb", "x = 2")
    assert (await prove("GET", "a/n.ipynb"))[1]["edited"]


async def test_a_run_that_is_cancelled(prove: Prove, ended: Ended, stored: Callable[..., None]) -> None:
    stored("n.ipynb", "import time; time.sleep(60)")
    await prove("POST", "n.ipynb")
    assert await prove("DELETE", "n.ipynb") == (204, None)
    state = await ended("proofs", "n.ipynb")
    assert state["proof"]["trouble"] == "The run was cancelled."
    assert await prove("DELETE", "n.ipynb") == (204, None)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["gone.ipynb", "../n.ipynb"])
async def test_what_is_not_there_is_said(prove: Prove, method: str, path: str) -> None:
    assert await prove(method, path) == (404, {"message": f"There is no {path} here."})


async def test_what_is_no_notebook_is_told_as_trouble(prove: Prove, ended: Ended, jp_root_dir: Any) -> None:
    (jp_root_dir / "broken.ipynb").write_text("{")
    await prove("POST", "broken.ipynb")
    assert "not valid JSON" in (await ended("proofs", "broken.ipynb"))["proof"]["trouble"]


class NoKernels(Authorizer):
    """Lets everybody at the notebooks, nobody at kernels."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return resource != "kernels"


@pytest.mark.parametrize("server_settings", [{"authorizer_class": NoKernels}])
async def test_who_may_start_no_kernel_may_start_no_run(prove: Prove, stored: Callable[..., None]) -> None:
    stored("n.ipynb", "x = 1")
    assert (await prove("GET", "n.ipynb"))[0] == 200
    assert (await prove("POST", "n.ipynb"))[0] == 403
    assert (await prove("DELETE", "n.ipynb"))[0] == 403
