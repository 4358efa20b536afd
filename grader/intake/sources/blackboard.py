"""Blackboard: “Assignment File Download”: `<assignment>_<user>_attempt_<time>_<file>`, and a `.txt` per attempt.

The text file's first line is `Name: Full Name (user)`; below it stand the student's own words, which are not read.
The time in the names is the server's, taken for the course's zone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from grader.intake.entry import Entry, LeftOut, Listing
from grader.intake.hand_in import HandIn, Person
from grader.intake.problems import Unreadable
from grader.intake.sources.base import Found, How, most
from grader.intake.text import decode
from grader.model import Message

NAME = "blackboard"
_NAMED = re.compile(
    r"(?P<attempt>[^/]*?_(?P<user>[^/_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5}))(?:\.txt|_(?P<file>[^/]+))"
)
_WHO = re.compile(r"Name:\s*(?P<name>.*?)\s*\((?P<user>[^()]+)\)\s*")
_MAX_TEXT = 1_000_000


def fits(names: Sequence[str]) -> bool:
    """Whether most names are Blackboard's."""
    return most(sum(_NAMED.fullmatch(name) is not None for name in names), names)


def read(listing: Listing, place: str, how: How) -> Found:
    """The hand-ins in a Blackboard export, every attempt of them."""
    files: dict[str, list[Entry]] = defaultdict(list)
    when: dict[str, str] = {}
    people: dict[str, Person] = {}
    left = list(listing.left_out)
    for entry in listing.entries:
        match = _NAMED.fullmatch(entry.path)
        time = _time(match["time"], how) if match else None
        if match is None or time is None:
            left.append(LeftOut(entry.path, Message("intake.foreign", {"path": entry.path})))
            continue
        attempt = match["attempt"]
        when[attempt] = time
        if match["file"] is None:
            people[attempt] = _person(entry, match["user"])
        else:
            people.setdefault(attempt, Person(match["user"], (match["user"],)))
            files[attempt].append(replace(entry, path=match["file"]))
    by_user: dict[str, list[str]] = defaultdict(list)
    for attempt in sorted(people, key=lambda attempt: (when[attempt], attempt)):
        by_user[people[attempt].ids[0]].append(attempt)
    hand_ins = (
        HandIn(
            people[attempt].name,
            entries=tuple(files[attempt]),
            people=(people[attempt],),
            attempt=number,
            time=when[attempt],
            source=NAME,
            place=place,
        )
        for attempts in by_user.values()
        for number, attempt in enumerate(attempts, 1)
    )
    return Found(tuple(hand_ins), tuple(left))


def _time(text: str, how: How) -> str | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S").replace(tzinfo=how.zone).isoformat()
    except ValueError:
        return None


def _person(entry: Entry, user: str) -> Person:
    content = entry.load(_MAX_TEXT)
    try:
        first = decode(content, entry.path).partition("\n")[0] if isinstance(content, bytes) else ""
    except Unreadable:
        first = ""
    found = _WHO.fullmatch(first)
    # A login with `_` in it ends the file's name for the assignment; the text file knows it whole.
    if found and found["user"].endswith(user):
        return Person(found["name"] or found["user"], (found["user"],))
    return Person(user, (user,))
