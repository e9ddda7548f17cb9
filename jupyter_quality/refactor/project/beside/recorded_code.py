"""Functions that have no name of their own to be found by, as the text that they are written in and what it reads.

This file stands beside the tests of a project as it is, so it needs nothing but the standard library.
"""

import ast
import hashlib
import inspect
import linecache
import textwrap

LAMBDA = "<lambda>"
LARGEST_HELD = 10_000  # items of a value that a function reads by name; one that reads more is not written down


def written(function):
    """The text of a function and the values that it reads by name; None where its text is not known for sure."""
    try:
        text = textwrap.dedent(inspect.getsource(function)).strip()
        node = _node(ast.parse(text), function.__name__)
    except (OSError, TypeError, SyntaxError):
        return None
    if node is None:
        return None
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} - {function.__name__}
    held = {name: value for name, value in function.__globals__.items() if name in names - cells.keys()}
    try:
        held |= {name: cell.cell_contents for name, cell in cells.items() if name != function.__name__}
    except ValueError:  # a name that is not set yet
        return None
    small = all(size_of(value) <= LARGEST_HELD for value in held.values())
    return (ast.get_source_segment(text, node), dict(sorted(held.items()))) if small else None


def size_of(value):
    """How many items a value holds at least."""
    size = getattr(value, "size", None)
    return size if isinstance(size, int) else len(value) if hasattr(type(value), "__len__") else 1


def _node(tree, name):
    """The only lambda of a text, or the definition that it is."""
    if name == LAMBDA:
        found = [node for node in ast.walk(tree) if isinstance(node, ast.Lambda)]
        return found[0] if len(found) == 1 else None
    one = tree.body[0] if len(tree.body) == 1 else None
    return one if isinstance(one, ast.FunctionDef) and one.name == name and not one.decorator_list else None


def made_of(text, name, held):
    """The function that a text defines, where the names that it reads have these values."""
    file = f"<recorded {hashlib.sha256(text.encode()).hexdigest()[:16]}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    space = {"__name__": "__main__", **held}
    if name == LAMBDA:
        return eval(compile(text, file, "eval"), space)
    exec(compile(text, file, "exec"), space)
    return space[name]
