"""Reading hand-ins: one, those of a folder, or those of a command line."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.expanding import Unpacker
from grader.intake.files import RawFile, read_file, read_tree
from grader.intake.hand_in import HandIn
from grader.intake.layout import hand_ins_in, student_of
from grader.intake.parsing import reading
from grader.intake.sources.base import How
from grader.intake.sources.find import find
from grader.intake.submission import build_submission
from grader.intake.text import readable_name
from grader.model import Message, Submission


def read_hand_in(hand_in: HandIn) -> Submission:
    """A hand-in that was found. What is wrong with it is in the submission, never raised."""
    files, notes = read_files(hand_in)
    with reading():
        submission = build_submission(hand_in.student, hand_in.origin, files, notes)
    return replace(submission, members=hand_in.members, attempt=hand_in.attempt)


def read_files(hand_in: HandIn) -> tuple[list[RawFile], list[Message]]:
    """The files of a hand-in, those in its archives included, and notes on what was left out."""
    unpacker = Unpacker()
    notes = list(hand_in.notes)
    if hand_in.late:
        notes.append(Message("intake.late_marker"))
    for path in hand_in.paths:
        if path.is_dir():
            below, said = read_tree(path)
            notes += said
        else:
            below = [read_file(path, readable_name(path.name), follow=True)]
        for file in below:
            unpacker.raw(file)
    unpacker.add(replace(entry, time=entry.time or hand_in.time) for entry in hand_in.entries)
    files, said = unpacker.done()
    return files, notes + said


def read_submission(path: Path, student: str | None = None) -> Submission:
    """The submission in a file, or in a folder of one student's files.

    Args:
        path: the hand-in.
        student: whose it is; by default the name of the file without suffix, or of the folder.

    Raises:
        IntakeError: the path does not exist.
    """
    if not os.path.lexists(path):
        raise IntakeError(f"{path}: no such file or folder: check the path")
    return read_hand_in(HandIn(student if student is not None else student_of(path), (path,)))


def read_folder(path: Path) -> list[Submission]:
    """The submissions in a folder that holds one file or one folder for each student, sorted by name.

    Raises:
        IntakeError: there are none.
    """
    return [read_hand_in(hand_in) for hand_in in hand_ins_in(path)]


def read_paths(paths: Iterable[Path], modules: Collection[str] = (), how: How | None = None) -> list[Submission]:
    """The submissions at the paths of a command line.

    Args:
        paths: files, students' folders, folders of hand-ins, archives, exports, repositories; what a path is, its
            content decides.
        modules: stems of the files that the assignment hands out (`AssignmentSpec.modules`), which settle the doubt.
        how: what else is known of them.

    Raises:
        IntakeError: a path does not exist or holds no hand-ins.
    """
    return [read_hand_in(hand_in) for hand_in in find(paths, replace(how or How(), modules=modules)).hand_ins]
