"""What a run says about the class: pure counting."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.model import Outcome
from grader.reports.plain import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Check, Run

BINS = 10
_ABSENT = frozenset({Outcome.NOT_STARTED, Outcome.MISSING, Outcome.SKIPPED})


@dataclass(frozen=True)
class CheckCount:
    """How one check went in the class. A skipped check was not attempted: it never ran."""

    check: Check
    passed: int
    wrong: int
    absent: int
    ungraded: int

    @property
    def attempted(self) -> int:
        """Submissions whose code was judged by this check."""
        return self.passed + self.wrong

    @property
    def graded(self) -> int:
        """All but the ungraded."""
        return self.attempted + self.absent

    @property
    def pass_rate(self) -> float | None:
        """Of those graded, 0 to 1."""
        return self.passed / self.graded if self.graded else None


@dataclass(frozen=True)
class ClassCount:
    """The class in numbers; percentages are of the points that could be earned."""

    percents: tuple[float, ...]
    bins: tuple[int, ...]  # 0–10 %, 10–20 %, …; the last one includes 100 % and more
    checks: tuple[CheckCount, ...]
    ungraded: int  # checks, over all submissions

    @property
    def mean(self) -> float | None:
        """Mean percentage."""
        return statistics.fmean(self.percents) if self.percents else None

    @property
    def median(self) -> float | None:
        """Median percentage."""
        return statistics.median(self.percents) if self.percents else None

    @property
    def full(self) -> int:
        """How many reached all points."""
        return sum(share >= 100 for share in self.percents)

    def hardest(self, count: int = 5) -> tuple[CheckCount, ...]:
        """The checks that fewest of those who attempted them passed; ties by the number who did not."""
        lost = [entry for entry in self.checks if entry.wrong]
        return tuple(sorted(lost, key=lambda entry: (entry.passed / entry.attempted, -entry.wrong))[:count])


def count(run: Run) -> ClassCount:
    """Counts the whole run; a submission with nothing to earn has no percentage."""
    shares = [percent(verdict.earned, verdict.possible) for verdict in run.verdicts]
    percents = tuple(share for share in shares if share is not None)
    return ClassCount(percents, _bins(percents), _checks(run), sum(verdict.ungraded for verdict in run.verdicts))


def _bins(percents: Sequence[float]) -> tuple[int, ...]:
    bins = [0] * BINS
    for share in percents:
        bins[min(int(share * BINS / 100), BINS - 1)] += 1
    return tuple(bins)


def _checks(run: Run) -> tuple[CheckCount, ...]:
    outcomes: dict[str, list[Outcome]] = {}
    checks: dict[str, Check] = {}
    for verdict in run.verdicts:
        for result in verdict.results:
            checks.setdefault(result.check.id, result.check)
            outcomes.setdefault(result.check.id, []).append(result.outcome)
    return tuple(_count_check(check, outcomes[key]) for key, check in checks.items())


def _count_check(check: Check, outcomes: Sequence[Outcome]) -> CheckCount:
    passed = sum(outcome is Outcome.PASSED for outcome in outcomes)
    absent = sum(outcome in _ABSENT for outcome in outcomes)
    ungraded = sum(outcome is Outcome.UNGRADED for outcome in outcomes)
    return CheckCount(check, passed, len(outcomes) - passed - absent - ungraded, absent, ungraded)
