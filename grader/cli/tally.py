"""Counts of what a batch has come to."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field

from grader.model import Outcome, Verdict

_SHOWN = 3  # outcomes that a progress line has room for


@dataclass
class Tally:
    """How many hand-ins there were, and how their checks ended."""

    hand_ins: int = 0
    checks: Counter[Outcome] = field(default_factory=Counter)
    unreadable: int = 0

    def add(self, verdict: Verdict) -> None:
        """One more."""
        self.hand_ins += 1
        self.unreadable += verdict.unreadable is not None
        self.checks.update(result.outcome for result in verdict.results)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hand_ins + other.hand_ins, self.checks + other.checks, self.unreadable + other.unreadable)

    def short(self) -> str:
        """The commonest outcomes; what is ungraded is always among them."""
        shown = [outcome for outcome, _ in self.checks.most_common(_SHOWN)]
        if self.checks[Outcome.UNGRADED] and Outcome.UNGRADED not in shown:
            shown.append(Outcome.UNGRADED)
        return " ".join(f"{self.checks[o]} {_word(o)}" for o in shown)

    def long(self) -> str:
        """All outcomes, commonest first."""
        parts = [f"{number} {_word(outcome)}" for outcome, number in self.checks.most_common()]
        if self.unreadable:
            parts.append(f"{self.unreadable} unreadable hand-in{'s' * (self.unreadable > 1)}")
        return ", ".join(parts)


def duration(seconds: float) -> str:
    """`41.2 s`, `12 min 5 s`, `3 h 20 min`."""
    if seconds < 100:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def peak_memory() -> str:
    """The most memory that this process ever had, judges apart; "" where the system does not tell."""
    if sys.platform != "linux":
        return ""
    import resource

    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def _word(outcome: Outcome) -> str:
    return outcome.value.replace("_", " ")
