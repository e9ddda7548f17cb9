"""Long work, one task a key."""

import threading
from collections.abc import Iterator

import pytest

from jupyter_quality.server.tasks import REMEMBERED, Task, Tasks

Numbers = Tasks[int, str]


@pytest.fixture
def tasks() -> Iterator[Numbers]:
    tasks = Numbers("The work", 2)
    yield tasks
    tasks.stop()


def ended(task: Task[int, str]) -> Task[int, str]:
    for _ in range(1000):
        if task.is_done:
            return task
        threading.Event().wait(0.01)
    raise AssertionError("it did not end")


def until_cancelled(task: Task[int, str]) -> str:
    task.cancelled.wait(10)
    return "cancelled"


def test_what_it_tells_and_comes_to(tasks: Numbers) -> None:
    def work(task: Task[int, str]) -> str:
        task.tell(2)
        return "done"

    task = ended(tasks.start("a", work, told=1))
    assert (task.told, task.result, task.trouble) == (2, "done", None)
    assert tasks.of("a") is task
    assert tasks.of("b") is None


def test_what_is_under_way_stays_unless_it_is_to_begin_anew(tasks: Numbers) -> None:
    first = tasks.start("a", until_cancelled, told=1)
    assert tasks.start("a", until_cancelled) is first
    second = tasks.start("a", until_cancelled, anew=True)
    assert second is not first
    assert ended(first).result == "cancelled"
    assert not second.is_done
    tasks.cancel("a")
    assert ended(second).result == "cancelled"
    assert tasks.start("a", lambda _: "again") is not second


def test_what_is_aside_gives_way(tasks: Numbers) -> None:
    aside = tasks.start("a", until_cancelled, aside=True)
    other = tasks.start("b", until_cancelled, aside=True)
    wanted = tasks.start("a", until_cancelled)
    assert ended(aside).result == "cancelled"
    assert tasks.start("a", until_cancelled, aside=True) is wanted
    tasks.cancel("a")
    tasks.cancel("b")
    assert {ended(wanted).result, ended(other).result} == {"cancelled"}


def test_what_goes_wrong_is_told(tasks: Numbers) -> None:
    def work(task: Task[int, str]) -> str:
        raise KeyError("x")

    assert ended(tasks.start("a", work)).trouble == "The work stumbled: KeyError: 'x'."


def test_the_oldest_are_forgotten(tasks: Numbers) -> None:
    for number in range(REMEMBERED + 2):
        ended(tasks.start(str(number), lambda _: "done"))
    assert tasks.of("0") is None
    assert tasks.of(str(REMEMBERED + 1)) is not None


def test_stopping_ends_all(tasks: Numbers) -> None:
    task = tasks.start("a", until_cancelled)
    tasks.stop()
    assert ended(task).result == "cancelled"
