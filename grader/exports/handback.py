"""A zip ready to hand back: the same bytes for the same feedback, names that every system and Moodle can read."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from grader.reports.files import page_names
from grader.reports.plain import one_line

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_MODE = 0o100644 << 16
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


class HandBack:
    """Writes the zip file by file; it appears under its name when all is in it.

    Python flags names beyond ASCII as UTF-8 by itself. Entries have to come in a fixed order for fixed bytes.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._temporary = path, path.with_name(f".{path.name}.tmp")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._zip = zipfile.ZipFile(self._temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def add(self, name: str, data: bytes) -> None:
        """One file, `folder/name`."""
        entry = zipfile.ZipInfo(unicodedata.normalize("NFC", name), _EPOCH)
        entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _MODE, 3
        self._zip.writestr(entry, data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._zip.close()
        if kind is None:
            self._temporary.replace(self._path)
        else:
            self._temporary.unlink(missing_ok=True)


def folder_names(students: Iterable[str]) -> list[str]:
    """A folder for each student, safe on every system."""
    return [name.removesuffix(".html") for name in page_names(students)]


def moodle_folder(full_name: str, participant: str) -> str:
    """The folder whose files Moodle gives back to a participant ("Upload multiple feedback files in a zip").

    It reads `name_number_plugin`, so the name itself must be free of underscores, as in Moodle's own downloads.
    """
    name = (
        _UNSAFE.sub("", unicodedata.normalize("NFC", one_line(full_name))).replace("_", " ").strip(" .")
        or "Participant"
    )
    return f"{name}_{participant}_assignsubmission_file_"
