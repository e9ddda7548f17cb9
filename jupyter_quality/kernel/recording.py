"""Switches the recorder of a shell on and off."""

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel.recorder import Recorder

_MARK = "_jupyter_quality_recorder"


def recorder_of(shell: InteractiveShell) -> Recorder | None:
    """The recorder that listens in a shell; None where none does."""
    found = getattr(shell, _MARK, None)
    return found if type(found).__name__ == Recorder.__name__ else None


def start(shell: InteractiveShell) -> None:
    """Record from now on; once for each shell."""
    if recorder_of(shell) is None:
        recorder = Recorder(shell)
        setattr(shell, _MARK, recorder)
        shell.events.register("pre_run_cell", recorder.pre_run_cell)
        shell.events.register("post_run_cell", recorder.post_run_cell)


def stop(shell: InteractiveShell) -> None:
    """Record no more."""
    recorder = recorder_of(shell)
    if recorder is not None:
        delattr(shell, _MARK)
        shell.events.unregister("pre_run_cell", recorder.pre_run_cell)
        shell.events.unregister("post_run_cell", recorder.post_run_cell)
