"""Writing report files: whole or not at all, under names that no student name can break."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter
from datetime import datetime
from itertools import chain, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

EARLIER = "earlier"
_LONGEST = 60  # characters; Hangul takes three bytes each and file systems allow 255
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$")  # device names on Windows
_UNSAFE = re.compile(r"[^\w-]+")


def write_atomic(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Writes a file so that a reader sees the old content or the new, never a part; makes missing folders.

    `durable` also survives a power cut; a page that can be made again does not need that.

    Raises:
        OSError: the folder cannot be written.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{os.getpid()}-{hashlib.sha256(path.name.encode()).hexdigest()[:12]}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def set_aside(folder: Path, names: Iterable[str]) -> Path | None:
    """Moves the files of that name, patterns allowed, to `earlier/<their time>` in the folder; None if there are none.

    Raises:
        OSError: the folder cannot be written.

    """
    found = [path for name in names for path in sorted(folder.glob(name))]
    if not found:
        return None
    latest = datetime.fromtimestamp(max(path.stat().st_mtime for path in found)).astimezone()
    stem = f"{latest:%Y%m%d-%H%M%S}"
    candidates = (folder / EARLIER / name for name in chain([stem], (f"{stem}.{n}" for n in count(2))))
    target = next(path for path in candidates if not path.exists())
    target.mkdir(parents=True)
    for path in found:
        path.rename(target / path.name)
    return target


def slug(student: str) -> str:
    """A file name stem for a student: the name itself where that is safe everywhere, else its safe part and a hash.

    Safe everywhere means NFC, unchanged by case folding, letters, digits, `_` and `-` only, short, and no device
    name. So two students never share a stem, also on file systems that ignore case or normalise, and a stem does not
    depend on who else is in the class.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", student).casefold())
    stem = _UNSAFE.sub("-", folded)[:_LONGEST].strip("-")
    if stem and stem == student and not _RESERVED.match(stem):
        return stem
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{stem[: _LONGEST - 20].strip('-') or 'student'}-{digest}"


def page_names(students: Iterable[str]) -> list[str]:
    """One HTML file name for each entry; a student who occurs again gets `.2`, `.3` … (no slug holds a dot)."""
    seen: Counter[str] = Counter()
    names = []
    for student in students:
        stem = slug(student)
        seen[stem] += 1
        names.append(f"{stem}.html" if seen[stem] == 1 else f"{stem}.{seen[stem]}.html")
    return names
