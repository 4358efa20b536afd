"""Fetching somebody's repository: by safe ways only, and only what is on its branches."""

from __future__ import annotations

import base64
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from grader.repository import GitFault, Objects, fetch, fetching, objects_of
from tests.repository.gitting import Work


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """An empty repository."""
    return Work(tmp_path / "work")


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_a_copy_is_kept_up_to_date(work: Work, tmp_path: Path, scheme: str) -> None:
    """The first commit, and after a force push the second one; the first is then on no branch."""
    copy, url = tmp_path / "state" / "copy", f"{scheme}{work.folder}"
    first = work.commit(a="1")
    fetch(url, copy, first)
    work.git("commit", "--quiet", "--amend", "--message", "again")
    second = work.git("rev-parse", "HEAD")
    fetch(url, copy, second)
    with Objects(objects_of(copy)) as objects:
        assert objects.has(second)
    with pytest.raises(GitFault, match="on no branch"):
        fetch(url, copy, first)


def test_a_commit_of_a_fork_is_not_this_repositorys(work: Work, tmp_path: Path) -> None:
    """Hosts keep forks' objects together: a commit that is there and on no branch is refused."""
    main = work.commit(a="mine")
    other = work.commit_tree(work.git("rev-parse", f"{main}^{{tree}}"))
    work.git("update-ref", "refs/pull/1/head", other)
    copy = tmp_path / "copy"
    fetch(str(work.folder), copy, main)
    with pytest.raises(GitFault, match="on no branch"):
        fetch(str(work.folder), copy, other)


@pytest.mark.parametrize(
    "url",
    [
        "ext::sh -c touch% {marker}",
        "--upload-pack=touch {marker}",
        "http://h/x",
        "git://h/x",
        "ftp://h/x",
        "",
        " ",
        "no/such",
    ],
)
def test_ways_that_are_not_gone(tmp_path: Path, url: str) -> None:
    """Transports that are programs, options in an address's place, and unencrypted ways are refused."""
    marker = tmp_path / "it-ran"
    with pytest.raises(GitFault):
        fetch(url.format(marker=marker), tmp_path / "copy", "1" * 40)
    assert not marker.exists()


def test_git_itself_would_run_it(tmp_path: Path) -> None:
    """The control: where git is asked and `ext` is allowed, the program of an address runs."""
    marker = tmp_path / "it-ran"
    work = Work(tmp_path / "w")
    with pytest.raises(AssertionError):
        work.git("-c", "protocol.ext.allow=always", "ls-remote", f"ext::sh -c touch% {marker}")
    assert marker.exists()


def test_hooks_of_the_source_and_of_the_copy(work: Work, tmp_path: Path) -> None:
    """Neither the repository's configuration nor hooks in our copy run anything."""
    marker, copy = tmp_path / "it-ran", tmp_path / "copy"
    work.git("config", "uploadpack.packObjectsHook", f"sh -c 'touch {marker}; exec \"$@\"' x")
    fetch(str(work.folder), copy, work.commit(a="1"))
    hook = copy / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {marker}\n")
    hook.chmod(0o755)
    fetch(str(work.folder), copy, work.commit(a="2"))
    assert not marker.exists()


def test_a_huge_push_ends_at_the_limit(work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack beyond the limit is not kept, and the message says that it could not be fetched; below it, it is."""
    commit = work.commit(a=base64.b64encode(bytes(range(256)) * 4000) * 4)
    work.write(b=os.urandom(3_000_000))
    big = work.commit()
    monkeypatch.setattr(fetching, "_MAX_BYTES", 1_000_000)
    with pytest.raises(GitFault, match="cannot be fetched"):
        fetch(f"file://{work.folder}", tmp_path / "copy", big)
    work.git("reset", "--quiet", "--hard", commit)
    fetch(f"file://{work.folder}", tmp_path / "small", commit)


class _Listening(BaseHTTPRequestHandler):
    """Notes the Authorization that it was sent."""

    seen: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        """Refuse."""
        self.seen.append(self.headers.get("Authorization"))
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Nothing."""


@pytest.fixture
def server() -> Iterator[int]:
    """The port of a host that has no repositories."""
    with HTTPServer(("127.0.0.1", 0), _Listening) as host:
        thread = threading.Thread(target=host.serve_forever, daemon=True)
        thread.start()
        yield host.server_port
        host.shutdown()


def test_a_token_stays_out_of_sight(server: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is sent as basic authorization of that host, and is in no command line and no error."""
    monkeypatch.setenv("GRADER_GIT_TOKEN", "s3cret")
    url = f"https://127.0.0.1:{server}/class/s001"
    found = fetching._credentials(url)
    assert found["GIT_CONFIG_KEY_0"] == f"http.https://127.0.0.1:{server}/.extraHeader"
    assert fetching._credentials("ssh://h/x") == fetching._credentials("/srv/x") == {}
    plain = {**found, "GIT_CONFIG_KEY_0": f"http.http://127.0.0.1:{server}/.extraHeader"}
    with pytest.raises(GitFault, match="not found") as caught:  # http here: a host with a certificate is not at hand
        fetching._bounded(
            fetching.command(None, ["-c", "protocol.http.allow=always", "ls-remote", f"http://127.0.0.1:{server}/x"]),
            {**plain, "GIT_ALLOW_PROTOCOL": "http"},
        )
    assert "s3cret" not in str(caught.value)
    wanted = "Basic " + base64.b64encode(b"x-access-token:s3cret").decode()
    assert wanted in _Listening.seen
