"""Recorded tests: what functions were given and gave back, and whether they give it again.

This file stands beside the tests of a project as it is, so it needs nothing but the standard library; numpy and matplotlib are used
where the project has loaded them.
"""

import contextlib
import functools
import importlib
import io
import json
import os
import random
import re
import sys
import time
from pathlib import Path

from recorded_values import (
    DECODERS,
    axes_of,
    common,
    decode,
    difference,
    encode,
    is_whole,
    state_of,
    to_state,
)

RECORDED = Path(__file__).with_name("recorded")
MOST = 4000  # numbers of one value that are written one by one; of more, their sums
CALLS = 3  # calls of one function that are recorded
LARGEST = 2_000_000  # characters of a recording
LARGEST_GIVEN = 200_000  # characters of one argument; a larger one is made again by the function that gave it
LARGEST_FILE = 200_000  # bytes of a file of text that is compared line by line
PARTS = ("result", "after", "printed", "displayed", "figures", "files")
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b")
TIME = re.compile(r"\b\d\d:\d\d:\d\d\b")
DATES = ("%a, %d %b %Y", "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d %b %Y", "%b %d, %Y")


def check(function):
    """Call a function as it was called when the project was made; fail where it does not give the same."""
    for call in recorded(function.__module__, function.__name__):
        expect(function, replay(function, call), call)


def expect(function, outcome, call):
    """Fail where what came of a call is not what came of it when it was recorded."""
    for part in PARTS:
        path = difference(outcome[part], call[part], part)
        assert path is None, f"{function.__name__}: {path}"


def settle(function):
    """Take out of the recording what the objects of libraries do not hold again: ids, clocks, caches. Fail where more differs."""
    calls = recorded(function.__module__, function.__name__)
    for call in calls:
        outcome = replay(function, call)
        call.update({part: common(outcome[part], call[part]) for part in PARTS})
        expect(function, outcome, call)
    file_of(function.__module__, function.__name__).write_text(json.dumps(calls) + "\n", encoding="utf-8")


def file_of(module, name):
    """Where the calls of a function are recorded."""
    return RECORDED / f"{module.rpartition('.')[2]}.{name}.json"


def recorded(module, name):
    """The recorded calls of a function."""
    return json.loads(file_of(module, name).read_text(encoding="utf-8"))


def replay(function, call):
    """Call a function as recorded, and tell what came of it; the files that it writes are as they were afterwards."""
    arguments = [decode(value) for value in call["arguments"]]
    keywords = {name: decode(value) for name, value in call["keywords"].items()}
    return observe(function, arguments, keywords, call["random"], call["drawing"], leaves_files=False)[1]


def made_again(held):
    """What an earlier call gave, or what it left of one of its arguments, made anew."""
    module, name, number, kind, position = held
    call = recorded(module, name)[number]
    arguments = [decode(value) for value in call["arguments"]]
    keywords = {name: decode(value) for name, value in call["keywords"].items()}
    function = getattr(importlib.import_module(module), name)
    result, _ = observe(function, arguments, keywords, call["random"], call["drawing"], leaves_files=True)
    if kind == "argument":
        return [*arguments, *keywords.values()][position]
    return result if position is None else result[position]


DECODERS["from"] = made_again


def observe(function, arguments, keywords, state, settings, *, leaves_files):
    """Call a function with the random numbers and the settings of drawings set: what it gives back, and what came of it, encoded."""
    set_random(state)
    printed, began = io.StringIO(), time.time()
    with (
        plainly(),
        drawn_with(settings),
        drawing() as figures,
        displaying(function) as displayed,
        writing(leaves_files) as files,
        contextlib.redirect_stdout(printed),
    ):
        result = function(*arguments, **keywords)
        drawn, written = figures(), files()
    return result, {
        "result": encode(result, MOST),
        "after": [encode(value, MOST) for value in (*arguments, *keywords.values())],
        "printed": timeless(printed.getvalue(), began),
        "displayed": displayed,
        "figures": drawn,
        "files": written,
    }


@contextlib.contextmanager
def plainly():
    """Tables and arrays are printed alike in a notebook, in a terminal, and whatever was set before."""
    np, pd = sys.modules.get("numpy"), sys.modules.get("pandas")
    with contextlib.ExitStack() as stack:
        if np is not None:
            stack.enter_context(np.printoptions(precision=8, threshold=1000, linewidth=75, suppress=False))
        if pd is not None:
            options = {"width": 80, "max_columns": 20, "max_rows": 60, "precision": 6, "max_colwidth": 50}
            stack.enter_context(pd.option_context(*[part for name, value in options.items() for part in (f"display.{name}", value)]))
        yield


