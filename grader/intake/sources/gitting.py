"""A repository's copy in a private folder: bare, so no work tree with filters, line ends and links, and only read."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from grader.intake.archive_names import decoded, safe_path
from grader.intake.entry import Entry, LeftOut, Listing
from grader.intake.problems import MB
from grader.model import Message
from grader.repository import GitFault, head, output

_SECONDS = 300.0  # for one command
_MAX_BYTES = 64 * MB  # of what one command says
_MAX_FILES = 200_000
_HELPER = re.compile(r"[A-Za-z0-9+.-]*::")  # `ext::sh -c …` and its kin
_REGULAR = {"100644", "100755", "100664"}


class Clone:
    """A repository's copy, removed with this object.

    Args:
        url: https, ssh, file, or a path.

    Raises:
        GitFault: it cannot be copied.
    """

    def __init__(self, url: str) -> None:
        if not url or url.startswith("-") or _HELPER.match(url) or any(ord(c) < 32 for c in url):
            raise GitFault("is no address of a repository: use https, ssh, file or a path")
        self.url = url
        self._folder = Path(tempfile.mkdtemp(prefix="grader-git-"))
        # Not TemporaryDirectory, which complains when it is not closed: entries are read as long as they live.
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._copy = self._folder / "copy"
        options = ["--bare", "--quiet", "--no-tags", "--template=", "--no-recurse-submodules"]
        if Path(url).is_dir():
            options.append("--shared")  # a copy of the names alone; the objects are read where they are
            url = str(Path(url).resolve())
        # GitLab sends an address without `.git` on to the one with it.
        address = ["-c", "http.followRedirects=initial", "clone", *options, "--", url, str(self._copy)]
        _read(None, *address)

    def commit(self, ref: str, before: datetime | None) -> str | None:
        """The commit that counts: the one named, or the last one on it until `before`; None where there is none.

        By the committer's date: the author's is whatever the author wrote, and survives a rebase. Both can be forged
        by whoever commits on a machine of their own; only the host's push log could not.

        Raises:
            GitFault: there is no such branch or commit.
        """
        tip = head(self._copy, ref or "HEAD")
        if before is None:
            return tip
        last = self._run("rev-list", "-1", f"--before={int(before.timestamp())}", tip).strip().decode("ascii")
        return last or None

    def time(self, commit: str, zone: tzinfo) -> str:
        """When a commit was made, by the committer's clock, in `zone`."""
        seconds = self._run("show", "--no-patch", "--no-notes", "--format=%ct", commit).strip()
        return _iso(int(seconds), zone)

    def changes(self, commit: str, zone: tzinfo) -> dict[str, str]:
        """For each file, when it was last changed in the history of a commit, ISO 8601."""
        log = self._run(
            "log", "--format=%x01%ct", "--name-only", "--no-renames", "-z", "--no-notes", "--no-show-signature", commit
        )
        found: dict[str, str] = {}
        time = ""
        for raw in log.split(b"\0"):
            item = raw.removeprefix(b"\n")
            if item.startswith(b"\1"):
                seconds, _, first = item[1:].partition(b"\n")
                time = _iso(int(seconds), zone)
                item = first.removeprefix(b"\n")
            path = safe_path(decoded(item, utf8=False)) if item else None
            if path is not None:
                found.setdefault(path, time)
        return found

    def listing(self, commit: str) -> Listing:
        """The files of a commit; links and submodules are left out.

        Raises:
            GitFault: there are too many.
        """
        entries: list[Entry] = []
        left: list[LeftOut] = []
        listed = self._run("ls-tree", "-r", "-z", "--long", "--full-tree", commit)
        for line in filter(None, listed.split(b"\0")):
            head, _, raw = line.partition(b"\t")
            mode, kind, name, size = head.decode("ascii").split()
            shown = decoded(raw, utf8=False)
            path = safe_path(shown)
            if path is None:
                left.append(LeftOut(shown, Message("intake.archive_unsafe", {"path": shown})))
            elif kind != "blob" or mode not in _REGULAR:
                left.append(LeftOut(path, Message("intake.not_a_file", {"path": path})))
            else:
                entries.append(Entry(path, _Blob(self, name, int(size), path)))
            if len(entries) > _MAX_FILES:
                raise GitFault(f"has more than {_MAX_FILES} files")
        return Listing(tuple(sorted(entries, key=lambda entry: entry.path)), tuple(left))

    def content(self, blob: str) -> bytes:
        """The bytes of a file."""
        return self._run("cat-file", "blob", blob)

    def _run(self, *arguments: str) -> bytes:
        return _read(self._copy, *arguments)


@dataclass(frozen=True)
class _Blob:
    """Reads one file of a commit, and keeps the clone as long as it may be asked to."""

    clone: Clone
    name: str
    size: int
    path: str

    def __call__(self, limit: int) -> bytes | Message:
        """The file's bytes, or why there are none."""
        if self.size > limit:
            return Message("intake.too_large", {"path": self.path, "limit": limit // MB})
        try:
            return self.clone.content(self.name)
        except GitFault as error:
            return Message("intake.io", {"path": self.path, "reason": str(error)})


def _read(git_dir: Path | None, *arguments: str) -> bytes:
    """What git prints.

    Raises:
        GitFault: it fails, takes too long, or says too much.
    """
    try:
        data, whole = output(git_dir, *arguments, limit=_MAX_BYTES, seconds=_SECONDS)
    except GitFault as error:
        raise GitFault(f"cannot be read: {error}"[:300]) from error
    if not whole:
        raise GitFault("is too large")
    return data


def _iso(seconds: int, zone: tzinfo) -> str:
    try:
        return datetime.fromtimestamp(seconds, zone).isoformat()
    except (OverflowError, ValueError, OSError):  # a commit from the year 300,000
        return ""


def latest(times: Sequence[str]) -> str:
    """The latest of ISO times; empty where there is none."""
    return max(filter(None, times), key=datetime.fromisoformat, default="")
