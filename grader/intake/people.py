"""Hand-ins → students: by the roster where there is one, several hand-ins of one student put together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.intake.attempts import pick
from grader.intake.hand_in import HandIn, Person
from grader.intake.sources.gitting import latest

if TYPE_CHECKING:
    from grader.course import Matcher

_Key = tuple[str, ...]


def identified(hand_ins: Iterable[HandIn], matcher: Matcher | None) -> list[HandIn]:
    """The hand-ins under the ids of the roster's students; whoever is unknown or in doubt keeps the source's name."""
    return [_identified(hand_in, matcher) for hand_in in hand_ins]


def _identified(hand_in: HandIn, matcher: Matcher | None) -> HandIn:
    people = hand_in.people or (Person(hand_in.student),)
    if matcher is None:
        names = [person.name for person in people]
        members = tuple(dict.fromkeys(names)) if len(people) > 1 else ()
        return replace(hand_in, student=names[0], members=members, people=people)
    found = [matcher.find(person.texts) for person in people]
    names = [f[0].id if len(f) == 1 else person.name for f, person in zip(found, people, strict=True)]
    return replace(
        hand_in,
        student=names[0],
        members=tuple(dict.fromkeys(names)) if len(people) > 1 else (),
        people=people,
        sure=all(len(students) == 1 for students in found),
        candidates=tuple(student.id for students in found if len(students) > 1 for student in students),
    )


def settled(hand_ins: Sequence[HandIn], policy: str) -> tuple[list[HandIn], list[HandIn]]:
    """One hand-in for each student, or with the policy `best` every attempt; and those that do not count.

    What one student handed in in several places, or as several files side by side, is put together.
    """
    groups: dict[_Key, list[HandIn]] = defaultdict(list)
    for hand_in in hand_ins:
        groups[_key(hand_in)].append(hand_in)
    kept: list[HandIn] = []
    aside: list[HandIn] = []
    for group in groups.values():
        chosen, others = _chosen(group, policy)
        kept += chosen
        aside += others
    return _told_apart(kept), aside


def _key(hand_in: HandIn) -> _Key:
    """The same for hand-ins of the same people."""
    if hand_in.sure:
        return ("roster", *sorted(map(_folded, hand_in.members or (hand_in.student,))))
    ids = [(person.ids or (_folded(person.name),))[0] for person in hand_in.people]
    return (hand_in.source, _export(hand_in), *ids)


def _export(hand_in: HandIn) -> str:
    """The folder or archive that a hand-in was found in."""
    if hand_in.paths:
        return str(hand_in.paths[0].resolve().parent)
    return hand_in.place.rpartition("/")[0] if hand_in.source in {"zips", "git"} else hand_in.place


def _chosen(group: Sequence[HandIn], policy: str) -> tuple[list[HandIn], list[HandIn]]:
    places: dict[str, list[HandIn]] = defaultdict(list)
    for hand_in in group:
        places[_export(hand_in)].append(hand_in)
    if policy == "best" and len(places) == 1 and len({h.attempt for h in group}) > 1:
        return list(pick(group, policy)), []
    counted: list[HandIn] = []
    aside: list[HandIn] = []
    for found in places.values():
        best = {hand_in.attempt for hand_in in pick(found, "last" if policy == "best" else policy)}
        counted += [hand_in for hand_in in found if hand_in.attempt in best]
        aside += [hand_in for hand_in in found if hand_in.attempt not in best]
    return [_together(counted)], aside


def _together(group: Sequence[HandIn]) -> HandIn:
    if len(group) == 1:
        return group[0]
    entries = [replace(entry, time=entry.time or h.time) for h in group for entry in h.entries]
    return replace(
        group[0],
        paths=tuple(dict.fromkeys(path for h in group for path in h.paths)),
        entries=tuple(entries),
        notes=tuple(note for h in group for note in h.notes),
        attempt=max(h.attempt for h in group),
        late=any(h.late for h in group),
        time=latest([h.time for h in group]),
    )


def _told_apart(hand_ins: Sequence[HandIn]) -> list[HandIn]:
    """No two people under one name: the source's number behind it, or one of ours."""
    people = {_key(hand_in): hand_in for hand_in in hand_ins}
    times = Counter(_folded(hand_in.student) for hand_in in people.values())
    taken = {_folded(hand_in.student) for hand_in in people.values() if times[_folded(hand_in.student)] == 1}
    names: dict[_Key, str] = {}
    for key, hand_in in people.items():
        name = hand_in.student
        if times[_folded(name)] > 1 and not hand_in.sure:
            number = next((i for person in hand_in.people for i in person.ids), "")
            name, count = f"{name} ({number})" if number else name, 2
            while _folded(name) in taken:
                name, count = f"{hand_in.student} ({number or count})" + (f" ({count})" if number else ""), count + 1
        taken.add(_folded(name))
        names[key] = name
    result = []
    for hand_in in hand_ins:
        name = names[_key(hand_in)]
        members = tuple(name if m == hand_in.student else m for m in hand_in.members)
        result.append(replace(hand_in, student=name, members=members))
    return result


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