def timeless(text, began):
    """A text without addresses, and without dates and times that were read from the clock."""
    begin, end = (time.localtime(moment) for moment in (began, time.time() + 1))
    for form in DATES:
        text = text.replace(time.strftime(form, end), "…date")

    def clocked(found):
        return "…time" if time.strftime("%X", begin) <= found[0] <= time.strftime("%X", end) else found[0]

    return ADDRESS.sub("0x…", TIME.sub(clocked, text))


@contextlib.contextmanager
def displaying(function):
    """Nothing is displayed; gives the list of what would be."""
    names, found = getattr(function, "__globals__", {}), []
    display = names.get("display")
    if display is not None:
        names["display"] = lambda *values, **_: found.extend(encode(value, MOST) for value in values)
    try:
        yield found
    finally:
        if display is not None:
            names["display"] = display


@contextlib.contextmanager
def drawing():
    """Nothing is shown and no figure is open before; gives a function that describes the figures, those that were closed too."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        yield lambda: described(sys.modules.get("matplotlib.pyplot"))
        return
    show, close, closed = plt.show, plt.close, []

    def closing(*which):
        closed.extend(described(plt))
        close(*which)

    close("all")
    plt.show, plt.close = lambda *_, **__: None, closing
    try:
        yield lambda: [*closed, *described(plt)]
    finally:
        plt.show, plt.close = show, close


def drawing_settings():
    """The settings of matplotlib that are not as they are at its start."""
    mpl = sys.modules.get("matplotlib")
    if mpl is None:
        return {}
    found = {name: value for name, value in mpl.rcParams.items() if name != "backend" and value != mpl.rcParamsDefault[name]}
    plain = {name: value if isinstance(value, (str, int, float, list)) else str(value) for name, value in found.items()}
    return {name: value for name, value in plain.items() if value is not None}


@contextlib.contextmanager
def drawn_with(settings):
    """Drawings are made with these settings, whatever was set before; as they are where none are given."""
    mpl = sys.modules.get("matplotlib")
    if mpl is None or settings is None:
        yield
        return
    with mpl.rc_context():
        start = {name: value for name, value in mpl.rcParamsDefault.items() if not name.startswith("backend")}
        mpl.rcParams.update({**start, **settings})
        yield


def described(plt):
    """The open figures, each as its size and its axes."""
    if plt is None:
        return []
    figures = [plt.figure(number) for number in plt.get_fignums()]
    return [[[float(side) for side in figure.get_size_inches()], *map(axes_of, figure.axes)] for figure in figures]


class Watch:
    """The files of the working folder that are opened for writing while it looks: path → bytes before, None where there were none."""

    found = None

    def __call__(self, event, args):
        if event != "open" or self.found is None or not isinstance(args[0], str):
            return
        flags = args[2] if isinstance(args[2], int) else 0
        path = os.path.abspath(args[0])
        if flags & (os.O_WRONLY | os.O_RDWR) and path.startswith(os.getcwd() + os.sep) and path not in self.found:
            self.found[path] = None
            before, self.found = self.found, None
            with contextlib.suppress(OSError):
                before[path] = Path(path).read_bytes()
            self.found = before


WATCH = Watch()


@contextlib.contextmanager
def writing(leaves_files):
    """Gives a function that tells what was written; afterwards the files are as they were, unless they are left."""
    if not getattr(WATCH, "added", False):
        sys.addaudithook(WATCH)
        WATCH.added = True
    outer, WATCH.found = WATCH.found, {}
    own = WATCH.found
    try:
        yield lambda: {os.path.relpath(path): contents(Path(path)) for path in sorted(own)}
    finally:
        WATCH.found = outer
        for path, before in {} if leaves_files else own.items():
            with contextlib.suppress(OSError):
                Path(path).unlink() if before is None else Path(path).write_bytes(before)


def contents(path):
    """The lines of a file of text; of another one only that it is there."""
    try:
        data = path.read_bytes()
        return data.decode("utf-8").splitlines() if len(data) <= LARGEST_FILE and b"\0" not in data else "binary"
    except UnicodeDecodeError:
        return "binary"
    except OSError:
        return None


# How random numbers are set


def get_random():
    """The state of the random numbers of the standard library and of numpy."""
    np = sys.modules.get("numpy")
    return {"random": [3, list(random.getstate()[1]), random.getstate()[2]], "numpy": state_of(np.random.get_state()) if np else None}


def set_random(state):
    """Set the random numbers that were used; a fixed seed where none were."""
    if state is None:
        random.seed(0)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(0)
        return
    if state.get("random"):
        version, numbers, following = state["random"]
        random.setstate((version, tuple(numbers), following))
    if state.get("numpy"):
        importlib.import_module("numpy").random.set_state(to_state(state["numpy"]))


# How calls are recorded


def record(functions, folder):
    """From now on record the first calls of functions: name → module. Each recording is written when it is made."""
    made = []
    for name, module in functions.items():
        function = getattr(importlib.import_module(module), name)
        if isinstance(function, type):
            record_making(Recorder(function, module, name, Path(folder), made))
        elif callable(function):
            replace(function, module, Recorder(function, module, name, Path(folder), made))


def replace(function, module, recorder):
    """Put a function that records in the place of a function, in all modules of the package."""
    wrapper = functools.wraps(function)(lambda *a, **k: recorder.called(a, k))
    package = module.partition(".")[0]
    for other in [m for n, m in sys.modules.items() if n.partition(".")[0] == package]:
        for attribute, value in list(vars(other).items()):
            if value is function:
                setattr(other, attribute, wrapper)


def record_making(recorder):
    """Record how objects of a class are made: a class is called as a function is."""
    kind = recorder.function
    make = kind.__dict__.get("__init__")
    if make is None:
        return

    @functools.wraps(make)
    def making(own, *arguments, **keywords):
        def made(*given, **named):
            make(own, *given, **named)
            return own

        if type(own) is kind:
            recorder.function = made
            recorder.called(arguments, keywords)
        else:
            make(own, *arguments, **keywords)

    kind.__init__ = making


class Recorder:
    """Records the first calls of one function; `made` are all values that are known to be made by a recorded call."""

    def __init__(self, function, module, name, folder, made):
        self.function, self.module, self.name, self.folder, self.made = function, module, name, folder, made
        self.calls = []
        self.within = False

    def called(self, arguments, keywords):
        """Call the function, and record what came of it."""
        if len(self.calls) >= CALLS or self.within:
            return self.function(*arguments, **keywords)
        self.within = True
        try:
            return self.recorded(list(arguments), keywords)
        finally:
            self.within = False

    def recorded(self, arguments, keywords):
        """Call the function and write the recording."""
        given = [self.given(value) for value in arguments]
        named = {key: self.given(value) for key, value in keywords.items()}
        before = get_random()
        settings = drawing_settings()
        result, outcome = observe(self.function, arguments, keywords, before, None, leaves_files=True)
        sys.stdout.write(outcome["printed"])
        after = get_random()
        used = {kind: before[kind] for kind in before if before[kind] != after[kind]} or None
        self.calls.append({"arguments": given, "keywords": named, "random": used, "drawing": settings, **outcome})
        self.remember(result, [*arguments, *keywords.values()])
        self.write()
        return result

    def remember(self, result, arguments):
        """Remember what this call made, and what it left of its arguments."""
        here = (self.module, self.name, len(self.calls) - 1)
        self.made += [(value, *here, "argument", i) for i, value in enumerate(arguments)]
        self.made.append((result, *here, "result", None))
        self.made += [(value, *here, "result", i) for i, value in enumerate(result if isinstance(result, tuple) else ())]

    def given(self, value):
        """A value as JSON that can be read again, or how it was made."""
        told = encode(value)
        if is_whole(told) and len(json.dumps(told)) < LARGEST_GIVEN:
            return json.loads(json.dumps(told))
        origin = next((entry for entry in reversed(self.made) if entry[0] is value), None)
        return {"from": list(origin[1:])} if origin else told

    def write(self):
        """Write as many calls as there is room for; of the objects of libraries only the class where there is room for none."""
        file = self.folder / file_of(self.module, self.name).name
        for calls in [self.calls[:number] for number in range(len(self.calls), 0, -1)] + [stateless(self.calls[:1])]:
            text = json.dumps(calls)
            if len(text) <= LARGEST:
                file.write_text(text + "\n", encoding="utf-8")
                return


def stateless(told):
    """A description that tells of objects only what they are."""
    if isinstance(told, dict):
        return {key: stateless(value) for key, value in told.items() if key != "state"}
    return [stateless(value) for value in told] if isinstance(told, list) else told
