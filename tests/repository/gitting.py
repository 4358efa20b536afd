"""Repositories for tests, made by git as its users call it, with all that a configuration can name."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ME = {
    "GIT_AUTHOR_NAME": "s001",
    "GIT_AUTHOR_EMAIL": "s001@example.org",
    "GIT_COMMITTER_NAME": "s001",
    "GIT_COMMITTER_EMAIL": "s001@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


class Work:
    """A work tree with its repository.

    Args:
        folder: new. sha256: objects are named by SHA-256.
    """

    def __init__(self, folder: Path, *, sha256: bool = False) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "-b", "main", *(["--object-format=sha256"] if sha256 else []))

    def git(self, *arguments: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> str:
        """What git prints."""
        done = subprocess.run(
            ["git", *map(str, arguments)],
            cwd=self.folder,
            env={k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | ME | dict(env or {}),
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, **files: str | bytes) -> None:
        """Files by path."""
        for path, content in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self, message: str = "work", **files: str | bytes) -> str:
        """Everything as it lies there, after these files were written; the commit's hash."""
        self.write(**files)
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def blob(self, data: bytes) -> str:
        """An object with these bytes."""
        return self.git("hash-object", "-w", "--stdin", stdin=data)

    def tree(self, *entries: tuple[str, str, str, str]) -> str:
        """A tree of (mode, kind, hash, name), as odd as one likes."""
        lines = "".join(f"{mode} {kind} {name}\t{path}\0" for mode, kind, name, path in entries)
        return self.git("mktree", "--missing", "-z", stdin=lines.encode("utf-8", "surrogateescape"))

    def commit_tree(self, tree: str, *parents: str) -> str:
        """A commit of a tree."""
        options = [part for parent in parents for part in ("-p", parent)]
        return self.git("commit-tree", tree, *options, "-m", "made by hand")
