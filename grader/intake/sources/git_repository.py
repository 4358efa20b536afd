"""One repository for the class, with a folder or a file for each student.

When somebody handed in is the time of the last commit before the deadline that touched their files. A checkout that
is given as a folder is read as it was committed: what lies uncommitted in it is nobody's hand-in.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.entry import Listing
from grader.intake.hand_in import HandIn
from grader.intake.sources.base import Found, How
from grader.intake.sources.gitting import Clone, latest
from grader.intake.sources.grouping import grouped
from grader.repository import GitFault, is_repository

NAME = "git"


def fits(path: Path) -> bool:
    """Whether a folder is a repository."""
    return path.is_dir() and is_repository(path)


def read(path: Path, how: How) -> Found:
    """The hand-ins in a repository.

    Raises:
        IntakeError: it cannot be read, or has no commit before the deadline.
    """
    try:
        clone = Clone(str(path))
        commit = clone.commit("", how.deadline)
        if commit is None:
            raise IntakeError(f"{path}: has no commit before the deadline: check --deadline")
        listing, changed = clone.listing(commit), clone.changes(commit, how.zone)
    except GitFault as error:
        raise IntakeError(f"{path}: {error}: give a repository, or another --source") from None
    entries = tuple(replace(entry, time=changed.get(entry.path, "")) for entry in listing.entries)
    found = grouped(Listing(entries, listing.left_out), str(path))
    return replace(found, hand_ins=tuple(_timed(hand_in) for hand_in in found.hand_ins))


def _timed(hand_in: HandIn) -> HandIn:
    time = latest([entry.time for entry in hand_in.entries])
    return replace(hand_in, time=time, source=NAME)
