"""What stands between a notebook and production: seven lines, each with its state and its one next step."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How a line of the checklist stands. What was never looked at is unknown."""

    DONE = "done"
    OPEN = "open"
    UNKNOWN = "unknown"


class Leads(StrEnum):
    """What a next step leads to: a `tab` by its name, the findings of a `rule`, or a `command`: "prove" or "project"."""

    TAB = "tab"
    RULE = "rule"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next: the label of a button, and where it leads."""

    label: str
    leads: Leads
    to: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist: `sentence` says what is so, `step` what would change it, null where nothing need be done."""

    name: str
    standing: Standing
    sentence: str
    step: NextStep | None = None
