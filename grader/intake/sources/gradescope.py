"""Gradescope: “Export Submissions”: `submission_metadata.yml` and a folder `submission_<id>/` for each.

The keys are Ruby's symbols (`:submitters`); several submitters are a team. Every earlier attempt is in `:history`;
its files are in the export only where its own folder is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from grader.intake.entry import Entry, LeftOut, Listing
from grader.intake.hand_in import HandIn, Person
from grader.intake.sources.base import Found, How
from grader.intake.text import readable_name
from grader.model import Message

NAME = "gradescope"
_METADATA = "submission_metadata.yml"
_FOLDER = re.compile(r"(submission_\d+)/(.+)")


def fits(names: Sequence[str]) -> bool:
    """Whether the metadata's file is there."""
    return _METADATA in names


def read(listing: Listing, place: str, how: How) -> Found:
    """The hand-ins in a Gradescope export.

    Raises:
        IntakeError: the metadata cannot be read.
    """
    from grader.intake.sources.ruby_yaml import read_yaml  # noqa: PLC0415 - nobody else waits for YAML

    files: dict[str, list[Entry]] = defaultdict(list)
    left = list(listing.left_out)
    metadata: Mapping[str, Any] = {}
    for entry in listing.entries:
        match = _FOLDER.fullmatch(entry.path)
        if entry.path == _METADATA:
            metadata = read_yaml(entry, place)
        elif match:
            files[match[1]].append(replace(entry, path=match[2]))
        else:
            left.append(LeftOut(entry.path, Message("intake.foreign", {"path": entry.path})))
    hand_ins: list[HandIn] = []
    for folder, data in metadata.items():
        found = data if isinstance(data, Mapping) else {}
        people = tuple(_people(found.get(":submitters")))
        if not people:
            left.append(LeftOut(folder, Message("intake.nobody", {"path": folder})))
            files.pop(folder, None)
            continue
        hand_ins += _attempts(folder, found, people, files, place, how)
    left += [LeftOut(folder, Message("intake.nobody", {"path": folder})) for folder in files]
    return Found(tuple(hand_ins), tuple(left))


def _attempts(
    folder: str,
    data: Mapping[str, Any],
    people: tuple[Person, ...],
    files: dict[str, list[Entry]],
    place: str,
    how: How,
) -> Iterable[HandIn]:
    """The submission that counts there, and the earlier ones of which there are files."""
    current = _time(data.get(":created_at"), how)
    history = data.get(":history")
    past = [item for item in history if isinstance(item, Mapping)] if isinstance(history, list) else []
    times = {f"submission_{item.get(':id')}": _time(item.get(":created_at"), how) for item in past}
    earlier = sorted(t for name, t in times.items() if t and name != folder and (not current or t < current))
    base = HandIn(people[0].name, people=people, source=NAME, place=place)
    for name, time in times.items():
        if name != folder and name in files:
            attempt = 1 + sum(t < time for t in earlier)
            yield replace(base, entries=tuple(files.pop(name)), time=time, attempt=attempt)
    number = 1 + max(len(earlier), sum(_time(item.get(":created_at"), how) < current for item in past))
    yield replace(base, entries=tuple(files.pop(folder, ())), time=current, attempt=number)


def _people(submitters: Any) -> Iterable[Person]:
    """The submitters; null where a submission belongs to nobody (a deleted student's)."""
    for item in submitters if isinstance(submitters, list) else []:
        if not isinstance(item, Mapping):
            continue
        name, sid, email = (_text(item.get(key)) for key in (":name", ":sid", ":email"))
        if name or sid or email:
            yield Person(name or sid or email, tuple(filter(None, (sid, email))))


def _text(value: Any) -> str:
    """Student numbers without quotes are read as numbers."""
    return readable_name(str(value)).strip()[:200] if isinstance(value, str | int) and value is not True else ""


def _time(value: Any, how: How) -> str:
    """A time as YAML has it, or as text."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip().replace(" UTC", "+00:00").replace(" Z", "+00:00"))
        except ValueError:
            return ""
    if not isinstance(value, datetime):
        return ""
    try:
        zoned = value if value.tzinfo else value.replace(tzinfo=UTC)  # Gradescope's own clock
        return zoned.astimezone(how.zone).replace(microsecond=0).isoformat()
    except (OverflowError, ValueError):
        return ""
