"""Hand-ins of any shape → normalised `Submission`s: Python modules whose lines lead back to the file."""

from __future__ import annotations

from grader.intake.files import RawFile
from grader.intake.folder import read_folder, read_hand_in, read_paths, read_submission
from grader.intake.hand_in import HandIn
from grader.intake.layout import find_hand_ins, passed_over
from grader.intake.places import locate
from grader.intake.submission import build_submission

__all__ = [
    "HandIn",
    "RawFile",
    "build_submission",
    "find_hand_ins",
    "locate",
    "passed_over",
    "read_folder",
    "read_hand_in",
    "read_paths",
    "read_submission",
]
