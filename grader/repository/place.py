"""Where a repository keeps its objects, told from its files, so that its configuration is not read."""

from __future__ import annotations

import re
from pathlib import Path

from grader.repository.git import GitFault, output

_NAME = 1000  # characters of a name that git is asked about
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def git_dir(path: Path) -> Path:
    """The folder of a checkout's or bare repository's own files.

    Raises:
        GitFault: the path is no repository.
    """
    inside = path / ".git"
    if inside.is_file():  # a worktree's, or a submodule's
        said = inside.read_text("utf-8", "replace")[:_NAME].strip()
        if said.startswith("gitdir: "):
            inside = (path / said.removeprefix("gitdir: ")).resolve()
    for folder in (inside, path):
        if (folder / "HEAD").is_file() and ((folder / "objects").is_dir() or (folder / "commondir").is_file()):
            return folder
    raise GitFault(f"{path}: is no git repository")


def is_repository(path: Path) -> bool:
    """Whether a folder is a repository or a checkout of one."""
    try:
        git_dir(path)
    except (GitFault, OSError):
        return False
    return True


def objects_of(path: Path) -> Path:
    """The folder of a repository's objects.

    Raises:
        GitFault: the path is no repository.
    """
    folder = git_dir(path)
    common = folder / "commondir"
    if common.is_file():
        folder = (folder / common.read_text("utf-8", "replace")[:_NAME].strip()).resolve()
    return folder / "objects"


def head(path: Path, name: str = "HEAD") -> str:
    """The commit that a branch, a tag or `HEAD` stands at.

    Raises:
        GitFault: there is no such commit.
    """
    if not name or name.startswith("-") or len(name) > _NAME or any(c in name for c in " ~^:?*[\\\n") or ".." in name:
        raise GitFault(f"{name[:60]!r} is no name of a branch or commit")
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    try:
        found, _ = output(git_dir(path), *asked, limit=_NAME)
    except GitFault as error:
        raise GitFault(f"{name[:60]!r} is no commit here ({error})") from None
    commit = found.strip().decode("ascii", "replace")
    if not _COMMIT.fullmatch(commit):
        raise GitFault(f"{name[:60]!r} is no commit here")
    return commit
