"""What the server is asked: notebooks checked with their project's settings, within limits, off the event loop."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from platform import python_version

from jupyter_quality import __version__
from jupyter_quality.engine import LookedAt, Report, advise, check, explained
from jupyter_quality.manual import RulePage, page, page_named
from jupyter_quality.notebook.document import Notebook
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.options import Limits, Options, OptionsError, make_options
from jupyter_quality.proof.proof import Proof
from jupyter_quality.refactor.advice import Advice
from jupyter_quality.refactor.renaming import NameTakenError
from jupyter_quality.refactor.selecting import Selection
from jupyter_quality.rules._registry import all_rules
from jupyter_quality.rules._ruff import executable
from jupyter_quality.rules._rule import Rule
from jupyter_quality.runs.record import Run
from jupyter_quality.runs.store import RunStore, user_store
from jupyter_quality.server.jobs import Jobs, Overtaken, digest
from jupyter_quality.server.refusal import Refusal
from jupyter_quality.server.store import Store, cleaned, parent
from jupyter_quality.wire import BatchAnswer, Status


class Checker:
    """Answers what the browser may ask. `base` are the server's own settings, over which a project's go."""

    def __init__(self, store: Store, limits: Limits, base: Mapping[str, object]) -> None:
        self._store = store
        self._limits = limits
        self._base = base
        self._jobs = Jobs()
        self._runs = user_store()

    async def sent(self, path: str, data: bytes) -> Report:
        """The report on a notebook as it was sent: nbformat as JSON, whatever the path's ending. Raises Refusal and Overtaken."""
        path = cleaned(path)
        self._store.limit(len(data), path)
        return await self._report("sent", path, data, lambda: replace(read_notebook(data), path=path))

    async def stored(self, path: str) -> Report:
        """The report on a notebook as it is stored. Raises Refusal."""
        while True:
            try:
                return await self.saved(path, await self.content(path))
            except Overtaken:  # it was saved anew meanwhile
                continue

    async def saved(self, path: str, data: bytes) -> Report:
        """The report on these bytes of a stored notebook. Raises Refusal and Overtaken."""
        path = cleaned(path)
        return await self._report("stored", path, data, lambda: read_notebook(data, path))

    async def content(self, path: str) -> bytes:
        """A notebook's bytes as they are stored. Raises Refusal."""
        return await self._store.notebook(cleaned(path))

    async def batch(self, paths: Sequence[str]) -> BatchAnswer:
        """Reports on notebooks and on those in folders, each on its own: what cannot be checked says so in its report."""
        most = self._limits.max_notebooks
        if len(paths) > most:
            raise Refusal(413, f"{len(paths)} paths are too many: up to {most} are checked at once (`max_notebooks`).")
        found: dict[str, Report | None] = {}
        for path in map(cleaned, paths):
            try:
                found |= dict.fromkeys(await self._store.notebooks(path, (await self._options(path)).exclude))
            except (Refusal, OptionsError) as error:
                found[path] = _untouched(path, str(error))
        reports = [report or await self._one_of_batch(path) for path, report in list(found.items())[:most]]
        return BatchAnswer(tuple(reports), max(0, len(found) - most))

    async def _one_of_batch(self, path: str) -> Report:
        try:
            return await self.stored(path)
        except Refusal as refusal:
            return _untouched(path, str(refusal))

    async def _report(self, source: str, path: str, data: bytes, read: Callable[[], Notebook]) -> Report:
        try:
            options = await self._options(parent(path))
        except OptionsError as error:
            return _untouched(path, str(error))
        folder, key = self._store.folder(path), self._store.key(path)

        def work() -> Report:
            notebook = self._within(read())
            return check(notebook, options, folder, _kept(self._runs, key, notebook))

        settings = repr((sorted(options.trait_values(config=True).items()), self._runs.stamp()))
        return await self._jobs.report(f"{source} {path}", digest(settings.encode(), data), work)

    async def advice(
        self,
        path: str,
        data: bytes | None,
        names: Mapping[str, Mapping[str, str]],
        selection: Selection | None,
        proof: Proof | None,
    ) -> tuple[Notebook, Advice]:
        """A notebook, as it was sent or else as it is stored, and the advice on it. Raises Refusal."""
        path = cleaned(path)
        if data is not None:
            self._store.limit(len(data), path)
        content = data if data is not None else await self.content(path)
        folder = self._store.folder(path)
        try:
            options = await self._options(parent(path))
        except OptionsError as error:
            raise Refusal(400, str(error)) from None

        def work() -> tuple[Notebook, Advice]:
            notebook = self._within(replace(read_notebook(content), path=path) if data is not None else read_notebook(content, path))
            try:
                return notebook, advise(notebook, options, folder, proof=proof, names=names, selection=selection)
            except NameTakenError as error:
                raise Refusal(400, str(error)) from None

        return await self._jobs.run(work)

    def _within(self, notebook: Notebook) -> Notebook:
        """The notebook, where it is not too long. Raises Refusal."""
        if len(notebook.cells) > self._limits.max_cells:
            message = f"{notebook.path} has {len(notebook.cells)} cells; up to {self._limits.max_cells} are checked (`max_cells`)."
            raise Refusal(413, message)
        return notebook

    async def _options(self, folder: str) -> Options:
        file, settings = await self._store.settings(folder)
        return make_options({**self._base, **settings}, file)

    async def allow(self, path: str, rule: str) -> str:
        """Leave a rule out in a notebook's project; the path of the file that says so. Raises Refusal."""
        path = cleaned(path)
        await self._rule(rule)
        try:
            return await self._store.allow(parent(path), rule)
        except OptionsError as error:
            raise Refusal(400, str(error)) from None

    async def page(self, name: str) -> RulePage:
        """A rule's page. Raises Refusal where there is no such rule."""
        found = await self._jobs.run(lambda: page_named(name))
        if found is None:
            raise Refusal(404, f"There is no rule {name}.")
        return found

    async def _rule(self, name: str) -> Rule:
        rule = await self._jobs.run(lambda: explained(name))
        if rule is None:
            raise Refusal(404, f"There is no rule {name}.")
        return rule

    async def pages(self) -> tuple[RulePage, ...]:
        """The pages of all rules."""
        return await self._jobs.run(lambda: tuple(map(page, all_rules())))

    async def status(self) -> Status:
        """What runs here."""
        rules = await self._jobs.run(lambda: len(all_rules()))
        return Status(__version__, python_version(), rules, executable() is not None)

    def stop(self) -> None:
        """Drop what waits."""
        self._jobs.stop()


def _untouched(path: str, trouble: str) -> Report:
    return Report(path, (), (), LookedAt(0, 0), trouble=trouble)


def _kept(store: RunStore, key: str, notebook: Notebook) -> list[Run]:
    """What was recorded of a notebook's runs; nothing where the store cannot be used."""
    try:
        return store.runs(key, notebook.run_cells)
    except (sqlite3.Error, OSError):
        return []
