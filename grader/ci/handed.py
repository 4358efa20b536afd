"""The files of a commit that are one week's → a Submission, as if they lay in a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.intake import RawFile, build_submission
from grader.intake.problems import MAX_FILE, MAX_FILES, MAX_TOTAL, MB
from grader.intake.text import readable_name
from grader.model import Message, Submission
from grader.repository import Entry, GitFault, Objects


@dataclass(frozen=True)
class Handed:
    """A submission, and for each of its files the path in the repository, and the bytes of those that were read."""

    submission: Submission
    places: Mapping[str, str] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)


def handed_in(objects: Objects, entries: Sequence[Entry], student: str, origin: str, received: str) -> Handed:
    """The hand-in that these files of a commit are.

    Links are not followed and submodules not fetched: they are files that cannot be read, and the student is told.

    Args:
        entries: one week's; with Python's suffixes. received: when the commit came, ISO 8601.

    Raises:
        GitFault: the repository lacks files of the commit.
    """
    notes: list[Message] = []
    base = _common_folder([entry.path for entry in entries])
    taken: list[tuple[str, Entry]] = []
    total = 0
    for entry in entries:
        if len(taken) == MAX_FILES:
            notes.append(Message("intake.too_many_files", {"limit": MAX_FILES}))
            break
        size = entry.size if entry.size <= MAX_FILE else 0
        if total + size > MAX_TOTAL:
            notes.append(Message("intake.too_much", {"limit": MAX_TOTAL // MB}))
            break
        total += size
        taken.append((_shown(entry.path, base), entry))
    contents = _contents(objects, [entry for _, entry in taken])
    files = [RawFile(shown, contents.get(entry.path) or _why_not(shown, entry)) for shown, entry in taken]
    submission = build_submission(student, origin, files, notes)
    places = {shown: entry.path for shown, entry in taken}
    timed = replace(submission, times={m.path: received for m in submission.modules})
    return Handed(timed, places, {shown: contents[e.path] for shown, e in taken if e.path in contents})


def _common_folder(paths: Sequence[str]) -> str:
    """The folder that all files lie in, or below."""
    folders = [path.split("/")[:-1] for path in paths]
    common = 0
    while folders and all(len(f) > common and f[common] == folders[0][common] for f in folders):
        common += 1
    return "/".join(folders[0][:common]) if folders else ""


def _contents(objects: Objects, entries: Sequence[Entry]) -> dict[str, bytes]:
    wanted = [e for e in entries if e.size <= MAX_FILE and not e.is_link and not e.is_submodule]
    if missing := objects.missing({e.blob for e in wanted}):
        raise GitFault(f"{missing[0]}: is missing: fetch all of the commit")
    return dict(zip([e.path for e in wanted], objects.contents(wanted), strict=True))


def _shown(path: str, base: str) -> str:
    inner = path.removeprefix(f"{base}/") if base else path
    return "/".join(map(readable_name, inner.split("/")))


def _why_not(shown: str, entry: Entry) -> Message | bytes:
    if entry.is_link or entry.is_submodule:
        return Message("intake.not_a_file", {"path": shown})
    if entry.size > MAX_FILE:
        return Message("intake.too_large", {"path": shown, "limit": MAX_FILE // MB})
    return b""
