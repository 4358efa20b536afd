"""Hand-ins of any shape → normalised `Submission`s: Python modules whose lines lead back to the file."""

from __future__ import annotations

from grader.intake.attempts import pick
from grader.intake.files import RawFile
from grader.intake.folder import read_files, read_folder, read_hand_in, read_paths, read_submission
from grader.intake.hand_in import HandIn
from grader.intake.layout import find_hand_ins, passed_over
from grader.intake.places import locate
from grader.intake.sources.base import POLICIES, How
from grader.intake.sources.detect import SOURCES
from grader.intake.sources.find import Intake, find
from grader.intake.submission import build_submission

__all__ = [
    "POLICIES",
    "SOURCES",
    "HandIn",
    "How",
    "Intake",
    "RawFile",
    "build_submission",
    "find",
    "find_hand_ins",
    "locate",
    "passed_over",
    "pick",
    "read_files",
    "read_folder",
    "read_hand_in",
    "read_paths",
    "read_submission",
]
