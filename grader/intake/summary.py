"""Who handed in what, what was left out and why, who is missing: what `grader intake` shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.intake.entry import LeftOut
from grader.intake.folder import read_files
from grader.intake.hand_in import HandIn
from grader.intake.layout import passed_over
from grader.intake.sources.base import How
from grader.intake.sources.detect import FOLDERS, source_of
from grader.intake.sources.find import find
from grader.intake.submission import build_submission
from grader.model import Message

if TYPE_CHECKING:
    from grader.course import Roster


@dataclass(frozen=True)
class Row:
    """One hand-in: `files` can be graded, `notes` tell what was left out or cannot be read."""

    hand_in: HandIn
    files: tuple[str, ...]
    notes: tuple[Message, ...]
    unreadable: Message | None


@dataclass(frozen=True)
class Summary:
    """Everything that was found.

    Attributes:
        rows: the hand-ins, by student.
        set_aside: attempts that do not count.
        left_out: what is no hand-in.
        missing: ids and names of the roster's students without a hand-in.
        unknown: hand-ins that the roster does not know, or is in doubt about.
    """

    rows: tuple[Row, ...]
    set_aside: tuple[HandIn, ...]
    left_out: tuple[LeftOut, ...]
    missing: tuple[tuple[str, str], ...]
    unknown: tuple[HandIn, ...]

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look before grading."""
        return bool(self.missing or self.unknown or any(row.unreadable for row in self.rows))

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "hand_ins": [_row_json(row) for row in self.rows],
            "set_aside": [{"student": h.student, "attempt": h.attempt, "time": h.time} for h in self.set_aside],
            "left_out": [{"path": i.path, "why": i.why.key, "params": dict(i.why.params)} for i in self.left_out],
            "missing": [{"student": student, "name": name} for student, name in self.missing],
            "unknown": [{"student": h.student, "candidates": list(h.candidates)} for h in self.unknown],
        }


def _row_json(row: Row) -> dict[str, Any]:
    hand_in = row.hand_in
    return {
        "student": hand_in.student,
        "members": list(hand_in.members),
        "attempt": hand_in.attempt,
        "late": hand_in.late,
        "time": hand_in.time,
        "source": hand_in.source,
        "origin": hand_in.origin,
        "files": list(row.files),
        "unreadable": row.unreadable.key if row.unreadable else None,
        "notes": [{"key": note.key, "params": dict(note.params)} for note in row.notes],
    }


def summary(paths: Sequence[Path], how: How, roster: Roster | None, out: Path | None) -> Summary:
    """What lies at the paths; written to `out`, one hand-in after the other, where that is given.

    Raises:
        UsageError: a path holds no hand-ins, or `out` cannot be written.
    """
    from grader.intake.saving import Gathered, Saver  # noqa: PLC0415 - pydantic, which others do without

    found = find(paths, how)
    saver = Saver(out) if out is not None else None
    rows: list[Row] = []
    for hand_in in sorted(found.hand_ins, key=lambda h: (h.student, h.attempt)):
        files, notes = read_files(hand_in)
        if saver is not None:
            saver.save(Gathered(hand_in, tuple(files), tuple(notes)))
        submission = build_submission(hand_in.student, hand_in.origin, files, notes)
        names = tuple(module.path for module in submission.modules)
        slim = replace(hand_in, entries=())  # not to keep what they hold in memory
        rows.append(Row(slim, names, submission.notes, submission.unreadable))
    if saver is not None:
        saver.finish()
    plain = [path for path in paths if path.is_dir() and (how.source or source_of(path)) == FOLDERS]
    links = (LeftOut(str(path), Message("intake.not_a_file", {"path": path.name})) for path in passed_over(plain))
    hand_ins = [row.hand_in for row in rows]
    return Summary(
        tuple(rows),
        tuple(replace(h, entries=()) for h in found.set_aside),
        (*found.left_out, *links),
        _missing(hand_ins, roster),
        tuple(h for h in hand_ins if h.sure is False),
    )


def _missing(hand_ins: Iterable[HandIn], roster: Roster | None) -> tuple[tuple[str, str], ...]:
    """Whoever is in doubt is not called missing as long as a hand-in may be theirs."""
    here = {name for h in hand_ins for name in (*(h.members or (h.student,)), *h.candidates)}
    students = roster.students if roster is not None else ()
    return tuple((student.id, student.name) for student in students if student.id not in here)
