"""git, kept from running anything: a bare clone in a private folder, read by commands that give bytes.

No work tree, so no filters, no line ends, no links; no hooks; no submodules; no configuration but ours, so that
neither the machine's nor a repository's names a program; no transport that runs one; no question on the terminal.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from grader.errors import GraderError
from grader.intake.archive_names import decoded, safe_path
from grader.intake.entry import Entry, LeftOut, Listing
from grader.intake.problems import MB
from grader.model import Message

_PROTOCOLS = "file:https:ssh"
_SECONDS = 300  # for one command
_MAX_LISTED = 64 * MB  # bytes of names
_MAX_FILES = 200_000
_HELPER = re.compile(r"[A-Za-z0-9+.-]*::")  # `ext::sh -c …` and its kin
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REGULAR = {"100644", "100755", "100664"}
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.askPass=",
    "credential.helper=",
    "protocol.allow=never",
    *(f"protocol.{name}.allow=always" for name in _PROTOCOLS.split(":")),
    "fetch.recurseSubmodules=false",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
)


class GitFault(GraderError):
    """A repository that cannot be read; the text is one line."""


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
        options = ["--bare", "--quiet", "--no-tags", "--template=", "--no-recurse-submodules"]
        if Path(url).is_dir():
            options.append("--shared")  # a copy of the names alone; the objects are read where they are
            url = str(Path(url).resolve())
        self._run("clone", *options, "--", url, str(self._folder / "copy"), inside=False)

    def commit(self, ref: str, before: datetime | None) -> str | None:
        """The commit that counts: the one named, or the last one on it until `before`; None where there is none.

        By the committer's date: the author's is whatever the author wrote, and survives a rebase. Both can be forged
        by whoever commits on a machine of their own; only the host's push log could not.

        Raises:
            GitFault: there is no such branch or commit.
        """
        name = ref or "HEAD"
        if name.startswith("-") or any(c in name for c in " ~^:?*[\\") or ".." in name or "@{" in name:
            raise GitFault(f"{name[:60]!r} is no name of a branch or commit")
        found = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", check=False)
        tip = found.strip().decode("ascii", "replace")
        if not _COMMIT.fullmatch(tip):
            raise GitFault(f"has no branch or commit {name[:60]!r}")
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

    def _run(self, *arguments: str, inside: bool = True, check: bool = True) -> bytes:
        options = [part for setting in _SETTINGS for part in ("-c", setting)]
        where = [f"--git-dir={self._folder / 'copy'}"] if inside else []
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program; what the teacher wrote stands behind `--`
                [_program(), *where, *options, *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env=_environment(self._folder),
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise GitFault(f"took more than {_SECONDS} seconds") from None
        if done.returncode and check:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
            said = next((line for line in lines if line.startswith(("fatal:", "ERROR", "error:"))), lines[-1])
            said = re.sub(r"//[^/@\s]*@", "//", said)  # a token in an address is not for reports
            raise GitFault(f"cannot be read: {said.partition(': ')[2] or said}"[:300])
        if len(done.stdout) > _MAX_LISTED:
            raise GitFault("is too large")
        return done.stdout


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


def _program() -> str:
    found = shutil.which("git")
    if found is None:
        raise GitFault("cannot be read: git is not installed")
    return found


def _environment(home: Path) -> dict[str, str]:
    """Nothing of ours but the way to programs, ssh's agent and a proxy."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in {"PATH", "SSH_AUTH_SOCK", "SYSTEMROOT", "TMPDIR", "TEMP"} or name.lower().endswith("_proxy")
    }
    return kept | {
        "GIT_ALLOW_PROTOCOL": _PROTOCOLS,
        "GIT_ASKPASS": "true",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": str(home),
        "LC_ALL": "C",
    }


def _iso(seconds: int, zone: tzinfo) -> str:
    try:
        return datetime.fromtimestamp(seconds, zone).isoformat()
    except (OverflowError, ValueError, OSError):  # a commit from the year 300,000
        return ""


def is_repository(path: Path) -> bool:
    """Whether a folder is a repository or a checkout of one."""
    return (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir())


def latest(times: Sequence[str]) -> str:
    """The latest of ISO times; empty where there is none."""
    return max(filter(None, times), key=datetime.fromisoformat, default="")
