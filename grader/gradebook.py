"""The grades of a class: what stands in the store, what people decided, who is on the roster and handed in nothing.

A run counts as soon as it is there, but for one that `grader regrade` made: that counts once it is published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from grader.course import Course, Matcher, Roster, Student
from grader.errors import UsageError
from grader.grades import Allowance, Grade, Override, Rules, best, exceptions_of, final, rules_of, task_times
from grader.grades.merging import overlaid
from grader.model import Check, Outcome, Verdict
from grader.spec import AssignmentSpec, load_assignment
from grader.spec.reading import did_you_mean
from grader.store import Standing, Store

REGRADED, PUBLISHED = "regraded", "published"  # kinds of events: a run is held back, and let go
MAX_BYTES = 5_000_000


@dataclass(frozen=True)
class Work:
    """One attempt of one hand-in, as it stands: the verdict, and when each task came."""

    run: int
    verdict: Verdict
    times: Mapping[str, datetime]


def grades(store: Store, course: Course, week: str | int, also: Collection[int] = ()) -> list[Grade]:
    """The grade of everybody for one assignment: the roster's students in its order, then others who handed in.

    Each member of a team has a grade of their own. Of several attempts in one run the one with the best grade counts.

    Args:
        week: as `Course.assignment_dir` takes it.
        also: regraded runs that shall count although they are not published, to see what they would change.

    Raises:
        UsageError: the course's files or the store cannot be read, or are wrong.
    """
    return Gradebook(store, course, week).grades(also)


class Gradebook:
    """What the grades of one assignment are made from.

    Raises:
        UsageError: the course's files or the store cannot be read, or are wrong; so for all methods.
    """

    def __init__(self, store: Store, course: Course, week: str | int) -> None:
        self._store, self._course = store, course
        self.spec: AssignmentSpec = load_assignment(course.assignment_dir(week))
        self.rules: Rules = rules_of(course, self.spec)
        self.roster: Roster = course.roster() or Roster()
        self._matcher = Matcher(self.roster)

    def grades(self, also: Collection[int] = ()) -> list[Grade]:
        """See `grades`."""
        return [grade for grade, _ in self.graded(also)]

    def graded(self, also: Collection[int] = ()) -> list[tuple[Grade, Work | None]]:
        """Every grade with the work behind it; None where nothing was handed in."""
        works = self.works(also)
        overrides, comments = self._overrides(), self._comments()
        worth = _worth([work.verdict for several in works.values() for work in several])
        found: list[tuple[Grade, Work | None]] = []
        for student in self.students(works):
            attempts: Sequence[Work | None] = works.get(student.id) or (None,)
            judged = [
                final(
                    student,
                    work.verdict if work else None,
                    self.spec,
                    self.rules,
                    allowances=self.allowances,
                    overrides=overrides.get(student.id, ()),
                    comments=comments.get(student.id, ()),
                    times=work.times if work else {},
                    worth=worth,
                )
                for work in attempts
            ]
            chosen = best(judged)
            found.append((chosen, next(w for g, w in zip(judged, attempts, strict=True) if g is chosen)))
        return found

    def works(self, also: Collection[int] = ()) -> dict[str, list[Work]]:
        """Student → the attempts of the newest run that has any of theirs."""
        found: dict[str, list[Work]] = defaultdict(list)
        for work in self._standing(self.held() - set(also)):
            verdict = work.verdict
            for name in dict.fromkeys((verdict.student, *verdict.members)):
                found[self.student(name).id].append(work)
        for student, several in found.items():
            newest = max(work.run for work in several)
            found[student] = [work for work in several if work.run == newest]
        return found

    def checks(self) -> dict[str, Check]:
        """The checks of what was graded, by id."""
        works = self.works(self.held()).values()
        return {r.check.id: r.check for several in works for work in several for r in work.verdict.results}

    def held(self) -> set[int]:
        """The regraded runs that are not published yet."""
        events = list(self._store.events(self.spec.id))
        regraded = {event.run for event in events if event.kind == REGRADED and event.run is not None}
        return {int(run) for run in regraded - {event.run for event in events if event.kind == PUBLISHED}}

    def students(self, handed_in: Collection[str]) -> list[Student]:
        """The roster, then whoever else handed in, sorted."""
        known = {student.id for student in self.roster.students}
        return [*self.roster.students, *(Student(name) for name in sorted(handed_in) if name not in known)]

    def student(self, name: str) -> Student:
        """The roster's student whom a hand-in's name means; where that is nobody or in doubt, the name itself."""
        exact = self._by_id.get(name)
        if exact is not None:
            return exact
        found = self._matcher.find([name])
        return found[0] if len(found) == 1 else Student(name)

    def named(self, text: str) -> Student:
        """The student whom an operator means: of the roster, or of those who handed in.

        Raises:
            UsageError: nobody or several fit.
        """
        found = self._matcher.find([text])
        if len(found) > 1:
            several = ", ".join(f"{student.id} ({student.name})" for student in found)
            raise UsageError(f"{text!r} fits {several}: give the id")
        if found:
            return found[0]
        handed_in = self._handed_in
        if text in handed_in:
            return Student(text)
        known = [*self._by_id, *(s.name for s in self.roster.students if s.name), *handed_in]
        guess = did_you_mean(text, known)
        hint = f"did you mean {guess!r}?" if guess else _some([*self._by_id, *sorted(handed_in)])
        raise UsageError(f"no student {text!r} on the roster or among the hand-ins of {self.spec.id}: {hint}")

    @cached_property
    def allowances(self) -> tuple[Allowance, ...]:
        """The extensions and excuses of the course."""
        place = self._course.paths.exceptions
        if place is None:
            return ()
        path = self._course.root / place
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            remedy = "create it, or correct [paths] exceptions in course.toml"
            raise UsageError(f"{path}: cannot be read: {error.strerror}: {remedy}") from None
        if len(data) > MAX_BYTES:
            raise UsageError(f"{path}: is larger than {MAX_BYTES // 1_000_000} MB: is it the file of exceptions?")
        return exceptions_of(data, str(path), self._allowed, self._assignment)

    @cached_property
    def _by_id(self) -> dict[str, Student]:
        return {student.id: student for student in self.roster.students}

    @cached_property
    def _handed_in(self) -> frozenset[str]:
        """Everybody who ever handed in this assignment, by the grader's names."""
        return frozenset(self.works(self.held()))

    def _allowed(self, text: str) -> str:
        """Whom a row of the exceptions means. Without a roster nobody knows who there is: any name is taken."""
        return self.named(text).id if self.roster.students else text

    def _assignment(self, text: str) -> str:
        return self._course.assignment_dir(text).name

    def _standing(self, without: Collection[int]) -> list[Work]:
        """Every hand-in's attempts, with what later runs of some tasks replace, in the order of their names."""
        groups = list(self._store.standing(self.spec.id, without))
        times = self._times([standing for group in groups for standing in group])
        found = []
        for group in groups:
            base = [standing for standing in group if standing.run == group[0].run]
            for standing in base:
                verdict, when = standing.verdict, dict(times[standing.entry])
                for later in group[len(base) :]:
                    if later.verdict.attempt == verdict.attempt:
                        verdict = overlaid(verdict, later.verdict, later.only)
                        when = {task: moment for task, moment in when.items() if task not in later.only}
                        when |= {t: moment for t, moment in times[later.entry].items() if t in later.only}
                found.append(Work(group[-1].run, verdict, when))
        return found

    def _times(self, standings: Sequence[Standing]) -> dict[int, Mapping[str, datetime]]:
        """Entry → task → when it came. The code is looked at only where files came at different times."""
        found: dict[int, Mapping[str, datetime]] = {}
        several = []
        for standing in standings:
            verdict = standing.verdict
            if len(set(verdict.times.values())) > 1:
                several.append(standing.entry)
                continue
            moment = self.rules.moment(next(iter(verdict.times.values()), ""))
            begun = [task.task for task in verdict.tasks if task.outcome is not Outcome.MISSING]
            found[standing.entry] = {} if moment is None else dict.fromkeys(begun, moment)
        for entry, submission in self._store.handed_in(several):
            found[entry] = task_times(submission, self.spec, self.rules)
        return found

    def _overrides(self) -> dict[str, list[Override]]:
        found: dict[str, list[Override]] = defaultdict(list)
        for o in self._store.overrides(self.spec.id):
            withdrawn = o.points is None
            mine = Override(o.target, o.points or 0.0, o.reason, o.author, o.after_late, o.at, withdrawn)
            found[o.student].append(mine)
        return found

    def _comments(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for comment in self._store.comments(self.spec.id):
            found[comment.student].append(f"{comment.task}: {comment.text}" if comment.task else comment.text)
        return found


def _worth(verdicts: Sequence[Verdict]) -> dict[str, float] | None:
    """Task → all its points in what was graded, those of ungraded checks included; None where nothing was."""
    found: dict[str, float] = {}
    for verdict in verdicts:
        points: dict[str, float] = defaultdict(float)
        for result in verdict.results:
            points[result.check.task] += result.check.points
        for task in verdict.tasks:
            found[task.task] = max(found.get(task.task, 0.0), points[task.task], task.possible)
    return found or None


def _some(names: Sequence[str]) -> str:
    """The first few, for a person who has mistyped one."""
    names = list(dict.fromkeys(names))
    if not names:
        return "there is nobody yet"
    return f"there are {', '.join(map(repr, names[:5]))}{', …' if len(names) > 5 else ''}"
