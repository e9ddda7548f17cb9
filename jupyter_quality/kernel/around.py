"""What a run read and wrote around the kernel's names: settings, random generators, the directory, files."""

from time import thread_time

from jupyter_quality.kernel.reach import Reach
from jupyter_quality.kernel.surroundings import GENERATORS, MENTIONED_AS, SHOWN_WITH, Files, Surroundings, listing
from jupyter_quality.runs.value import Value

Reads = dict[str, str]
Writes = dict[str, Value | None]
Changes = dict[str, dict[str, str]]


class Around:
    """The things around the names as they were seen last, and the files that the running cell opens."""

    def __init__(self) -> None:
        self.files = Files()
        self.values: dict[str, Value] = {}
        self._surroundings = Surroundings()

    def look(self, until: float) -> None:
        """Ask for all of it, as long as there is time, and 10 ms at least."""
        self.values = self._surroundings.values(max(until, thread_time() + 0.01))

    def note(self, reach: Reach, reads: Reads, wrote: Writes, changed: Changes, *, shows: bool, has_table: bool, until: float) -> None:
        """Add what a run read and wrote."""
        before = self.values
        self.look(until)
        for key, after in self.values.items():
            old = before.get(key)
            if old is None:
                old = after
                if key not in GENERATORS:
                    wrote[key] = after
            elif old.whole != after.whole:
                wrote[key] = after
                if key in GENERATORS and GENERATORS[key] not in reach.mentioned:
                    reads[key] = old.whole
            is_shown_with = shows and key in SHOWN_WITH and (has_table or key != "@pandas_options")
            if is_shown_with or not reach.mentioned.isdisjoint(MENTIONED_AS.get(key, ())):
                self._note_setting(key, old, after, reach, reads, wrote, changed)
        if self.files.is_relative and "@cwd" in before:
            reads["@cwd"] = before["@cwd"].whole
        self._note_files(reach, reads, wrote, changed)

    def _note_setting(self, key: str, old: Value, after: Value, reach: Reach, reads: Reads, wrote: Writes, changed: Changes) -> None:
        """The part of a setting that matters; of the environment, the variables that the cell names."""
        parts = [SHOWN_WITH.get(key, "")]
        if key == "@environ":
            parts = [part for part in old.parts if part[2:-2] in reach.texts - reach.set_texts] or parts
            if not reach.texts.isdisjoint(reach.set_texts):
                changed[key] = {f"[{text!r}]": after.part(f"[{text!r}]") for text in reach.set_texts}
                wrote[key] = after
                parts = [part for part in parts if part]
        reads.update((f"{key}{part}", old.part(part) if part else old.whole) for part in parts)

    def _note_files(self, reach: Reach, reads: Reads, wrote: Writes, changed: Changes) -> None:
        files = self.files
        reads.update(files.read)
        patterns = [text for text in reach.texts if "*" in text and len(text) < 200 and "\n" not in text]
        for key, folder in files.folders.items():
            reads.update((f"{key}\0{pattern}", folder.part(f"*{pattern}")) for pattern in patterns)
            if not patterns:
                reads[key] = folder.whole
        files.note_databases()
        for key in files.written:
            path = key.partition(":")[2]
            wrote[key] = Value("file", files.print(path)) if key.startswith("file:") else listing(path)
            if key.startswith("dir:"):
                changed[key] = {f"[{name!r}]": print_ for name, print_ in files.entries(path).items()}
