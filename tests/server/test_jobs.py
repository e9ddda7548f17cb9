"""Overlapping checks."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from jupyter_quality.engine import LookedAt, Report
from jupyter_quality.server import jobs as module
from jupyter_quality.server.jobs import Jobs, Overtaken


def report(path: str) -> Report:
    return Report(path, (), (), LookedAt(0, 0))


class Desk:
    """Jobs whose worker stands still until it is let go; `done` are the checks that ran."""

    def __init__(self) -> None:
        self.jobs = Jobs()
        self.go = threading.Event()
        self.done: list[str] = []
        self.busy = asyncio.ensure_future(self.jobs.run(lambda: self.go.wait(10)))

    def ask(self, lane: str, digest: str) -> "asyncio.Task[Report]":
        def check() -> Report:
            self.done.append(digest)
            return report(digest)

        return asyncio.ensure_future(self.jobs.report(lane, digest, check))

    async def finish(self) -> None:
        await asyncio.sleep(0)
        self.go.set()
        await self.busy


@pytest.fixture
def desk(jp_asyncio_loop: asyncio.AbstractEventLoop) -> Iterator[Desk]:
    async def made() -> Desk:
        return Desk()

    desk = jp_asyncio_loop.run_until_complete(made())
    yield desk
    desk.go.set()
    desk.jobs.stop()


async def test_the_newest_of_a_lane_wins(desk):
    older, newer, other = desk.ask("n", "old"), desk.ask("n", "new"), desk.ask("m", "other")
    await desk.finish()
    with pytest.raises(Overtaken):
        await older
    assert (await newer).path == "new"
    assert (await other).path == "other"
    assert desk.done == ["new", "other"]


async def test_the_same_is_checked_once(desk):
    first, second = desk.ask("n", "same"), desk.ask("n", "same")
    await desk.finish()
    assert await first is await second
    assert await desk.ask("n", "same") is await first
    assert desk.done == ["same"]


async def test_an_answer_is_not_kept_for_long(desk, monkeypatch):
    monkeypatch.setattr(module, "KEPT", 0)
    await desk.finish()
    await desk.ask("n", "same")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await desk.ask("n", "same")
    assert desk.done == ["same", "same"]


async def test_a_check_that_runs_already_answers_its_caller(desk):
    running = threading.Event()
    go = threading.Event()

    def check() -> Report:
        running.set()
        go.wait(10)
        return report("old")

    await desk.finish()
    older = asyncio.ensure_future(desk.jobs.report("n", "old", check))
    await asyncio.to_thread(running.wait, 10)
    newer = desk.ask("n", "new")
    await asyncio.sleep(0)
    go.set()
    assert (await older).path == "old"
    assert (await newer).path == "new"
