"""How much memory a process and those that it started hold."""

from contextlib import suppress
from pathlib import Path


def used(pid: int) -> int | None:
    """Bytes; without psutil those of the process alone, from Linux's /proc; None where neither is there, or the process is gone."""
    try:
        import psutil
    except ImportError:
        with suppress(OSError, ValueError, IndexError):
            text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
            return 1024 * int(text.partition("VmRSS:")[2].split()[0])
        return None
    try:
        process = psutil.Process(pid)
        return sum(int(one.memory_info().rss) for one in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return None
