"""A push, graded: from the objects of the repository to a run for each week that it changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from grader.ci.edited import Found, edited
from grader.ci.handed import Handed, handed_in
from grader.ci.judging import Terms, judge
from grader.ci.weeks import Weeks
from grader.course import Course
from grader.judge.process import ForkServer
from grader.model import Message, Run
from grader.repository import Change, Commit, Entry, Objects, changes

_LOOKED_INTO = 50  # files whose names do not say which week they belong to

__all__ = ["Graded", "Outcome", "Push", "Terms", "grade_push"]


@dataclass(frozen=True)
class Push:
    """Who pushed what.

    Attributes:
        student: whose repository it is: the operator says so, nothing in it does.
        repository: how results name it. ref: the branch, or nothing.
        before, commit: hashes; `before` may be empty, all zeros, or unknown here.
        received: when it came, ISO 8601 with offset.
    """

    student: str
    repository: str
    ref: str
    before: str
    commit: str
    received: str


@dataclass(frozen=True)
class Graded:
    """One week of a push: its run has one verdict."""

    week: str
    handed: Handed
    run: Run


@dataclass(frozen=True)
class Outcome:
    """What came of a push.

    Attributes:
        weeks: that were graded. edited: files that look as if they wanted to grade.
        removed: weeks of which the push took everything away. notes: what the student should know besides.
        compared: whether the push was compared with a commit before it, rather than taken as a whole.
    """

    push: Push
    commit: Commit
    weeks: tuple[Graded, ...] = ()
    edited: tuple[Found, ...] = ()
    removed: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    compared: bool = False


def grade_push(
    course: Course,
    objects: Objects,
    push: Push,
    terms: Terms,
    server: ForkServer | None = None,
    only: Sequence[str] = (),
    on_graded: Callable[[Graded], None] | None = None,
) -> Outcome:
    """Grade the weeks that a push changed; all that the commit has begun, where there is nothing to compare with.

    Args:
        only: these weeks instead, whether or not they changed. on_graded: told each week when it is done.

    Raises:
        GitFault: the commit cannot be read. UsageError, JudgeFault: it cannot be judged.
    """
    weeks = Weeks(course)
    commit = objects.commit(push.commit)
    entries, whole = objects.entries(commit)
    notes = [] if whole else [Message("ci.too_many_files", {"limit": len(entries)})]
    before = objects.commit(push.before) if objects.has(push.before) else None
    changed: list[Change] = []
    if before is not None:
        old, all_of_them = objects.entries(before)
        before = before if whole and all_of_them else None
        changed = changes(old, entries) if before is not None else []
    week_of = _week_of(weeks, objects, entries)
    of: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.path in week_of:
            of[week_of[entry.path]].append(entry)
    touched = {week for c in changed if (week := week_of.get(c.path) or weeks.of(c.path)) is not None}
    wanted, removed = _wanted(weeks, set(of), set(of) if before is None else touched, only)
    # With the public checks it is the student's own repository, which has them: they may do with it as they like.
    flagged = [] if terms.public else edited(course, entries, changed, sha256=len(commit.id) > 40)
    graded = []
    origin = f"{push.repository}@{commit.id[:12]}"
    for week in wanted:
        handed = handed_in(objects, of[week], push.student, origin, push.received)
        if before is None and not only and not _begun(handed, weeks.names(week)):
            continue  # the template as it was handed out
        graded.append(Graded(week, handed, judge(course, week, handed.submission, terms, server)))
        if on_graded is not None:
            on_graded(graded[-1])
    return Outcome(push, commit, tuple(graded), tuple(flagged), removed, tuple(notes), before is not None)


def _week_of(weeks: Weeks, objects: Objects, entries: Sequence[Entry]) -> dict[str, str]:
    """Path → week; a file whose name says nothing is looked into."""
    found = {entry.path: week for entry in entries if (week := weeks.of(entry.path)) is not None}
    unknown = [e for e in entries if e.path not in found and weeks.is_work(e.path) and not e.is_link]
    for entry in unknown[:_LOOKED_INTO]:
        handed = handed_in(objects, [entry], "", "", "")
        week = weeks.by_names({name for m in handed.submission.modules for name in m.defines})
        if week is not None:
            found[entry.path] = week
    return found


def _wanted(weeks: Weeks, there: set[str], touched: set[str], only: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The weeks to grade, in the course's order, and those of which nothing is left."""
    wanted = set(only) or touched
    return [week for week in weeks.known if week in wanted & there], tuple(sorted(wanted - there))


def _begun(handed: Handed, names: Collection[str]) -> bool:
    """Whether anything that the week asks for is more than the stub that students start from."""
    modules = handed.submission.modules
    stubs = [stub for module in modules for name, stub in module.defines.items() if name in names]
    return not stubs or not all(stubs) or any(module.problems for module in modules)
