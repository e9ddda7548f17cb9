"""The recorder calls no hook of the user's, whatever object stands behind a name."""

import traceback
import types
from typing import Any

import pytest

_KINDS = (object, int, float, complex, str, bytearray, list, dict, set, type, Exception, types.ModuleType, types.GeneratorType)
_MORE = """
    __getattr__ __getattribute__ __setattr__ __delattr__ __get__ __set__ __delete__ __bool__ __bytes__ __index__ __complex__ __fspath__
    __copy__ __deepcopy__ __getnewargs__ __getnewargs_ex__ __reversed__ __missing__ __length_hint__ __enter__ __exit__ __aiter__ __anext__
    __await__ __call__ __instancecheck__ __subclasscheck__ __prepare__ __buffer__ __release_buffer__ __array__ __array_interface__
    __array_struct__ __array_finalize__ __array_ufunc__ __array_function__ __array_wrap__ __arrow_array__ __dataframe__ __dlpack__
    __cuda_array_interface__ __matmul__ __imatmul__ _repr_html_ _repr_mimebundle_ _ipython_display_
"""
_NEEDED = {"__new__", "__init__", "__init_subclass__", "__del__", "__doc__", "__class__", "__dict__", "__slots__"}
_NEEDED |= {"__name__", "__qualname__", "__module__", "__mro__", "__bases__", "__base__", "__basicsize__", "__itemsize__", "__flags__"}
_NEEDED |= {"__weakrefoffset__", "__dictoffset__", "__text_signature__", "__abstractmethods__", "__annotations__", "__type_params__"}
HOOKS = sorted(({name for kind in _KINDS for name in dir(kind) if name.startswith("__")} | set(_MORE.split())) - _NEEDED)

MADE = {
    "object": "class Odd:\n    def __init__(self):\n        self.held = [1]\nodd = Odd()",
    "slots": "class Odd:\n    __slots__ = ('held',)\nodd = Odd()\nodd.held = 1",
    "in a list": "class Odd:\n    pass\nodd = [Odd() for _ in range(30)]",
    "in a dict": "class Odd:\n    pass\nodd = {'k': Odd(), 1: [Odd()]}",
    "as a key": "class Odd:\n    pass\nodd = {Odd(): 1, 'k': 2}",
    "in a set": "class Odd:\n    pass\nodd = {Odd()}",
    "in an array": "import numpy as np\nclass Odd:\n    pass\nodd = np.array([Odd(), None], dtype=object)",
    "in a frame": "import pandas as pd\nclass Odd:\n    pass\nodd = pd.DataFrame({'a': pd.Series([Odd(), None], dtype=object)})",
    "as a category": "import pandas as pd\nclass Odd:\n    pass\nodd = pd.Series(pd.Categorical([Odd()]))",
    "in a partial": "import functools\nclass Odd:\n    pass\nodd = functools.partial(print, Odd(), k=Odd())",
    "a method": "class Odd:\n    def do(self):\n        return 1\nodd = Odd().do",
    "a method of C's": "class Odd(list):\n    pass\nodd = Odd([1]).append",
    "in a function": "class Odd:\n    pass\ndef odd(a=Odd()):\n    return a",
    "in an iterator": "class Odd:\n    pass\nodd = iter([Odd()])",
    "in a generator": "class Odd:\n    pass\nodd = (one for one in [Odd()])",
    "in a view": "class Odd:\n    pass\nodd = {1: Odd()}.values()",
    "behind a proxy": "import types\nclass Odd(dict):\n    pass\nodd = types.MappingProxyType(Odd(a=1))",
    "a named tuple": "import collections\nclass Odd(collections.namedtuple('P', 'a b')):\n    pass\nodd = Odd(1, [2])",
    "an enum": "import enum\nclass Odd(enum.Enum):\n    A = 1\nodd = Odd.A",
    "a data class": "import dataclasses\n@dataclasses.dataclass\nclass Odd:\n    a: int\nodd = Odd(1)",
    "a module": "import types\nclass Odd(types.ModuleType):\n    pass\nodd = Odd('odd')",
    "an array": "import numpy as np\nclass Odd(np.ndarray):\n    pass\nodd = np.zeros(3).view(Odd)",
    "a frame": "import pandas as pd\nclass Odd(pd.DataFrame):\n    pass\nodd = Odd({'a': [1]})",
    "a series": "import pandas as pd\nclass Odd(pd.Series):\n    pass\nodd = Odd([1], name='n')",
    "a model": "from sklearn.base import BaseEstimator\nclass Odd(BaseEstimator):\n    pass\nodd = Odd()",
    "a stream": "import io\nclass Odd(io.BytesIO):\n    pass\nodd = Odd(b'a')",
    "an exception": "class Odd(Exception):\n    pass\nodd = Odd('a', [1])",
    "a class": "class Meta(type):\n    pass\nclass Kind(metaclass=Meta):\n    pass\nOdd, odd = Meta, Kind",
    "its class's class": "class Odd(type):\n    pass\nclass Kind(metaclass=Odd):\n    pass\nodd = [Kind()]",
    **{f"a {base}": f"class Odd({base}):\n    pass\nodd = Odd('3')" for base in ("str", "int", "float", "complex", "list", "tuple", "set")},
    "a dict": "class Odd(dict):\n    pass\nodd = Odd(a=[1])",
    "bytes": "class Odd(bytes):\n    pass\nodd = Odd(b'a')",
    "a bytearray": "class Odd(bytearray):\n    pass\nodd = Odd(b'a')",
}


def trapped(kind: type, calls: list[str]) -> None:
    """Let each hook of a class note who of ours calls it, and then fail."""

    def trap(name: str) -> Any:
        def hook(*_: object, **__: object) -> None:
            calls.extend(f"{name} from {frame.name}" for frame in traceback.extract_stack() if "/jupyter_quality/" in frame.filename)
            raise RuntimeError(name)

        return hook

    for name in HOOKS:
        type.__setattr__(kind, name, trap(name))


@pytest.mark.parametrize("source", MADE.values(), ids=MADE)
def test_none_is_called(session, source):
    one = session(source, "n = 1", "other = odd", "third = [odd, n]").run("a")
    calls: list[str] = []
    trapped(one.shell.user_ns["Odd"], calls)
    one.run("b", "c", "d", "b", "c")
    assert calls == []
    assert [run.cell_id for run in one.recorder.runs if not run.of][1:] == list("abcdbc")
    one.shell.user_ns.clear()


def test_the_traps_are_none_that_nobody_could_fall_into():
    calls: list[str] = []

    class Odd:
        pass

    odd = Odd()
    trapped(Odd, calls)
    for use in (repr, hash, len, iter, bool, dir, lambda value: value.missing):
        with pytest.raises(RuntimeError):
            use(odd)
