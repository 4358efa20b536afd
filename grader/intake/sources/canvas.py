"""Canvas: “Download Submissions”, flat: `<sortablename>[_LATE]_<user>_<attachment>_<file>`.

The name is lower-cased and without signs and spaces, family name first; Hangul does not survive it. With anonymous
grading `anon_<id>` stands in its place. A file of a second attempt gains `-1`, `-2`, … Times are not told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from grader.intake.archive import archive_stem, is_archive
from grader.intake.entry import Entry, LeftOut, Listing
from grader.intake.hand_in import HandIn, Person
from grader.intake.naming import identifier, stem_of
from grader.intake.sources.base import Found, How, most
from grader.model import Message

NAME = "canvas"
_NAMED = re.compile(r"(?P<name>[^_/]*)(?P<late>_LATE)?_(?P<user>\d+)_(?P<file>\d+)_(?P<rest>[^/]+)")
_ANONYMOUS = re.compile(r"anon_(?P<user>[0-9A-Za-z]+)(?P<late>_LATE)?(?:_\d+)??_(?P<file>\d+)_(?P<rest>[^/]+)")
_TEXT = re.compile(r"(?:anon_)?[^/]*_text\.html")
_NUMBER = re.compile(r"-(\d{1,3})$")


def fits(names: Sequence[str]) -> bool:
    """Whether most names are Canvas's; the attachments' numbers differ, as no dates in other names do."""
    found = [match for match in map(_matched, names) if match]
    numbers = {match["file"] for match in found}
    people = {(match["name"] if "name" in match.re.groupindex else "", match["user"]) for match in found}
    return most(len(found), names) and len(numbers) == len(found) and len({user for _, user in people}) == len(people)


def _matched(name: str) -> re.Match[str] | None:
    return _ANONYMOUS.fullmatch(name) if name.startswith("anon_") else _NAMED.fullmatch(name)


def read(listing: Listing, place: str, how: How) -> Found:
    """The hand-ins in a Canvas export."""
    files: dict[str, list[Entry]] = defaultdict(list)
    people: dict[str, Person] = {}
    late: set[str] = set()
    left = list(listing.left_out)
    for entry in listing.entries:
        match = _matched(entry.path)
        if match is None:
            key = "intake.text_field" if _TEXT.fullmatch(entry.path) else "intake.foreign"
            left.append(LeftOut(entry.path, Message(key, {"path": entry.path})))
            continue
        user = match["user"]
        name = match["name"] if "name" in match.re.groupindex else f"anon_{user}"
        people.setdefault(user, Person(name or user, (user,)))
        if match["late"]:
            late.add(user)
        files[user].append(replace(entry, path=match["rest"]))
    hand_ins = []
    for user, person in people.items():
        entries, older = newest(files[user], how.modules)
        left += [LeftOut(e.path, Message("intake.older_copy", {"path": e.path, "name": person.name})) for e in older]
        hand_in = HandIn(person.name, entries=entries, people=(person,), late=user in late, source=NAME, place=place)
        hand_ins.append(hand_in)
    return Found(tuple(hand_ins), tuple(left))


def newest(entries: Sequence[Entry], modules: Collection[str]) -> tuple[tuple[Entry, ...], list[Entry]]:
    """The files under their first names, and older ones of the same name.

    `rnn-1.py` is `rnn.py` handed in again where `rnn.py` is there, too, or is a file of the assignment; else the
    student may have called it so.
    """
    names = {entry.path.casefold() for entry in entries}
    latest: dict[str, tuple[int, Entry]] = {}
    older: list[Entry] = []
    for entry in entries:
        number, first = 0, entry.path
        stem = archive_stem(entry.path) if is_archive(entry.path) else stem_of(entry.path)
        found = _NUMBER.search(stem)
        if found:
            base = _NUMBER.sub("", stem) + entry.path[len(stem) :]
            if base.casefold() in names or identifier(stem_of(PurePosixPath(base).name)) in modules:
                number, first = int(found[1]), base
        known = latest.get(first.casefold())
        if known is None or number >= known[0]:
            older += [known[1]] if known else []
            latest[first.casefold()] = (number, replace(entry, path=first))
        else:
            older.append(entry)
    return tuple(entry for _, entry in latest.values()), older
