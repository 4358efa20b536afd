"""What a commit has of checks, workflows and the like. None of it has a part in the grade; that it is there is said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.course import Course
from grader.repository import Change, Entry

Kind = Literal["workflow", "checks", "grader", "git", "link", "submodule"]
SHOWN = 50
_TEMPLATE_MAX = 20_000_000  # bytes of a file of the template
_BY_FOLDER: dict[str, Kind] = {
    ".github": "workflow",
    ".gitlab": "workflow",
    ".circleci": "workflow",
    ".forgejo": "workflow",
    ".gitea": "workflow",
    ".woodpecker": "workflow",
    "grader": "grader",
}
_BY_NAME: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"\.gitlab-ci.*\.ya?ml|azure-pipelines\.ya?ml|jenkinsfile"), "workflow"),
    (re.compile(r"conftest\.py|test_.*\.py|.*_test\.py|assignment\.toml|.*\.safetensors"), "checks"),
    (re.compile(r"pytest\.ini|\.pytest\.ini|tox\.ini|setup\.cfg|setup\.py|pyproject\.toml"), "checks"),
    (re.compile(r"course\.toml|grader\.(?:toml|py)|(?:site|user)customize\.py|.*\.pth"), "grader"),
    (re.compile(r"\.gitattributes|\.gitmodules|\.gitconfig"), "git"),
)


@dataclass(frozen=True)
class Found:
    """A path of the commit, or one that the push removed."""

    path: str
    kind: Kind


def edited(
    course: Course, entries: Sequence[Entry], changes: Iterable[Change] = (), *, sha256: bool = False
) -> list[Found]:
    """The files that grade in other places, unless they are as the course hands them out, and what a push removed.

    Args:
        entries: of the commit. changes: of the push, where that is known.
    """
    found = []
    for entry in entries:
        kind = kind_of(course, entry)
        if kind is not None and not _handed_out(course, entry, sha256=sha256):
            found.append(Found(entry.path, kind))
    gone = [c.path for c in changes if c.status.startswith("D")]
    found += [Found(p, kind) for p in gone if (kind := kind_of(course, Entry(p, "100644", "", 0))) is not None]
    return sorted(found, key=lambda f: f.path)


def kind_of(course: Course, entry: Entry) -> Kind | None:
    """What a file looks like; None for ordinary ones."""
    if entry.is_link:
        return "link"
    if entry.is_submodule:
        return "submodule"
    parts = entry.path.split("/")
    first, name = parts[0].casefold(), parts[-1].casefold()
    if len(parts) > 1:
        if first in _BY_FOLDER:
            return _BY_FOLDER[first]
        if parts[0] in (course.paths.assignments, course.paths.reference):
            return "checks"
    return next((kind for pattern, kind in _BY_NAME if pattern.fullmatch(name)), None)


def _handed_out(course: Course, entry: Entry, *, sha256: bool) -> bool:
    """Whether the file is the template's, to the byte."""
    if ".." in entry.path.split("/") or entry.path.startswith("/") or "\0" in entry.path:
        return False
    file = Path(course.root, course.paths.template, entry.path)
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size != entry.size > 0:
            return False
        data = file.read_bytes() if entry.size <= _TEMPLATE_MAX else b""
    except (OSError, ValueError):
        return False
    hasher = hashlib.sha256 if sha256 else hashlib.sha1
    return hasher(b"blob %d\0" % len(data) + data).hexdigest() == entry.blob  # git's own name for these bytes
