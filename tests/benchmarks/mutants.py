"""Run a project's recorded tests against changed modules: `python mutants.py PACKAGE SECONDS < changes`, in the project's folder.

`changes` is JSON, [[module, its changed text], …]; for each, a line says `killed` or `survived`. The libraries are loaded once, each
change is tried in a process forked from there. The tests must pass as they are, else nothing is tried.
"""

import contextlib
import importlib
import json
import os
import pkgutil
import signal
import sys
from pathlib import Path
from types import FunctionType, ModuleType


def replaced(package: str, module: ModuleType, text: str) -> None:
    """Give a module another text; who imported its functions has the new ones."""
    old = {name: value for name, value in vars(module).items() if isinstance(value, FunctionType)}
    exec(compile(text, module.__file__ or "", "exec"), vars(module))
    for other in [m for name, m in sys.modules.items() if name.partition(".")[0] == package]:
        for name, value in list(vars(other).items()):
            if isinstance(value, FunctionType) and old.get(value.__name__) is value:
                setattr(other, name, vars(module)[value.__name__])


def passes(package: str, change: tuple[str, str] | None, seconds: float) -> bool:
    """Whether all tests pass with a change, tried in a process of its own."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    signal.alarm(int(seconds))
    code = 1
    with contextlib.suppress(BaseException), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        if change is not None:
            replaced(package, importlib.import_module(f"{package}.{change[0]}"), change[1])
        for path in sorted(Path("tests").glob("test_*.py")):
            module = importlib.import_module(path.stem)
            for name in [name for name in dir(module) if name.startswith("test_")]:
                getattr(module, name)()
        code = 0
    os._exit(code)


def main(package: str, seconds: float) -> None:
    os.environ |= {"MPLBACKEND": "agg", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # threads do not outlive a fork
    sys.path[:0] = ["src", "tests"]
    changes = json.load(sys.stdin)
    for found in pkgutil.iter_modules([f"src/{package}"]):
        if found.name != "__main__":
            importlib.import_module(f"{package}.{found.name}")
    if not passes(package, None, seconds):
        print("the tests do not pass as they are")
        return
    for module, text in changes:
        print("survived" if passes(package, (module, text), seconds) else "killed", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
