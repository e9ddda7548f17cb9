"""How much memory a process holds, with psutil and without."""

import os
import subprocess
import sys

import pytest

from jupyter_quality.proof.memory import used


@pytest.fixture(params=["psutil", "proc"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With psutil, and as if it were not installed."""
    if request.param == "psutil":
        pytest.importorskip("psutil")
    elif not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells it without psutil")
    else:
        monkeypatch.setitem(sys.modules, "psutil", None)
    return str(request.param)


def test_a_process_holds_what_it_holds(way: str) -> None:
    before = used(os.getpid()) or 0
    held = b"x" * 2**26
    after = used(os.getpid()) or 0
    assert before > 2**24 and len(held) * 0.9 < after - before


def test_a_process_that_is_gone_holds_nothing(way: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert used(process.pid) is None
