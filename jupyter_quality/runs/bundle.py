"""The recorder as one text, for kernels in whose environment the package is not installed: a front end runs it there silently."""

import base64
import json
import zlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
MODULES = (
    "kernel kernel.around kernel.caches kernel.comm kernel.held kernel.idle kernel.modules kernel.near kernel.reach kernel.reading "
    "kernel.recorder kernel.recording kernel.shown kernel.surroundings kernel.writes notebook notebook.dialect notebook.document "
    "notebook.magics reading reading.code reading.events reading.names runs runs.access runs.arrays runs.blocks runs.columns "
    "runs.database runs.fingerprint runs.functions runs.inherited runs.looking runs.looks runs.objects runs.record runs.states "
    "runs.texts runs.touched runs.value"
).split()
"""All that the recorder imports of the package; a test holds it to that."""

_LOADER = """
def _record():
    import base64, importlib.abc, importlib.util, json, sys, zlib
    if importlib.util.find_spec("jupyter_quality") is None:
        sources = json.loads(zlib.decompress(base64.b64decode({data!r})))
        class Sent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
            def find_spec(self, name, path=None, target=None):
                if name in sources:
                    return importlib.util.spec_from_loader(name, self, is_package=any(other.startswith(name + ".") for other in sources))
            def exec_module(self, module):
                exec(compile(sources[module.__name__], "<" + module.__name__ + ">", "exec"), module.__dict__)
        sys.meta_path.append(Sent())
    from jupyter_quality.kernel.recording import start
    start(get_ipython())
try:
    _record()
except Exception:
    pass
finally:
    del _record
"""


@cache
def recorder_source() -> str:
    """The source that makes a kernel record its runs. It needs the standard library and IPython there; where it cannot, it does nothing."""
    sources = {"jupyter_quality": ""}
    for module in MODULES:
        path = PACKAGE.joinpath(*module.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        sources[f"jupyter_quality.{module}"] = file.read_text(encoding="utf-8")
    data = base64.b64encode(zlib.compress(json.dumps(sources).encode(), 9)).decode()
    return _LOADER.format(data=data)
