"""Archives for the tests of this folder, and what is read from them."""

from __future__ import annotations

import io
import warnings
import zipfile

from grader.intake import RawFile, build_submission
from grader.intake.expanding import Unpacker
from grader.model import Submission

LSTM = b"def lstm_cell(x): return x\n"
OTHER = b"x = 1\n"
Entry = tuple[str | zipfile.ZipInfo, bytes]


def packed(*entries: Entry, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    """A zip of these entries."""
    data = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(data, "w", method) as archive:
        warnings.simplefilter("ignore")  # duplicate names
        for name, content in entries:
            archive.writestr(name, content)
        archive.comment = comment
    return data.getvalue()


def read(data: bytes, name: str = "hw.zip") -> Submission:
    """The submission of a student who handed in this archive."""
    unpacker = Unpacker()
    unpacker.raw(RawFile(name, data))
    files, notes = unpacker.done()
    return build_submission("s001", name, files, notes)


def paths(submission: Submission) -> list[str]:
    """What can be graded, without the archive's name."""
    return [module.path.partition("/")[2] for module in submission.modules]


def reason(submission: Submission) -> str:
    """Why nothing can be graded."""
    return submission.unreadable.key if submission.unreadable else ""


def patched(data: bytes, old: bytes, new: bytes, *, only: int | None = None) -> bytes:
    """The archive with some bytes replaced, everywhere or at the n-th place only."""
    assert old in data
    if only is None:
        return data.replace(old, new)
    at = [i for i in range(len(data)) if data.startswith(old, i)][only]
    return data[:at] + new + data[at + len(old) :]


HONEST = packed(("lstm.py", LSTM))
