"""What there was no time for after a run is looked at in the event loop's free moments, before the next run, or said to be unknown."""

import asyncio
import threading

import pytest

from jupyter_quality.kernel import recorder
from jupyter_quality.kernel.idle import Quiet
from jupyter_quality.runs.record import Run


@pytest.fixture(autouse=True)
def no_time(monkeypatch):
    """No time for what a run is not near to."""
    monkeypatch.setattr(recorder, "REST", -1.0)
    monkeypatch.setattr(recorder, "SHARE", 0.0)


def later(one) -> list[Run]:
    return [run for run in one.recorder.runs if run.of]


def run_in_loop(one, *ids: str, between=lambda: None) -> None:
    """Run cells in a loop that is then free for a moment, in which there is time."""

    async def work() -> None:
        one.recorder._quiet = Quiet(one.shell)
        one.run(*ids)
        between()
        recorder.REST = 1.0
        await asyncio.sleep(0.2)

    asyncio.run(work())


def test_a_free_moment_finds_what_the_run_changed(session):
    one = session("a = [[0] for _ in range(99)]\nhold = iter([a])", "next(hold).append(1)", "print(len(a))").run("a")
    run_in_loop(one, "b")
    [found] = later(one)
    assert found.of == next(run.id for run in one.recorder.runs if run.cell_id == "b")
    assert found.wrote.keys() == {"a"}
    one.run("c")
    assert one.stale == []


def test_without_a_free_moment_it_is_found_before_the_next_run(session, monkeypatch):
    one = session("a = [[0] for _ in range(99)]\nhold = iter([a])", "next(hold).append(1)", "print(len(a))").run("a", "b")
    assert later(one) == []
    monkeypatch.setattr(recorder, "REST", 1.0)
    one.run("c")
    assert [run.wrote.keys() for run in later(one)] == [{"a"}]
    assert one.stale == []


def test_where_there_was_no_time_at_all_it_is_unknown(session):
    one = session("a = [[0] for _ in range(99)]\nhold = iter([a])", "next(hold).append(1)", "print(len(a))").run()
    assert one.recorder.runs[-1].read["a#len"].startswith("unknown:")
    assert one.recorder.runs[-1].unseen == ("a#len",)
    assert [cell.state for cell in one.state.cells][-1] == "unknown"


def test_what_something_else_may_have_changed_is_unknown(session):
    one = session("a = [[0] for _ in range(99)]", "b = 1").run("a")
    ready = threading.Event()

    def between() -> None:
        one.shell.user_ns["a"].append(1)
        threading.Thread(target=ready.wait, daemon=True).start()

    run_in_loop(one, "b", between=between)
    ready.set()
    assert [run.wrote["a"].whole.partition(":")[0] for run in later(one)] == ["unknown"]


def test_what_nothing_changed_is_not_told_again(session):
    one = session("a = [[0] for _ in range(99)]", "b = 1").run("a")
    run_in_loop(one, "b")
    assert later(one) == []
    assert not one.recorder._held.unseen


def test_what_took_too_long_is_looked_at_later(session, monkeypatch):
    one = session("a = [[0] for _ in range(99)]", "print(len(a))")
    monkeypatch.setattr(recorder, "DEADLINE", -1.0)

    def between() -> None:
        monkeypatch.setattr(recorder, "DEADLINE", 1.0)

    run_in_loop(one, "a", between=between)
    assert one.recorder.runs[1].wrote["a"].whole.startswith("unknown:")
    assert [(run.wrote["a"].whole.partition(":")[0], run.read) for run in later(one)] == [("99", {})]
    assert [cell.state for cell in one.run("b").state.cells] == ["fresh", "fresh"]
