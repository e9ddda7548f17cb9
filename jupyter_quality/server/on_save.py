"""A word after each save: the notebook is checked, and a small event says what came out. A save never waits for this."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from logging import Logger
from pathlib import Path
from typing import Any

from jupyter_events import EventLogger

from jupyter_quality.engine import Report
from jupyter_quality.rules._finding import Severity
from jupyter_quality.server.checker import Checker
from jupyter_quality.server.jobs import Overtaken, digest
from jupyter_quality.server.refusal import Refusal
from jupyter_quality.wire import Checked

CONTENTS = "https://events.jupyter.org/jupyter_server/contents_service/v1"
CHECKED = "https://schema.jupyter.org/jupyter_quality/checked/v1"
SCHEMA = Path(__file__).parent / "checked.yaml"

PAUSE = 0.2
"""Seconds without a further save of a notebook before it is checked."""

_REMEMBERED = 1000
"""Notebooks whose last digest is remembered."""


class OnSave:
    """Hears of saves from the contents manager's events, tells `heard` of each, and emits ours."""

    def __init__(self, events: EventLogger, checker: Checker, heard: Callable[[str], Awaitable[None]], log: Logger) -> None:
        self._events = events
        self._tell = heard
        self._checker = checker
        self._log = log
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._digests: dict[str, str] = {}

    def start(self) -> None:
        """Listen from now on."""
        self._events.register_event_schema(SCHEMA)
        self._events.add_listener(schema_id=CONTENTS, listener=self._heard)

    def stop(self) -> None:
        """Listen no more, forget what was heard."""
        self._events.remove_listener(schema_id=CONTENTS, listener=self._heard)
        for timer in self._timers.values():
            timer.cancel()
        for task in self._tasks:
            task.cancel()

    async def _heard(self, logger: EventLogger, schema_id: str, data: Mapping[str, Any]) -> None:
        path = str(data.get("path", "")).strip("/")
        if data.get("action") == "save" and path.endswith(".ipynb"):
            if earlier := self._timers.pop(path, None):
                earlier.cancel()
            self._timers[path] = asyncio.get_running_loop().call_later(PAUSE, self._begin, path)
            await self._tell(path)

    def _begin(self, path: str) -> None:
        del self._timers[path]
        task = asyncio.create_task(self._check(path))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _check(self, path: str) -> None:
        try:
            content = await self._checker.content(path)
            name = digest(content)
            if self._digests.pop(path, None) != name:
                self._emit(path, name, await self._checker.saved(path, content))
            self._digests[path] = name
            if len(self._digests) > _REMEMBERED:
                del self._digests[next(iter(self._digests))]
        except Overtaken:
            pass
        except Refusal as refusal:
            self._log.debug("Not checked after its save: %s", refusal)
        except Exception:  # noqa: BLE001 - nobody awaits this task: what goes wrong in it is said here or nowhere
            self._log.exception("%s could not be checked after its save", path)

    def _emit(self, path: str, name: str, report: Report) -> None:
        if report.trouble is not None and not report.findings:
            return
        event = Checked(path, name, **{severity.value: report.count(severity) for severity in Severity})
        self._events.emit(schema_id=CHECKED, data=asdict(event))
