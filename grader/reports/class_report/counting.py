"""What a run says about the class: pure counting."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from grader.model import Outcome
from grader.reports.plain import percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.grades import Grade
    from grader.model import Check, Run, TaskScore

BINS = 10
FINE = 20  # bins of a class large enough to fill them
LARGE = 60
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
    bins: tuple[int, ...]  # equal parts of 0–100 %; the last one includes 100 % and more
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


def count(run: Run, grades: Mapping[int, Grade] = MappingProxyType({})) -> ClassCount:
    """Counts the whole run; a submission with nothing to earn has no percentage.

    Args:
        grades: place in the run → the published grade, whose points then count; without one the checks' points do.
    """
    graded = [grades.get(place) or verdict for place, verdict in enumerate(run.verdicts)]
    shares = [percent(each.earned, each.possible) for each in graded if not getattr(each, "excused", False)]
    percents = tuple(share for share in shares if share is not None)
    width = FINE if len(percents) >= LARGE else BINS
    return ClassCount(percents, bins(percents, width), _checks(run), sum(verdict.ungraded for verdict in run.verdicts))


def bins(percents: Sequence[float], number: int) -> tuple[int, ...]:
    """How many lie in each of `number` equal parts of 0–100 %; the last one includes what lies above."""
    found = [0] * number
    for share in percents:
        found[min(int(share * number / 100 + 1e-9), number - 1)] += 1
    return tuple(found)


@dataclass(frozen=True)
class TaskCount:
    """One task over the class: `percents` of its points, over those for whom there was something to earn."""

    task: TaskScore
    percents: tuple[float, ...]

    @property
    def mean(self) -> float | None:
        """Mean percentage."""
        return statistics.fmean(self.percents) if self.percents else None

    @property
    def full(self) -> int:
        """How many reached all of its points."""
        return sum(share >= 100 for share in self.percents)


def count_tasks(run: Run) -> tuple[TaskCount, ...]:
    """Every task, with its largest `possible`: what could not be judged is left out of single verdicts."""
    largest: dict[str, TaskScore] = {}
    percents: dict[str, list[float]] = {}
    for verdict in run.verdicts:
        for task in verdict.tasks:
            if task.task not in largest or task.possible > largest[task.task].possible:
                largest[task.task] = task
            share = percent(task.earned, task.possible)
            percents.setdefault(task.task, []).extend([] if share is None else [share])
    return tuple(TaskCount(task, tuple(percents[name])) for name, task in largest.items())


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
