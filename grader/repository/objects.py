"""The objects of a repository: commits, trees, files; by their hashes only.

git runs in a folder of our own that borrows the repository's objects, so that no configuration, hook, attribute,
reference or replacement of the repository's is ever looked at. Lists are cut at a limit: a few small trees can name
each other in a way that gives more files than there are atoms.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grader.repository.git import GitFault, output

MAX_ENTRIES = 20_000
_LISTED = 8_000_000  # bytes of a list
_MAX_COMMIT = 1_000_000  # bytes of a commit; a message may be as long as one likes
_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_ZERO = re.compile(r"0+")


@dataclass(frozen=True)
class Commit:
    """A commit and its tree."""

    id: str
    tree: str


@dataclass(frozen=True)
class Entry:
    """A file of a commit. `path`: bytes that are no UTF-8 as lone surrogates. `size`: of a blob, else 0."""

    path: str
    mode: str
    blob: str
    size: int

    @property
    def is_link(self) -> bool:
        """A symbolic link; its content is where it leads."""
        return self.mode == "120000"

    @property
    def is_submodule(self) -> bool:
        """Another repository's commit."""
        return self.mode == "160000"


@dataclass(frozen=True)
class Change:
    """A path that two commits have differently: `status` is A, M, or D where the later one lacks it."""

    path: str
    status: str


def changes(before: Iterable[Entry], after: Iterable[Entry]) -> list[Change]:
    """The paths that two commits have differently, by their files: git itself would hold all of a diff in memory."""
    old, new = ({entry.path: (entry.mode, entry.blob) for entry in entries} for entries in (before, after))
    found = [Change(path, "D") for path in old.keys() - new.keys()]
    found += [Change(path, "M" if path in old else "A") for path in new if old.get(path) != new[path]]
    return sorted(found, key=lambda change: change.path)


class Objects:
    """A repository's objects, to be closed.

    Args:
        folder: of the objects. sha256: whether names are SHA-256.
    """

    def __init__(self, folder: Path, *, sha256: bool = False) -> None:
        # Not removed by a finaliser, which would complain at the end of a program that was interrupted.
        self._own = tempfile.TemporaryDirectory(prefix="grader-objects-", ignore_cleanup_errors=True)
        self._dir = Path(self._own.name)
        for name in ("objects", "refs"):
            (self._dir / name).mkdir()
        (self._dir / "HEAD").write_text("ref: refs/heads/none\n")
        version = "repositoryformatversion = 1" if sha256 else "repositoryformatversion = 0"
        extensions = "[extensions]\n\tobjectFormat = sha256\n" if sha256 else ""
        (self._dir / "config").write_text(f"[core]\n\t{version}\n\tbare = true\n{extensions}")
        self._extra = {"GIT_OBJECT_DIRECTORY": str(folder.resolve())}

    def commit(self, name: str) -> Commit:
        """The commit of that hash.

        Raises:
            GitFault: it is not there, or is something else.
        """
        self._needs(name, "commit", _MAX_COMMIT)
        data = self._run("cat-file", "commit", name, limit=_MAX_COMMIT)
        first = data.split(b"\n", 1)[0].decode("ascii", "replace")
        tree = first.removeprefix("tree ")
        if not first.startswith("tree ") or not _HASH.fullmatch(tree):
            raise GitFault(f"{name}: is no commit")
        return Commit(name, tree)

    def has(self, name: str) -> bool:
        """Whether a commit of that hash is here; a shallow copy lacks older ones, a first push names none."""
        if not _HASH.fullmatch(name) or _ZERO.fullmatch(name):
            return False
        try:
            self._needs(name, "commit", _MAX_COMMIT)
        except GitFault:
            return False
        return True

    def entries(self, commit: Commit) -> tuple[list[Entry], bool]:
        """The files of a commit in the order of their paths, and whether these are all."""
        data, whole = output(
            self._dir, "ls-tree", "-r", "-z", "--long", "--full-tree", commit.tree, limit=_LISTED, extra=self._extra
        )
        found: list[Entry] = []
        for line in data.split(b"\0")[:-1]:  # what follows the last zero is nothing, or cut
            if len(found) == MAX_ENTRIES:
                return found, False
            head, _, path = line.partition(b"\t")
            mode, kind, blob, size = head.decode("ascii").split()
            length = int(size) if kind == "blob" and size.isdigit() else 0
            found.append(Entry(path.decode("utf-8", "surrogateescape"), mode, blob, length))
        return found, whole

    def contents(self, entries: Sequence[Entry]) -> list[bytes]:
        """The bytes of files, whose sizes the caller has looked at.

        Raises:
            GitFault: one is missing, as in a partial clone.
        """
        asked = "".join(f"{entry.blob}\n" for entry in entries).encode()
        room = sum(entry.size + 200 for entry in entries) + 1000
        data, whole = output(self._dir, "cat-file", "--batch", stdin=asked, limit=room, extra=self._extra)
        found: list[bytes] = []
        position = 0
        for entry in entries:
            end = data.find(b"\n", position)
            head = data[position:end].decode("ascii", "replace").split()
            if not whole or len(head) != 3 or head[1] != "blob" or int(head[2]) != entry.size:
                raise GitFault(f"{entry.blob}: is missing: fetch all of the commit")
            found.append(data[end + 1 : end + 1 + entry.size])
            position = end + 2 + entry.size
        return found

    def missing(self, names: Iterable[str]) -> list[str]:
        """Those of the hashes that no object here has."""
        asked = list(names)
        data = self._run("cat-file", "--batch-check", stdin="".join(f"{n}\n" for n in asked).encode(), limit=_LISTED)
        lines = data.decode("ascii", "replace").splitlines()
        return [name for name, line in zip(asked, lines, strict=False) if line.endswith(" missing")]

    def close(self) -> None:
        """Remove our own folder; repeatable."""
        self._own.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _needs(self, name: str, kind: str, limit: int) -> None:
        if not _HASH.fullmatch(name):
            raise GitFault(f"{name[:70]!r} is no hash of a {kind}")
        said = self._run("cat-file", "--batch-check", stdin=f"{name}\n".encode(), limit=200).decode("ascii", "replace")
        parts = said.split()
        if len(parts) != 3 or parts[1] != kind:
            raise GitFault(f"{name}: no such {kind} here")
        if int(parts[2]) > limit:
            raise GitFault(f"{name}: the {kind} is longer than {limit} bytes")

    def _run(self, *arguments: str, limit: int, stdin: bytes = b"") -> bytes:
        data, whole = output(self._dir, *arguments, stdin=stdin, limit=limit, extra=self._extra)
        if not whole:
            raise GitFault("git says more than it should")
        return data
