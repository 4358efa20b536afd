"""Names in archives: bytes of unknown encoding → relative paths that lead nowhere but down."""

from __future__ import annotations

import re

from grader.intake.text import readable_name

MAX_DEPTH = 16  # folders
_MAX_PART, _MAX_NAME = 255, 1_024  # bytes, characters
_DRIVE = re.compile(r"[A-Za-z]:")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)


def decoded(raw: bytes, *, utf8: bool) -> str:
    """A name as its author typed it.

    Only the flag says that a name is UTF-8, and half of the programs that write UTF-8 leave it out: whatever is valid
    UTF-8 is taken for it, then Korean Windows' cp949, then cp437, the standard's own, which reads anything.
    """
    for encoding in ("utf-8",) if utf8 else ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def safe_path(name: str) -> str | None:
    r"""The name as a relative path in composed Hangul; None where it leads outside or cannot be a file.

    Refused are `..`, a root, a drive's letter, NUL, what Windows takes for a device, and what is too long or too deep.
    `\` separates folders, as in archives made on Windows.
    """
    name = name.replace("\\", "/")
    if "\0" in name or len(name) > _MAX_NAME or name.startswith("/") or _DRIVE.match(name):
        return None
    parts = [readable_name(part) for part in name.split("/") if part not in {"", "."}]
    if not parts or len(parts) > MAX_DEPTH + 1 or not all(map(_is_plain, parts)):
        return None
    return "/".join(parts)


def _is_plain(part: str) -> bool:
    if not part.strip(" ."):  # "..", and "... ", which Windows shortens to it
        return False
    return part.partition(".")[0].rstrip().casefold() not in _DEVICES and len(part.encode()) <= _MAX_PART
