"""What of a run was recorded after it had been told already: put together with it, as if all had been told at once."""

from collections.abc import Iterable
from dataclasses import replace

from jupyter_quality.runs.record import Run


def put_together(runs: Iterable[Run]) -> list[Run]:
    """The runs in the order of time, each once and with what came later; what belongs to a run that is not there is left out."""
    by_id = {run.id: run for run in runs}
    whole = {id_: run for id_, run in by_id.items() if not run.of}
    for later in sorted(by_id.values(), key=lambda run: run.at):
        run = whole.get(later.of)
        if run is not None:
            whole[run.id] = replace(
                run,
                read={**later.read, **run.read},
                wrote={**run.wrote, **later.wrote},
                changed={**run.changed, **later.changed},
                unseen=tuple(sorted({*run.unseen, *later.unseen})),
            )
    return sorted(whole.values(), key=lambda run: run.at)
