"""Moodle: “Download all submissions”: `[group-]Full Name_<id>_assignsubmission_file_`, as folders or flat.

With blind marking `Participant_<id>` stands in the name's place. The number is the one that the grading worksheet
calls “Participant 123”. Times are in the worksheet only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from grader.intake.entry import Entry, LeftOut, Listing
from grader.intake.hand_in import HandIn, Person
from grader.intake.sources.base import Found, How, most
from grader.model import Message

NAME = "moodle"
_NAMED = re.compile(
    r"(?P<name>[^/]+)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<flat>[^/]*))?(?:/(?P<path>.+))?"
)
_BLIND = "Participant"


def fits(names: Sequence[str]) -> bool:
    """Whether most names are Moodle's."""
    return most(sum(_NAMED.fullmatch(name) is not None for name in names), names)


def read(listing: Listing, place: str, how: How) -> Found:
    """The hand-ins in a Moodle export."""
    files: dict[str, list[Entry]] = defaultdict(list)
    people: dict[str, Person] = {}
    left = list(listing.left_out)
    for entry in listing.entries:
        match = _NAMED.fullmatch(entry.path)
        if match is None:
            left.append(LeftOut(entry.path, Message("intake.foreign", {"path": entry.path})))
            continue
        number = match["id"]
        people.setdefault(number, _person(match["name"], number))
        files.setdefault(number, [])
        path = match["path"] or match["flat"]
        if match["kind"] != "file" or not path:
            left.append(LeftOut(entry.path, Message("intake.text_field", {"path": entry.path})))
            continue
        files[number].append(replace(entry, path=path))
    hand_ins = (
        HandIn(person.name, entries=tuple(files[number]), people=(person,), source=NAME, place=place)
        for number, person in people.items()
    )
    return Found(tuple(hand_ins), tuple(left))


def _person(name: str, number: str) -> Person:
    """The name may begin with a group's, and a hyphen may belong to either."""
    if name == _BLIND:
        return Person(f"{_BLIND} {number}", (f"{_BLIND} {number}", number))
    parts = name.split("-")
    readings = ["-".join(parts[i:]).strip() for i in range(1, len(parts))]
    return Person(name, (f"{_BLIND} {number}",), tuple(filter(None, readings)))
