"""What each IPython magic does with names: what it defines, what it uses, whether it runs Python."""

import re
from dataclasses import dataclass
from keyword import iskeyword

IDENTIFIER = re.compile(r"[^\W\d]\w*")
_SHELL_NAMES = re.compile(r"\$\{?([^\W\d]\w*)|(?<!\{)\{([^{}\n]+)\}")
_OUTPUT_OPTION = re.compile(r"(?:^|\s)(?:-o|--out|--output|--err|--proc)[\s=]+([^\W\d]\w*)")
_INPUT_OPTION = re.compile(r"(?:^|\s)(?:-i|--input|-f)[\s=]+([\w,.]+)")
_SQL_TARGET = re.compile(r"(?:^|\s)([^\W\d]\w*)\s*<<")
_OPTIONS = re.compile(r"(?:\s*-\w+(?:[ =]?\d+)?(?=\s|$))*\s*")

RUNS_PYTHON_LINE = frozenset({"time", "timeit", "prun", "memit", "mprun", "lprun", "snakeviz", "debug", "px"})
"""Line magics whose argument, behind its options, is Python that runs in the notebook."""

RUNS_PYTHON_CELL = frozenset(
    """
    time timeit capture prun memit mprun lprun snakeviz scalene px quality debug heat memray_flamegraph memray_table pyinstrument
    notify wandb manim ipytest run_pytest measure filprofile pycodestyle flake8 black
    """.split()
)
"""Cell magics whose body is Python that runs in the notebook."""

DEFINES_IN_BODY = frozenset({"cython", "pyx", "julia", "fortran", "rust"})
"""Cell magics that put the functions of a foreign body into the notebook's names."""

AUTOMAGIC = frozenset(
    """
    alias autoreload bookmark cat cd clear colors conda config cp debug dhist dirs doctest_mode env gui hist history ldir less lf lk ll
    load load_ext logstart ls lsmagic lx macro magic man matplotlib micromamba mkdir more mv notebook page pdb pdoc pfile pinfo pip popd
    precision prun psearch psource pushd pwd pycat pylab quickref recall rehashx reload_ext rep rerun reset rm rmdir run save store time
    timeit unload_ext uv who who_ls whos xdel xmode
    """.split()
)
"""Magics that IPython also takes without `%`, in a cell of one line."""

PYLAB_MODULES = ("numpy", "matplotlib.pyplot")
"""What `%pylab` imports with a star."""


@dataclass(frozen=True, slots=True)
class Magic:
    """One magic or shell command of a cell.

    `name` is without its sign ("!" for a shell command, "?" for help); `line` and `column` count from 1.
    `words` are the identifiers that it may use or define in a way that we cannot see.
    """

    name: str
    argument: str
    line: int
    column: int
    is_cell: bool = False
    body: str = ""
    defines: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def line_magic(name: str, argument: str, line: int, column: int) -> Magic:
    """A line magic or shell command, with what it defines and uses."""
    defines, uses, words = frozenset[str](), shell_uses(argument), frozenset[str]()
    match name:
        case "!" | "?" | "cd" | "pip" | "conda" | "matplotlib" | "load_ext" | "reload_ext" | "autoreload":
            pass
        case "store":
            if re.search(r"(?:^|\s)-r\b", argument):
                defines = frozenset(IDENTIFIER.findall(argument.replace("-r", " ")))
            else:
                uses |= frozenset(IDENTIFIER.findall(argument))
        case "macro" | "alias_magic":
            defines = frozenset(IDENTIFIER.findall(argument)[:1])
        case _ if name in RUNS_PYTHON_LINE:
            defines, uses = option_names(argument)
        case _:
            defines, more = option_names(argument)
            uses |= more
            words = frozenset(IDENTIFIER.findall(argument)) - defines
    return Magic(name, argument, line, column, defines=defines, uses=uses, words=words)


def cell_magic(name: str, argument: str, body: str, line: int) -> Magic:
    """A cell magic; where its body is foreign, the words of the body may be names it uses or defines."""
    defines, uses = option_names(argument)
    if name not in RUNS_PYTHON_CELL:
        uses |= shell_uses(argument)
    words = frozenset() if name in RUNS_PYTHON_CELL else frozenset(IDENTIFIER.findall(argument)) - defines
    if name == "capture":
        targets = [word for word in argument.split() if not word.startswith("-")]
        defines = frozenset(targets[:1])
    elif name in DEFINES_IN_BODY:
        defines |= frozenset(re.findall(r"(?m)^\s*(?:cp?def|def|class|function|subroutine|fn)\b[^(\n]*?([^\W\d]\w*)\s*\(", body))
    elif name not in RUNS_PYTHON_CELL:
        uses |= (
            shell_uses(body) if name in {"bash", "sh", "sql", "script", "system", "!", "writetemplate", "markdown", "html"} else frozenset()
        )
        words |= (
            frozenset()
            if name in {"writefile", "file", "html", "javascript", "js", "svg", "latex", "markdown"}
            else frozenset(IDENTIFIER.findall(body))
        )
    return Magic(name, argument, line, 1, is_cell=True, body=body, defines=defines, uses=uses, words=words)


def option_names(argument: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that `-o x`, `x <<` define, and those that `-i x`, `-f x` use."""
    defines = frozenset(_OUTPUT_OPTION.findall(argument)) | frozenset(_SQL_TARGET.findall(argument))
    uses = frozenset(name for group in _INPUT_OPTION.findall(argument) for name in re.split(r"[,.]", group)[:1] if name.isidentifier())
    return defines, uses


def shell_uses(text: str) -> frozenset[str]:
    """The names that IPython expands in a command: `$name` and the identifiers of `{expression}`."""
    found: set[str] = set()
    for name, expression in _SHELL_NAMES.findall(text):
        found.update([name] if name else IDENTIFIER.findall(re.sub(r"\.\s*\w+|'[^']*'|\"[^\"]*\"", "", expression)))
    return frozenset(name for name in found if not iskeyword(name))


def python_offset(argument: str) -> int:
    """How many characters of options (`-n 10 -r 3`, `-f function`) stand before the Python of a `%timeit`-like argument."""
    offset = len(argument) - len(argument.lstrip())
    while match := re.compile(r"-(?:[fmTDs])\s+\S+\s*").match(argument, offset):
        offset = match.end()
    options = _OPTIONS.match(argument, offset)
    return options.end() if options else offset
