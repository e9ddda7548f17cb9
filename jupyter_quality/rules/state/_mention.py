"""Whether a cell binds a name before it reads it, by its text alone: most cells are settled so, without a syntax tree."""

import re

from jupyter_quality.reading.code import Code

_TARGETS_BEFORE = re.compile(r"[\w\s,()*=]*")
_TARGETS_AFTER = re.compile(r"[\w\s,()*]*=(?!=)")
_LOOP_BEFORE = re.compile(r"(?:async\s+)?for\s[\w\s,(*]*")
_LOOP_AFTER = re.compile(r"[\w\s,)*]*\sin\s")
_NAMING = re.compile(r"(?:import|from|def|class|async\s+def)\s|.*\sas\s+\Z", re.DOTALL)


def binds_first(code: Code, name: str) -> bool:
    """Whether a name's first mention surely binds it, and no other mention stands in the same statement."""
    return code.remember(("binds first", name), lambda: _binds_first(code.source, name))


def _binds_first(source: str, name: str) -> bool:
    first = _mention(source, name, 0)
    if first < 0:
        return False
    line = source.rfind("\n", 0, first) + 1
    end = source.find("\n", first)
    before, after = source[line:first].lstrip(), source[first + len(name) : end if end >= 0 else len(source)]
    if _NAMING.match(before):
        return True
    if not (_is_target(before, after) or (_LOOP_BEFORE.fullmatch(before) and _LOOP_AFTER.match(after))):
        return False
    second = _mention(source, name, first + len(name))
    return second < 0 or second >= (end if after.rstrip().endswith(":") else _statement_end(source, line))


def _is_target(before: str, after: str) -> bool:
    targets = _TARGETS_AFTER.match(after)
    if targets is None or not _TARGETS_BEFORE.fullmatch(before):
        return False
    text = before + targets.group()
    return text.count("(") == text.count(")")


def _mention(source: str, name: str, start: int) -> int:
    """Where a name stands as a whole word, behind no dot and no `#`, in no quotes of its own, from a position on; -1 where nowhere."""
    while (start := source.find(name, start)) >= 0:
        before, after = source[start - 1 : start], source[start + len(name) : start + len(name) + 1]
        is_word = not (before.isalnum() or before in {"_", "."}) and not (after.isalnum() or after in {"_", '"', "'"})
        if is_word and source.find("#", source.rfind("\n", 0, start) + 1, start) < 0:
            return start
        start += len(name)
    return -1


def _statement_end(source: str, start: int) -> int:
    """Where the line begins that, by its indent, no longer belongs to the statement whose line begins at `start`."""
    indent = _indent(source, start)
    position = source.find("\n", start) + 1
    while position:
        deep = _indent(source, position)
        if deep <= indent and source[position + deep : position + deep + 1] not in {"", "\n", ")", "]", "}", "#", '"', "'"}:
            return position
        position = source.find("\n", position) + 1
    return len(source)


def _indent(source: str, start: int) -> int:
    position = start
    while source[position : position + 1] in {" ", "\t"}:
        position += 1
    return position - start
