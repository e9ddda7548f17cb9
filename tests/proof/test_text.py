"""What a reader takes for the same text, and what not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quality.proof.text import Clock, differing_line

START = datetime(2026, 11, 22, 9, 30, 10, tzinfo=UTC)
CLOCK = Clock(START, START + timedelta(seconds=5))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<f at 0x7f00deadbeef>", "<f at 0x7f00cafe1234>"),
        ("0.12345678901", "0.12345678902"),
        ("-1.7e-17", "2.2e-16"),
        ("id 140234567890123", "id 139987654321098"),
        (
            "CPU times: user 5 ms, sys: 1 ms, total: 6 ms\nWall time: 6.1 ms",
            "CPU times: user 7 ms, sys: 0 ns, total: 7 ms\nWall time: 9 ms",
        ),
        (
            "1.2 ms ± 3 µs per loop (mean ± std. dev. of 7 runs, 1,000 loops each)",
            "1.3 s ± 1 µs per loop (mean ± std. dev. of 7 runs, 1 loop each)",
        ),
        (" 50%|█████     | 5/10 [00:01<00:01,  4.97it/s]", "100%|██████████| 10/10 [00:03<00:00,  3.1it/s]"),
        ("/tmp/ipykernel_12/345.py:1: x", "/tmp/ipykernel_99/1.py:1: x"),
        ("saved to /tmp/tmpab12cd34/model.bin", "saved to /tmp/tmpzz99yy88/model.bin"),
        ("a   b \n\n", "a b"),
        ("run 123e4567-e89b-12d3-a456-426614174000", "run 00000000-e89b-12d3-a456-426614174000"),
    ],
)
def test_reads_the_same(one: str, other: str) -> None:
    assert differing_line(one, other) is None
    assert differing_line(other, one) is None


@pytest.mark.parametrize(
    ("one", "other", "line"),
    [
        ("0.94", "0.95", 1),
        ("12", "13", 1),
        ("1", "1.0", 1),
        ("a\nb 1.5\nc", "a\nb 1.6\nc", 2),
        ("a b", "ab", 1),
        ("x = 5", "x = -5", 1),
        ("true", "True", 1),
        ("a\nb", "a", 1),
        ("a", "a\nb", 1),
        ("1e-5", "2e-5", 1),
        ("2024-01-01", "2024-01-02", 1),
        ("10:30", "10:31", 1),
        ("saved to /tmp/one.csv", "saved to /tmp/two.csv", 1),
        ("v1.2.3", "v1.2.4", 1),
        ("took 3 weeks", "took 4 weeks", 1),
    ],
)
def test_reads_otherwise(one: str, other: str, line: int) -> None:
    assert differing_line(one, other) == line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Date: Tue, 03 Mar 2020", "Date: Sun, 22 Nov 2026"),
        ("Time: 11:00:00", "Time: 09:30:12"),
        ("2020-03-03 11:00:00.123", "2026-11-22 09:30:14.9"),
        ("March 3, 2020", "November 22, 2026"),
        ("at 11:00", "at 09:30"),
    ],
)
def test_what_is_read_from_the_clock_is_no_difference(one: str, other: str) -> None:
    assert differing_line(one, other, (None, CLOCK)) is None
    assert differing_line(one, other) == 1


@pytest.mark.parametrize(("one", "other"), [("2020-03-03", "2026-11-20"), ("11:00:00", "08:00:00"), ("2020-03-03", "soon")])
def test_other_times_are_differences(one: str, other: str) -> None:
    assert differing_line(one, other, (None, CLOCK)) == 1


@given(st.text())
def test_a_text_reads_as_itself(text: str) -> None:
    assert differing_line(text, text + " ") is None


@given(st.text(), st.text())
def test_both_ways_alike(one: str, other: str) -> None:
    assert (differing_line(one, other) is None) == (differing_line(other, one) is None)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, min_value=1e-3, max_value=1e9), min_size=1), st.data())
def test_a_changed_number_is_seen(numbers: list[float], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(numbers) - 1))
    changed = [*numbers]
    changed[at] *= 1.001
    assert differing_line("\n".join(map(repr, numbers)), "\n".join(map(repr, changed))) == at + 1
