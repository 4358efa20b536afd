"""A copy of somebody's repository, kept and brought up to date: the branches and what they need, nothing else."""

from __future__ import annotations

import base64
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from grader.repository.git import PROTOCOLS, GitFault, command, environment, output, said

TOKEN = "GRADER_GIT_TOKEN"  # noqa: S105 - the name of a variable
SECONDS = 600.0
_MAX_BYTES = 2_000_000_000  # of one pack
_BLOCK = 512  # bytes, of `ulimit -f`
_HELPER = re.compile(r"[A-Za-z0-9+.-]*::")  # `ext::sh -c …` and its kin
_SHORT = re.compile(r"(?:[\w.-]+@)?[\w.-]+:(?!//)[^:]+")  # git@host:path


def address(url: str) -> str:
    """The address of a repository, if it is one that is safe to fetch from.

    Raises:
        GitFault: it is not.
    """
    if url.startswith("-") or _HELPER.match(url) or not url.isprintable() or not url.strip():
        raise GitFault("is no address of a repository: use https, ssh, file or a path")
    scheme = urlsplit(url).scheme if "://" in url else ""
    if scheme and scheme not in PROTOCOLS:
        raise GitFault(f"{scheme[:20]}: is no way to fetch a repository: use {', '.join(PROTOCOLS)}")
    if not scheme and not _SHORT.fullmatch(url) and not Path(url).is_dir():
        raise GitFault(f"{url[:200]}: no such repository")
    return url


def fetch(url: str, copy: Path, commit: str) -> None:
    """Bring a bare copy up to date, and see that a commit is on one of its branches.

    A host that keeps forks together answers for commits of all of them: what is on no branch here is not this
    repository's.

    Args:
        url: https, ssh, file, or a path. copy: the copy's folder; made if there is none.

    Raises:
        GitFault: it cannot be fetched, or no branch has the commit.
    """
    url = address(url)
    if not (copy / "HEAD").is_file():
        copy.mkdir(mode=0o700, parents=True, exist_ok=True)
        output(None, "init", "--quiet", "--bare", "--template=", "--", str(copy), limit=10_000)
    options = ("--quiet", "--no-tags", "--prune", "--force", "--no-recurse-submodules", "--no-write-fetch-head")
    _bounded(command(copy, ["fetch", *options, "--", url, "+refs/heads/*:refs/heads/*"]), _credentials(url))
    try:
        found, _ = output(copy, "for-each-ref", "--count=1", f"--contains={commit}", "refs/heads/", limit=10_000)
    except GitFault:
        found = b""
    if not found.strip():
        raise GitFault(f"{commit}: is on no branch of this repository (any more)")


def _bounded(line: list[str], extra: dict[str, str]) -> None:
    """Run with a limit on time and on the size of a file."""
    shell = ["/bin/sh", "-c", 'ulimit -f "$0" && exec "$@"', str(_MAX_BYTES // _BLOCK), *line]
    try:
        done = subprocess.run(
            shell, stdin=subprocess.DEVNULL, capture_output=True, env=environment(extra), timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise GitFault(f"fetching took more than {SECONDS:g} seconds") from None
    if done.returncode:
        raise GitFault(f"cannot be fetched: {said(done.stderr)}")


def _credentials(url: str) -> dict[str, str]:
    """A token for https, in the environment: a command line is everybody's to read."""
    token = os.environ.get(TOKEN, "")
    parts = urlsplit(url)
    if not token or parts.scheme != "https":
        return {}
    basic = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{parts.scheme}://{parts.netloc}/.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {basic}",
    }
