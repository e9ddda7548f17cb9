"""What becomes of each file that was made, that is there, and that is made now."""

import pytest

from jupyter_quality.refactor.project.base import Base, digest
from jupyter_quality.refactor.project.filewise import merge_files

OLD, MINE, NEW = b"a\nb\nc\n", b"A\nb\nc\n", b"a\nb\nC\n"
UNTOUCHED = "untouched"
A, B = "a.txt", "rows.csv"


def base() -> Base:
    return Base("n.ipynb", "p", (), (), {A: OLD.decode()}, {B: digest(OLD)})


@pytest.mark.parametrize(
    ("mine", "theirs", "text", "data", "conflicts"),
    [
        (OLD, OLD, UNTOUCHED, UNTOUCHED, 0),
        (MINE, OLD, UNTOUCHED, UNTOUCHED, 0),
        (OLD, NEW, NEW, NEW, 0),
        (MINE, MINE, UNTOUCHED, UNTOUCHED, 0),
        (MINE, NEW, b"A\nb\nC\n", UNTOUCHED, 1),
        (None, OLD, UNTOUCHED, UNTOUCHED, 0),
        (None, NEW, NEW, NEW, 2),
        (None, None, UNTOUCHED, UNTOUCHED, 0),
        (OLD, None, None, None, 0),
        (MINE, None, UNTOUCHED, UNTOUCHED, 2),
    ],
)
def test_a_file_that_was_made(mine: bytes | None, theirs: bytes | None, text: object, data: object, conflicts: int) -> None:
    there = {} if mine is None else {A: mine, B: mine}
    merged = merge_files(base(), there.get, {} if theirs is None else {A: theirs, B: theirs})
    assert merged.contents.get(A, UNTOUCHED) == text
    assert merged.contents.get(B, UNTOUCHED) == data
    assert len(merged.conflicts) == conflicts


def test_a_new_file_never_replaces_one_of_the_users() -> None:
    assert merge_files(base(), {A: OLD, B: OLD}.get, {A: OLD, B: OLD, "n.txt": NEW}).contents == {"n.txt": NEW}
    merged = merge_files(base(), {A: OLD, B: OLD, "n.txt": MINE}.get, {A: OLD, B: OLD, "n.txt": NEW})
    assert merged.contents == {}
    assert [conflict.path for conflict in merged.conflicts] == ["n.txt"]
    assert merge_files(base(), {A: OLD, B: OLD, "n.txt": NEW}.get, {A: OLD, B: OLD, "n.txt": NEW}).conflicts == []


def test_line_ends_stay_as_they_are_on_disk() -> None:
    merged = merge_files(base(), {A: MINE.replace(b"\n", b"\r\n"), B: OLD}.get, {A: NEW, B: OLD})
    assert merged.contents == {A: b"A\r\nb\r\nC\r\n"}
    assert merge_files(base(), {A: OLD.replace(b"\n", b"\r\n"), B: OLD}.get, {A: OLD, B: OLD}).contents == {}


def test_a_file_that_is_no_text_any_more_is_kept() -> None:
    merged = merge_files(base(), {A: b"\xff\xfe", B: OLD}.get, {A: NEW, B: OLD})
    assert (merged.contents, [conflict.path for conflict in merged.conflicts]) == ({}, [A])


def test_what_was_edited_is_told() -> None:
    assert merge_files(base(), {A: MINE, B: OLD}.get, {A: NEW, B: OLD}).edited == [A]
    assert merge_files(base(), {A: MINE, B: OLD}.get, {A: OLD, B: OLD}).edited == [A]
    assert merge_files(base(), {A: OLD, B: OLD}.get, {A: NEW, B: NEW}).edited == []
