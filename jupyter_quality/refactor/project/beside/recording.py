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
import re
import sys
import time
import types
from pathlib import Path

from recorded_chance import get_random, set_random
from recorded_code import size_of
from recorded_decoding import DECODERS, decode
from recorded_differences import common, difference, says_something
from recorded_drawings import drawing, drawing_settings, drawn_with
from recorded_files import WATCH, contents, place, placed, reading, unseen, watching
from recorded_values import encode, is_whole

RECORDED = Path(__file__).with_name("recorded")
MOST = 4000  # numbers of one value that are written one by one; of more, their sums
CALLS = 4  # calls of one function that are recorded, each with other arguments
LOOKED_AT = 20  # calls of one function among which they are looked for
LARGEST = 2_000_000  # characters of a recording
LARGEST_GIVEN = 200_000  # characters of one argument; a larger one is made again by the function that gave it
ONCE = (types.GeneratorType, map, filter, zip, enumerate, reversed)  # what can be gone through once only
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
    """Take out of the recording what the function does not give again: ids, clocks, caches. Fail where nothing of it is left."""
    calls = recorded(function.__module__, function.__name__)
    for call in calls:
        outcome = replay(function, call)
        left = {part: common(outcome[part], call[part]) for part in PARTS}
        if any(says_something(left[part]) for part in PARTS if part != "after"):
            call.update(left)
        expect(function, outcome, call)
    file_of(function.__module__, function.__name__).write_text(json.dumps(calls) + "\n", encoding="utf-8")


def file_of(module, name):
    """Where the calls of a function are recorded."""
    return RECORDED / f"{module.rpartition('.')[2]}.{name}.json"


def recorded(module, name):
    """The recorded calls of a function."""
    return json.loads(file_of(module, name).read_text(encoding="utf-8"))


def replay(function, call):
    """Call a function as recorded, and tell what came of it; all files are as they were afterwards."""
    with watching(puts_back=True):
        return called_again(function, call)[2]


def called_again(function, call):
    """Call a function as recorded: its arguments, what it gives back, and what came of it."""
    arguments = [decode(value) for value in call["arguments"]]
    keywords = {name: decode(value) for name, value in call["keywords"].items()}
    place(call["read"], call["files"])
    return [*arguments, *keywords.values()], *observe(function, arguments, keywords, call["random"], call["drawing"])


def made_again(held):
    """What an earlier call gave, or what it left of one of its arguments, made anew."""
    module, name, number, kind, position = held
    call = recorded(module, name)[number]
    arguments, result, _ = called_again(getattr(importlib.import_module(module), name), call)
    if kind == "argument":
        return arguments[position]
    return result if position is None else result[position]


DECODERS["from"] = made_again


def observe(function, arguments, keywords, state, settings):
    """Call a function with the random numbers and the settings of drawings set: what it gives back, and what came of it, encoded."""
    set_random(state)
    printed, began = io.StringIO(), time.time()
    with (
        plainly(),
        drawn_with(settings),
        drawing(encode) as figures,
        displaying(function) as displayed,
        watching(puts_back=False) as written,
        contextlib.redirect_stdout(printed),
    ):
        result = function(*arguments, **keywords)
        drawn, files = figures(), {os.path.relpath(path): contents(Path(path), encode) for path in sorted(written)}
    return result, {
        "result": encode(result, MOST),
        "after": [encode(value, MOST) for value in (*arguments, *keywords.values())],
        "printed": [encode(line) for line in timeless(printed.getvalue(), began).split("\n")],
        "displayed": displayed,
        "figures": drawn,
        "files": files,
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


# How calls are recorded


def record(functions, folder):
    """From now on record the first calls of functions: name → module. Each recording is written when it is made."""
    made = []
    WATCH.since = time.time() - 0.1  # the clock of files ticks coarsely
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
        self.seen = 0
        self.within = False

    def called(self, arguments, keywords):
        """Call the function, and record what came of it."""
        if len(self.calls) >= CALLS or self.seen >= LOOKED_AT or self.within:
            return self.function(*arguments, **keywords)
        self.within = True
        self.seen += 1
        try:
            return self.recorded(list(arguments), keywords)
        finally:
            self.within = False

    def recorded(self, arguments, keywords):
        """Call the function and write the recording, unless it was called like this before."""
        arguments, taken = tapped(arguments)
        given = [self.given(value) for value in arguments]
        named = {key: self.given(value) for key, value in keywords.items()}
        if any((call["arguments"], call["keywords"]) == (given, named) for call in self.calls):
            return self.function(*arguments, **keywords)
        before = get_random()
        settings = drawing_settings()
        with reading() as read:
            result, outcome = observe(self.function, arguments, keywords, before, None)
        sys.stdout.write("\n".join(map(decode, outcome["printed"])))
        for position, items in taken.items():
            given[position], outcome["after"][position] = {"iterator": items}, {"iterator": []}
        after = get_random()
        used = {kind: before[kind] for kind in before if before[kind] != after[kind]} or None
        self.calls.append({"arguments": given, "keywords": named, "random": used, "drawing": settings, "read": placed(read), **outcome})
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
        told = encode(value) if size_of(value) <= LARGEST_GIVEN // 2 else {"object": type(value).__qualname__}
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
                with unseen():
                    file.write_text(text + "\n", encoding="utf-8")
                return


def tapped(arguments):
    """The arguments, those that can be gone through once only as generators that tell what is taken out of them: position → items."""
    taken = {position: [] for position, value in enumerate(arguments) if isinstance(value, ONCE)}

    def through(values, items):
        for value in values:
            items.append(encode(value))
            yield value

    return [through(value, taken[position]) if position in taken else value for position, value in enumerate(arguments)], taken


def stateless(told):
    """A description that tells of objects only what they are."""
    if isinstance(told, dict):
        return {key: stateless(value) for key, value in told.items() if key != "state"}
    return [stateless(value) for value in told] if isinstance(told, list) else told
