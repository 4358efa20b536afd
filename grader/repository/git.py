"""git, kept from running anything of a repository's.

No hooks, no filters, no text conversion, no external diff, no submodules, no replaced objects, no lazy fetching, no
transport that is a program; neither the machine's configuration nor the user's. Only bytes come back, and no more of
them than asked for.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.errors import GraderError

PROTOCOLS = ("file", "https", "ssh")
SECONDS = 60.0
_ERROR = 500  # characters of what git says
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "core.askPass=",
    "credential.helper=",
    "protocol.allow=never",
    *(f"protocol.{name}.allow=always" for name in PROTOCOLS),
    "fetch.recurseSubmodules=false",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "http.followRedirects=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
    "safe.directory=*",  # whose repository it is decides nothing where nothing of it runs
)


class GitFault(GraderError):
    """A repository that cannot be read; the text is one line."""


def program() -> str:
    """git.

    Raises:
        GitFault: it is not installed.
    """
    found = shutil.which("git")
    if found is None:
        raise GitFault("git is not installed: install it")
    return found


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Nothing of ours but the way to programs, ssh's agent and a proxy; nothing that a hook is told."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in {"PATH", "SSH_AUTH_SOCK", "SYSTEMROOT", "TMPDIR", "TEMP", "SSL_CERT_FILE"}
        or name.lower().endswith("_proxy")
    }
    ours = {
        "GIT_ALLOW_PROTOCOL": ":".join(PROTOCOLS),
        "GIT_ASKPASS": "true",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": os.devnull,
        "LC_ALL": "C",
    }
    return kept | ours | dict(extra or {})


def command(git_dir: Path | None, arguments: Sequence[str]) -> list[str]:
    """A command line of git with our settings."""
    options = [part for setting in _SETTINGS for part in ("-c", setting)]
    return [program(), *options, *([f"--git-dir={git_dir}"] if git_dir is not None else []), *arguments]


def output(
    git_dir: Path | None,
    *arguments: str,
    limit: int,
    stdin: bytes = b"",
    extra: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> tuple[bytes, bool]:
    """What a command prints, at most `limit` bytes, and whether that is all: a longer answer is cut, not waited for.

    Raises:
        GitFault: the command fails or takes too long.
    """
    with _running(command(git_dir, arguments), stdin, extra) as (process, errors):
        late = threading.Timer(seconds, process.kill)
        late.start()
        try:
            assert process.stdout is not None
            data = process.stdout.read(limit + 1)
            if len(data) > limit:
                return data[:limit], False
            code = process.wait()
        finally:
            in_time = late.is_alive()
            late.cancel()
        if not in_time:
            raise GitFault(f"git took more than {seconds:g} seconds")
        if code:
            errors.seek(0)
            raise GitFault(said(errors.read(_ERROR * 10)))
        return data, True


@contextlib.contextmanager
def _running(
    line: Sequence[str], stdin: bytes, extra: Mapping[str, str] | None
) -> Iterator[tuple[subprocess.Popen[bytes], tempfile._TemporaryFileWrapper[bytes]]]:
    """A command that is killed at the latest when nobody reads it any more."""
    with tempfile.NamedTemporaryFile() as given, tempfile.NamedTemporaryFile() as errors:
        given.write(stdin)
        given.seek(0)
        process = subprocess.Popen(line, stdin=given, stdout=subprocess.PIPE, stderr=errors, env=environment(extra))
        try:
            yield process, errors
        finally:
            process.kill()
            if process.stdout is not None:
                process.stdout.close()
            process.wait()


def said(errors: bytes) -> str:
    """git's own words in one printable line, without what may be a secret in an address."""
    lines = errors.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
    line = next((x for x in lines if x.startswith(("fatal:", "error:", "ERROR"))), lines[-1])
    line = re.sub(r"://[^@/\s]*@", "://", line.partition(": ")[2] or line)
    return "".join(c if c.isprintable() else "?" for c in line)[:_ERROR]
