"""A listing that no LMS made: one file or folder for each student at its top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from itertools import combinations, islice

from grader.intake.archive import archive_stem, is_archive
from grader.intake.entry import Entry, LeftOut, Listing
from grader.intake.expanding import Unpacker
from grader.intake.files import is_ignored
from grader.intake.hand_in import HandIn
from grader.intake.layout import WRONG_KINDS, defined_in
from grader.intake.naming import identifier, kind_of, stem_of
from grader.intake.sources.base import Found
from grader.model import Message

_PEEKED = 8


def grouped(listing: Listing, place: str, source: str = "zips") -> Found:
    """The hand-ins at the top of a listing, as `hand_ins_in` finds them in a folder."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    left = list(listing.left_out)
    for entry in listing.entries:
        top, _, rest = entry.path.partition("/")
        if is_ignored(top):
            if kind_of(entry.path) and not top.startswith((".", "__")):
                left.append(LeftOut(entry.path, Message("intake.hidden", {"path": entry.path})))
        elif rest:
            groups[top].append(replace(entry, path=rest))
        elif _is_hand_in(top):
            groups[label(top)].append(entry)
        else:
            left.append(LeftOut(top, Message("intake.foreign", {"path": top})))
    hand_ins = (
        HandIn(student, entries=tuple(entries), source=source, place=f"{place}/{student}")
        for student, entries in sorted(groups.items())
    )
    return Found(tuple(hand_ins), tuple(left), plain=True)


def label(name: str) -> str:
    """Whose hand-in a file of this name is, as far as the name says."""
    return archive_stem(name) if is_archive(name) else stem_of(name)


def _is_hand_in(name: str) -> bool:
    return bool(kind_of(name)) or is_archive(name) or name[name.rfind(".") :].lower() in WRONG_KINDS


def is_class(listing: Listing, modules: Collection[str]) -> bool:
    """Whether a listing holds several hand-ins, rather than one: told as `is_one_students` does for folders."""
    files = [e for e in listing.entries if "/" not in e.path and kind_of(e.path) and not is_ignored(e.path)]
    if any(identifier(stem_of(entry.path)) in modules for entry in files):
        return False
    groups = [h for h in grouped(listing, "").hand_ins if any(_is_work(entry) for entry in h.entries)]
    if len(groups) < 2 or not files:
        return len(groups) > 1
    defined = filter(None, map(_definitions, groups))
    pairs = list(combinations(islice(defined, _PEEKED), 2))
    alike = sum(2 * len(a & b) > min(len(a), len(b)) for a, b in pairs)
    return bool(pairs) and 2 * alike >= len(pairs)


def _is_work(entry: Entry) -> bool:
    return bool(kind_of(entry.path)) or is_archive(entry.path)


def _definitions(hand_in: HandIn) -> set[str]:
    unpacker = Unpacker()
    unpacker.add(list(filter(_is_work, hand_in.entries))[:_PEEKED])
    return defined_in(unpacker.files)
