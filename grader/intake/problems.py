"""What can be wrong with a hand-in's files, and how large they may be."""

from __future__ import annotations

from grader.errors import GraderError
from grader.model import Message

MB = 1_000_000
MAX_FILE = 20 * MB  # bytes of one file; a notebook with its pictures
MAX_CODE = MB // 2  # bytes of Python in one file; its syntax tree takes up to a thousand times as much
MAX_CELLS = 5_000
MAX_FILES = 200
MAX_TOTAL = 50 * MB  # bytes of all files of a hand-in
MAX_ARCHIVE = 50 * MB  # bytes of an archive that was handed in
MAX_TOTAL_CODE = 2 * MB


class Unreadable(GraderError):
    """A file of a hand-in holds nothing that can be graded; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Unparsable(GraderError):
    """Text that is not Python.

    Attributes:
        line: where, 1-based within the text.
        reason: Python's own words.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason
