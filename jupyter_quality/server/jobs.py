"""Checks off the event loop: one at a time, what overlaps folded."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

from jupyter_quality.engine import Report

KEPT = 2.0
"""Seconds for which an answer is kept for whoever asks the very same: every window that shows a notebook asks after a save."""


Result = TypeVar("Result")


class Overtaken(Exception):  # noqa: N818 - nothing went wrong
    """A check that had not begun when a newer one of the same lane came."""


@dataclass
class _Job:
    digest: str
    future: Future[Report]


class Jobs:
    """One worker thread, and for each lane (a notebook, from one source) the newest check, waiting, running or just done."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "jupyter-quality")
        self._newest: dict[str, _Job] = {}

    async def report(self, lane: str, digest: str, check: Callable[[], Report]) -> Report:
        """The report of `check`, or of the same check (lane and digest) that is under way. Raises Overtaken, and what `check` raises."""
        job = self._newest.get(lane)
        if job is None or job.digest != digest:
            if job is not None:
                job.future.cancel()
            job = self._newest[lane] = _Job(digest, self._pool.submit(check))
        try:
            return await asyncio.wrap_future(job.future)
        except asyncio.CancelledError:
            if self._newest.get(lane) is not job:
                raise Overtaken from None
            raise
        finally:
            asyncio.get_running_loop().call_later(KEPT, self._forget, lane, job)

    def _forget(self, lane: str, job: _Job) -> None:
        if self._newest.get(lane) is job:
            del self._newest[lane]

    async def run(self, work: Callable[[], Result]) -> Result:
        """Anything else that is no work for the event loop."""
        return await asyncio.wrap_future(self._pool.submit(work))

    def stop(self) -> None:
        """Drop what waits."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def digest(*parts: bytes) -> str:
    """A short name for content."""
    return blake2b(b"\0".join(parts), digest_size=16).hexdigest()
