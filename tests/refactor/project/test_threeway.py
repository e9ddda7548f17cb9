"""What only one side changed is taken, what both changed is shown, and nothing is lost."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from jupyter_quality.refactor.project.threeway import has_markers, merge, merge_text

WORDS = st.lists(st.sampled_from("abcde"), max_size=12)
TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "\n", "c\r\n", "d"]), max_size=10).map("".join)

BASE = "one\ntwo\nthree\nfour\n"


@given(WORDS, WORDS)
def test_what_one_side_changed_is_taken(base: list[str], changed: list[str]) -> None:
    for mine, theirs in ((changed, base), (base, changed), (changed, changed)):
        pieces = merge(base, mine, theirs)
        assert [word for piece in pieces for word in piece.mine] == changed
        assert all(piece.theirs is None for piece in pieces)


@given(WORDS, WORDS, WORDS)
def test_nothing_is_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    pieces = merge(base, mine, theirs)
    told = Counter(word for piece in pieces for word in (*piece.mine, *(piece.theirs or ())))
    assert not (Counter(mine) - Counter(base)) - told
    assert not (Counter(theirs) - Counter(base)) - told


@given(WORDS, WORDS, WORDS)
def test_both_sides_are_treated_alike(base: list[str], mine: list[str], theirs: list[str]) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert [(piece.theirs is None, piece.mine if piece.theirs is None else piece.theirs) for piece in one] == [
        (piece.theirs is None, piece.mine) for piece in other
    ]


@given(TEXTS, TEXTS)
def test_texts_are_taken_to_the_byte(base: str, changed: str) -> None:
    assert merge_text(base, changed, base) == merge_text(base, base, changed) == merge_text(base, changed, changed) == (changed, 0)


def test_changes_apart_are_both_kept() -> None:
    assert merge_text(BASE, "zero\n" + BASE, BASE + "five\n") == ("zero\n" + BASE + "five\n", 0)
    assert merge_text(BASE, BASE.replace("one", "1"), BASE.replace("three\n", "")) == ("1\ntwo\nfour\n", 0)


def test_a_conflict_is_shown_as_git_does() -> None:
    text, count = merge_text(BASE, BASE.replace("two", "mine"), BASE.replace("two", "theirs"))
    assert text == "one\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> the notebook's\nthree\nfour\n"
    assert count == 1
    assert has_markers(text)
    assert not has_markers(BASE)


def test_what_both_changed_alike_stands_outside_the_conflict() -> None:
    text, _ = merge_text("a\nb\n", "x\nmine\ny\n", "x\ntheirs\ny\n")
    assert text == "x\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> the notebook's\ny\n"


def test_a_conflict_at_an_end_without_a_newline() -> None:
    assert merge_text("a", "b", "c")[0] == "<<<<<<< yours\nb\n=======\nc\n>>>>>>> the notebook's\n"


def test_a_rule_of_equal_signs_is_no_conflict() -> None:
    assert not has_markers("Title\n=======\n")


def test_a_name_that_the_user_gave_is_kept_and_carried_on() -> None:
    base = "from p.m import a, load\nx = load()\ny = a(x)\n"
    mine = "from p.m import a, read\nx = read()\ny = a(x)\n"
    theirs = base.replace("load", "read").replace("a(x)", "a(x, 2)")
    assert merge_text(base, mine, theirs, {"load": "read"}) == (mine.replace("a(x)", "a(x, 2)"), 0)
    assert merge_text(base, base, theirs, {"load": "read"}) == (theirs, 0)


def test_an_import_in_another_order_is_the_same_import() -> None:
    base, mine = "from p.m import a, load\nload()\n", "from p.m import Z, a\nZ()  # mine\n"
    theirs = "from p.n import b\nfrom p.m import a, Z\nZ()\n"
    assert merge_text(base, mine, theirs, {"load": "Z"}) == ("from p.n import b\n" + mine, 0)


def test_neighbours_of_which_each_side_changed_one() -> None:
    base = 'def f(x):\n    """Old."""\n    return x\n'
    mine = base.replace("Old.", "New:\n    more.")
    theirs = base.replace("(x)", "(x: int)").replace("return x", "return -x")
    merged = mine.replace("(x)", "(x: int)").replace("return x", "return -x")
    assert merge_text(base, mine, theirs) == merge_text(base, theirs, mine) == (merged, 0)
    assert merge_text("a\nb\n", "A\nb\n", "a\nmore\nb\n")[1] == 1, (
        "where something was put in beside a change, the order is anybody's guess"
    )
