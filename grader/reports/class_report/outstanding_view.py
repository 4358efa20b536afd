"""Candidates for outstanding homework in one language, every reason with its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.messages import text
from grader.model import Run
from grader.reports.class_report.outstanding import Candidate, Outstanding, Reason
from grader.reports.class_report.words import duration, took
from grader.reports.plain import one_line

SHOWN = 8  # of a group, with their figures; the others by name


@dataclass(frozen=True)
class CandidateView:
    """One student with figures, those of a reason marked."""

    student: str
    page: str
    figures: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class GroupView:
    """Candidates with the same reasons: equal. `folded`: only shown when somebody asks."""

    reasons: tuple[str, ...]
    size: str
    members: tuple[CandidateView, ...]
    more: tuple[tuple[str, str], ...]  # student and page
    folded: bool


@dataclass(frozen=True)
class OutstandingView:
    """All candidates. `required` is what they have in common; `notes` what could not be compared."""

    required: str
    groups: tuple[GroupView, ...]
    flagged: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def outstanding_view(run: Run, found: Outstanding, pages: Sequence[str], lang: str) -> OutstandingView:
    """In the order of `found`."""
    count = sum(map(len, found.groups))
    if found.full:
        required = text("class.full_hidden" if found.hidden else "class.full", lang, count=count, checks=found.hidden)
    else:
        required = text("class.most" if count else "class.nobody", lang, count=count)
    unknown = {
        "no_times": not found.timed,
        "no_submissions": not found.read,
        "no_similarity": not found.compared,
    }
    return OutstandingView(
        required=required,
        groups=tuple(_group(run, place, found, pages, lang) for place in range(len(found.groups))),
        flagged=tuple((one_line(run.verdicts[place].student), pages[place]) for place in found.flagged),
        notes=tuple(text(f"class.{name}", lang) for name, missing in unknown.items() if missing),
    )


def _group(run: Run, place: int, found: Outstanding, pages: Sequence[str], lang: str) -> GroupView:
    group = found.groups[place]
    reasons = [reason for reason in Reason if reason in group[0].reasons]
    people = [(one_line(run.verdicts[c.verdict].student), pages[c.verdict]) for c in group]
    shown = SHOWN if reasons else 0
    return GroupView(
        reasons=tuple(text(f"class.reason_{reason}", lang) for reason in reasons),
        size=text("class.equal", lang, count=len(group)) if len(group) > 1 else text("class.alone", lang),
        members=tuple(
            CandidateView(student, page, tuple(_figures(candidate, found, lang)))
            for (student, page), candidate in zip(people[:shown], group, strict=False)
        ),
        more=tuple(people[shown:]),
        folded=place > 0 and len(reasons) < 2,
    )


def _figures(candidate: Candidate, found: Outstanding, lang: str) -> list[tuple[str, bool]]:
    figures = []
    if candidate.ahead is not None:
        key = "class.before_median" if candidate.ahead > 0 else "class.after_median"
        figures.append((text(key, lang, time=duration(candidate.ahead, lang)), Reason.EARLY in candidate.reasons))
    if candidate.seconds is not None and found.median_seconds is not None:
        values = {"time": took(candidate.seconds, lang), "median": took(found.median_seconds, lang)}
        figures.append((text("class.ran_in", lang, **values), Reason.QUICK in candidate.reasons))
    if candidate.documented is not None:
        written = candidate.documented
        values = {"comments": str(written.comments), "explained": str(written.explained), "all": str(written.functions)}
        figures.append((text("class.comments", lang, **values), Reason.DOCUMENTED in candidate.reasons))
    return figures
