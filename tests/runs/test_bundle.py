"""The recorder as it is sent into a kernel without the package."""

import subprocess
import sys

from jupyter_quality.runs.bundle import recorder_source

KERNEL = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.history_manager.enabled = False
known = {name.partition(".")[0] for name in sys.modules} | set(sys.stdlib_module_names)
class Closed:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in known:
            print("asked for", name)
            raise ModuleNotFoundError(name, name=name)
import pathlib
sys.path[:] = [path for path in sys.path if not (pathlib.Path(path) / "jupyter_quality").is_dir()]
sys.meta_path[:] = [one for one in sys.meta_path if "editable" not in type(one).__module__.lower() + getattr(one, "__module__", "").lower()]
assert shell.run_cell(SOURCE.replace("except Exception:", "except ZeroDivisionError:"), silent=True).success
sys.meta_path.append(Closed())
recorder = shell._jupyter_quality_recorder
shell.run_cell("x = 1", store_history=True, cell_id="a")
shell.run_cell("print(x)", store_history=True, cell_id="b")
assert [run.cell_id for run in recorder.runs] == [None, "a", "b"], recorder.runs
assert recorder.runs[-1].read["x"]
assert "_record" not in shell.user_ns
assert not {"msgspec", "pyflakes", "yaml", "nbformat"} & sys.modules.keys(), sys.modules.keys()
print("recorded by", type(recorder).__module__, type(sys.modules["jupyter_quality"].__spec__.loader).__name__)
"""


def test_it_records_where_nothing_but_ipython_is_installed(tmp_path):
    script = tmp_path / "kernel.py"
    script.write_text(f"SOURCE = {recorder_source()!r}\n{KERNEL}")
    hide = "import sys; sys.modules.pop('jupyter_quality', None)"
    environment = {"PATH": "", "HOME": str(tmp_path), "IPYTHONDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"{hide}; exec(open({str(script)!r}).read())"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines()[-1:] == ["recorded by jupyter_quality.kernel.recorder Sent"], done.stdout + done.stderr
