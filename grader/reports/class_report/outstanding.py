"""Candidates for outstanding homework (우수 과제): pure.

No score is made up. Who has all points is a candidate; beyond that there are reasons, each of which holds or not, with
its figures. Candidates with the same reasons are equal: they stand together, in the order of the class. A person
decides.
"""

from __future__ import annotations

import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from grader.model import Run, Submission, Verdict
from grader.reports.class_report.documentation import Documentation, documentation
from grader.reports.class_report.outliers import seconds

FEWEST = 8  # students with a value; of less, the first quarter says nothing
_QUICK = 0.8  # of the median


class Reason(StrEnum):
    """Why somebody stands out, beyond all points."""

    BONUS = "bonus"  # all points of the bonus tasks, too
    EARLY = "early"  # in the first quarter to hand in
    QUICK = "quick"  # in the quickest quarter, and well below the median
    DOCUMENTED = "documented"  # comments in the upper quarter, every function with a docstring


@dataclass(frozen=True)
class Candidate:
    """One student. Every figure is there where it is known, whether it is a reason or not."""

    verdict: int  # place in the run
    reasons: frozenset[Reason]
    ahead: float | None = None  # seconds before the class's median hand-in
    seconds: float | None = None
    documented: Documentation | None = None


@dataclass(frozen=True)
class Outstanding:
    """The candidates of a class.

    Attributes:
        groups: those with the same reasons together, those with more reasons first.
        full: whether they have all points; if nobody has, they are those with the most.
        hidden: how many hidden checks were passed for it.
        bonus: whether there are bonus tasks; likewise whether times and hand-ins are known for the other reasons.
        median_seconds: of those with a run time to compare.
        median_comments: comment lines, of all whose hand-in is at hand.
        flagged: places in the run of who has the points, too, but shares code with others: for a person to look at.
        compared: whether similarity was looked for.
    """

    groups: tuple[tuple[Candidate, ...], ...]
    full: bool
    hidden: int
    bonus: bool
    timed: bool
    read: bool
    median_seconds: float | None
    median_comments: float | None
    flagged: tuple[int, ...]
    compared: bool


def outstanding(
    run: Run,
    submissions: Iterable[Submission] = (),
    flagged: Collection[str] | None = None,
    late: Collection[str] = (),
) -> Outstanding:
    """Who may be chosen.

    Args:
        submissions: the hand-ins, as far as they are at hand, for what is written beside the code.
        flagged: students whose code resembles that of others; None where nobody looked.
        late: students who handed in late; they are no candidates.
    """
    judged = {p: v for p, v in enumerate(run.verdicts) if v.unreadable is None and not v.ungraded and v.possible > 0}
    best = [p for p, v in judged.items() if _required(v) >= v.possible and v.student not in late]
    full = bool(best)
    if not full:
        most = max((_required(v) for v in judged.values()), default=0.0)
        best = [p for p, v in judged.items() if _required(v) == most > 0 and v.student not in late]
    aside = [p for p in best if flagged is not None and run.verdicts[p].student in flagged]
    ahead = _ahead(run)
    times = {p: seconds(run.verdicts[p]) for p in best}
    written = {s.student: documentation(s) for s in submissions if s.unreadable is None}
    usual = _median(times.values())
    comments = _median([d.comments for d in written.values()])
    known = _Known(
        {p: seconds_ahead for p, seconds_ahead in ahead.items() if p in best},
        _quarter(ahead.values(), highest=True),
        times,
        None if usual is None else min(_quarter(times.values(), highest=False) or 0.0, _QUICK * usual),
        {p: written[run.verdicts[p].student] for p in best if run.verdicts[p].student in written},
        _quarter([float(d.comments) for d in written.values()], highest=True),
    )
    found = [_candidate(p, run.verdicts[p], known) for p in best if p not in aside]
    return Outstanding(
        groups=_groups(found),
        full=full,
        hidden=max((sum(r.check.hidden for r in run.verdicts[p].results) for p in best), default=0),
        bonus=any(task.bonus for v in judged.values() for task in v.tasks),
        timed=bool(ahead),
        read=bool(written),
        median_seconds=usual,
        median_comments=comments,
        flagged=tuple(aside),
        compared=flagged is not None,
    )


def handed_in(verdict: Verdict) -> datetime | None:
    """When the last file of it was handed in; None where that is not known with its offset."""
    times = []
    for text in verdict.times.values():
        try:
            times.append(datetime.fromisoformat(text))
        except ValueError:
            return None
    return max(times) if times and all(time.tzinfo is not None for time in times) else None


@dataclass(frozen=True)
class _Known:
    """Figures of the candidates, and from where on they are a reason; None: never."""

    ahead: Mapping[int, float]
    early: float | None
    times: Mapping[int, float]
    quick: float | None
    written: Mapping[int, Documentation]
    comments: float | None


def _candidate(place: int, verdict: Verdict, known: _Known) -> Candidate:
    ahead, took, written = known.ahead.get(place), known.times.get(place), known.written.get(place)
    bonus = [task for task in verdict.tasks if task.bonus]
    holds = {
        Reason.BONUS: bool(bonus) and all(task.earned >= task.possible for task in bonus),
        Reason.EARLY: ahead is not None and known.early is not None and ahead >= known.early and ahead > 0,
        Reason.QUICK: took is not None and known.quick is not None and 0 < took <= known.quick,
        Reason.DOCUMENTED: written is not None
        and known.comments is not None
        and written.complete
        and written.comments >= max(known.comments, 1),
    }
    return Candidate(place, frozenset(reason for reason, true in holds.items() if true), ahead, took, written)


def _groups(found: Sequence[Candidate]) -> tuple[tuple[Candidate, ...], ...]:
    order = list(Reason)
    together: dict[frozenset[Reason], list[Candidate]] = {}
    for candidate in found:
        together.setdefault(candidate.reasons, []).append(candidate)
    ranked = sorted(together, key=lambda reasons: (-len(reasons), [order.index(r) for r in order if r in reasons]))
    return tuple(tuple(together[reasons]) for reasons in ranked)


def _required(verdict: Verdict) -> float:
    """Points without the bonus: a bonus does not make up for what is missing."""
    return verdict.earned - sum(task.earned for task in verdict.tasks if task.bonus)


def _ahead(run: Run) -> dict[int, float]:
    """Place in the run → seconds before the median hand-in, where times are known and differ."""
    times = {p: t.timestamp() for p, v in enumerate(run.verdicts) if (t := handed_in(v)) is not None}
    middle = _median(times.values())
    return {} if middle is None or len(set(times.values())) == 1 else {p: middle - time for p, time in times.items()}


def _median(values: Iterable[float]) -> float | None:
    kept = list(values)
    return statistics.median(kept) if len(kept) >= FEWEST else None


def _quarter(values: Iterable[float], *, highest: bool) -> float | None:
    """Where the highest or lowest quarter begins; None of too few values."""
    kept = list(values)
    return statistics.quantiles(kept, n=4, method="inclusive")[2 if highest else 0] if len(kept) >= FEWEST else None
