"""Which commit of a branch is to be graded: the newest, compared with the one that was graded before it.

Whoever uploads five files on a host's web page pushes five times within a minute. Each push says here what it brings,
waits a little, and looks whether it is still the newest; the one that is grades all that the others have changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.errors import JudgeFault, UsageError
from grader.locking import try_lock

_PATIENCE = 20.0  # seconds for another push's moment with the file


@dataclass(frozen=True)
class Arrived:
    """The newest push. `before`: the commit that was graded last, or the one before the oldest push that was not."""

    before: str
    commit: str
    token: str


class Pending:
    """The newest push of one branch of one student.

    Args:
        state: the folder that all runs on this machine share.

    Raises:
        UsageError: the folder cannot be made.
    """

    def __init__(self, state: Path, student: str, repository: str, ref: str) -> None:
        name = hashlib.sha256(f"{student}\0{repository}\0{ref}".encode("utf-8", "replace")).hexdigest()
        self._file = state / "pending" / f"{name}.json"
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{self._file.parent}: {error.strerror}: give another folder with --state") from None

    def arrive(self, before: str, commit: str) -> Arrived:
        """A push came."""
        with self._locked():
            waiting = self._read()
            arrived = Arrived(waiting.before if waiting else before, commit, secrets.token_hex(8))
            self._write(arrived)
        return arrived

    def turn(self, arrived: Arrived, seconds: float = 0, sleep: Callable[[float], None] | None = None) -> Arrived:
        """Wait for pushes that follow; then the newest of them, with what it is to be compared with by now.

        Where its token is another one than that of `arrived`, a later push is the one to be graded.
        """
        if seconds > 0:
            (sleep or time.sleep)(seconds)
        with self._locked():
            return self._read() or arrived

    def done(self, arrived: Arrived) -> None:
        """This push was graded: later ones are compared with it. What came meanwhile still waits."""
        with self._locked():
            now = self._read() or arrived
            self._write(Arrived(arrived.commit, now.commit, now.token))

    def _read(self) -> Arrived | None:
        try:
            found = json.loads(self._file.read_text("utf-8"))
            return Arrived(str(found["before"]), str(found["commit"]), str(found["token"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, LookupError, TypeError):  # a note that a full disk cut: it tells nothing any more
            return None

    def _write(self, arrived: Arrived) -> None:
        temporary = self._file.with_suffix(f".{os.getpid()}")
        temporary.write_text(json.dumps(asdict(arrived)), "utf-8")
        temporary.replace(self._file)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with self._file.with_suffix(".lock").open("ab") as file:
            end = time.monotonic() + _PATIENCE
            while not try_lock(file):
                if time.monotonic() > end:
                    raise JudgeFault(f"{self._file}: another run does not let go of it")
                time.sleep(0.02)
            yield
