"""Students who made the same mistake: pure.

Two failures of a task are the same mistake where the diagnosis says the same (`mistake.<kind>`), whichever checks they
are of. Where there is no diagnosis they have to be of the same check and say the same: the same message, with numbers,
addresses and quoted values taken out of its parameters. One fault then often fails several checks of a task: groups
that say the same and have mostly the same students are put together.

A failure with a diagnosis says nothing more by its message, so each failure is in one group; a student is counted once
in a group.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.model import Check, CheckResult, Frame, Message, Outcome, Run

LEAST = 2  # students; one student's mistake is no cluster
EXAMPLES = 3
_NAMES = 4
_ALIKE = 0.5  # share of common students (Jaccard) from which on two groups are one fault's
_SAID = frozenset(
    {
        Outcome.FAILED,
        Outcome.ERROR,
        Outcome.TIMEOUT,
        Outcome.MEMORY,
        Outcome.GPU_MEMORY,
        Outcome.DISK,
        Outcome.CRASHED,
        Outcome.FORBIDDEN,
        Outcome.MISSING,
    }
)
# Longest first: a quoted name may hold digits, an address letters.
_VARIABLE = re.compile(r"'[^'\n]{0,80}'|\"[^\"\n]{0,80}\"|0x[0-9a-fA-F]+|[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_TOLD = ("type", "what", "name", "argument", "metric")  # parameters that tell one fault from another, as they are


@dataclass(frozen=True)
class Example:
    """A line that does it, with how many of the cluster wrote it; `verdict` is the place of one of them in the run."""

    verdict: int
    where: Frame | None
    students: int


@dataclass(frozen=True)
class Cluster:
    """One mistake.

    Attributes:
        task: its id.
        message: what it is: the diagnosis, else a message of the checks; of one student, so its parameters are theirs.
        diagnosed: whether it is a diagnosis.
        same: whether every student was told the same, numbers and all.
        about: the names of the values that were wrong, the most frequent first.
        outcome: the most frequent one.
        checks: those it fails, the most frequent first.
        verdicts: places in the run, in its order.
        tried: how many students' code was judged by one of the checks.
        examples: the most frequent lines first.
    """

    task: str
    message: Message
    diagnosed: bool
    same: bool
    about: tuple[str, ...]
    outcome: Outcome
    checks: tuple[Check, ...]
    verdicts: tuple[int, ...]
    tried: int
    examples: tuple[Example, ...]

    @property
    def students(self) -> int:
        """How many made it."""
        return len(self.verdicts)


_Key = tuple[str, str, str, str]  # task, check (or none), message, what it says
_Found = list[tuple[int, CheckResult]]


def clusters(run: Run) -> tuple[Cluster, ...]:
    """Every mistake that at least two students made, the most frequent first."""
    groups: dict[_Key, _Found] = {}
    tried: dict[str, set[int]] = {}
    for place, verdict in enumerate(run.verdicts):
        for result in verdict.results:
            if result.outcome in _SAID and (key := _key(result)) is not None:
                groups.setdefault(key, []).append((place, result))
            if result.outcome in _SAID or result.outcome is Outcome.PASSED:
                tried.setdefault(result.check.id, set()).add(place)
    found = [_cluster(group, tried) for group in _merged(groups)]
    kept = [cluster for cluster in found if cluster.students >= LEAST]
    return tuple(sorted(kept, key=lambda cluster: (-cluster.students, -cluster.students / cluster.tried)))


def normalised(value: object) -> str:
    """What a parameter says without what differs from student to student: numbers, addresses, quoted values."""
    if isinstance(value, bool | int | float) or value is None:
        return ""
    if isinstance(value, Message):
        return value.key
    if isinstance(value, Mapping):
        return ",".join(f"{key}={normalised(item)}" for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ",".join(map(normalised, value))
    return " ".join(_VARIABLE.sub("#", str(value)).split())[:300]


def _key(result: CheckResult) -> _Key | None:
    task = result.check.task
    if result.diagnosis is not None:
        return task, "", result.diagnosis.key, ""
    message = result.message
    if message is None:
        return task, result.check.id, "", result.outcome.value
    said = "|".join(
        f"{name}:{value if name in _TOLD and isinstance(value, str) else normalised(value)}"
        for name, value in sorted(message.params.items())
        if name not in {"similar", "reached_mb"}
    )
    return task, result.check.id, message.key, said


def _merged(groups: Mapping[_Key, _Found]) -> list[_Found]:
    """The groups, those of one fault in several checks of a task put together."""
    merged: list[tuple[_Key, set[int], _Found]] = []
    for key, found in sorted(groups.items(), key=lambda item: -len(item[1])):
        places = {place for place, _ in found}
        for other, theirs, rest in merged:
            alike = (other[0], other[2], other[3]) == (key[0], key[2], key[3])
            if alike and len(places & theirs) >= _ALIKE * len(places | theirs):
                theirs.update(places)
                rest.extend(found)
                break
        else:
            merged.append((key, places, list(found)))
    return [found for _, _, found in merged]


def _cluster(found: _Found, tried: Mapping[str, set[int]]) -> Cluster:
    checks = {result.check.id: result.check for _, result in found}
    frequent = [checks[name] for name, _ in Counter(result.check.id for _, result in found).most_common()]
    first = found[0][1]
    message = first.diagnosis or first.message or Message("check_failed")
    said = {str(result.diagnosis or result.message) for _, result in found}
    return Cluster(
        task=first.check.task,
        message=message,
        diagnosed=first.diagnosis is not None,
        same=len(said) == 1,
        about=_about(found),
        outcome=Counter(result.outcome for _, result in found).most_common(1)[0][0],
        checks=tuple(frequent),
        verdicts=tuple(sorted({place for place, _ in found})),
        tried=len(set().union(*(tried[check.id] for check in frequent))),
        examples=_examples(found),
    )


def _about(found: _Found) -> tuple[str, ...]:
    named = [(result.diagnosis or result.message or Message("")).params.get("what") for _, result in found]
    counted = Counter(what for what in named if isinstance(what, str) and what)
    return tuple(what for what, _ in counted.most_common(_NAMES))


def _examples(found: _Found) -> tuple[Example, ...]:
    """One of each line that the students wrote, blanks aside; of those that wrote none, one without a place."""
    lines: dict[str, dict[int, Frame | None]] = {}
    for place, result in found:
        text = "".join(result.where.text.split()) if result.where is not None else ""
        lines.setdefault(text, {}).setdefault(place, result.where)
    common = sorted(lines.items(), key=lambda item: (not item[0], -len(item[1])))
    return tuple(Example(*next(iter(students.items())), len(students)) for _, students in common[:EXAMPLES])
