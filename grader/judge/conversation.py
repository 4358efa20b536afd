"""The judge's conversation with one student process: its end is a fact about the submission, never an error of ours."""

from __future__ import annotations

import contextlib
import signal
import tempfile
import time
from collections.abc import Iterator
from shutil import disk_usage
from typing import Any

from grader.errors import ProcessEnded, ProtocolError
from grader.judge.waiting import Waiting
from grader.model import Message, Outcome
from grader.protocol import DeadlinePassed, PeerClosed
from grader.sandbox import ProcessLimits, StudentProcess
from grader.student import Conversation
from grader.student.failures import Locate

_MOST_OVERTIME = 4.0  # a submission can bring about its own waiting, by threads that compete with each other
_ROOM = 1 << 20  # bytes; less is a full disk
_KILLED = getattr(signal, "SIGKILL", None)
_OUT_OF_MEMORY = ("bad_alloc", "MemoryError", "can't allocate memory", "Cannot allocate memory")


class JudgedConversation(Conversation):
    """Counts the time that the student's process takes, and says which limit ended it.

    Only waiting for the student is counted, on the judge's clock: a slow reference costs nobody points. On a machine
    with much to do, what the process waited for a processor comes on top, up to `_MOST_OVERTIME` times the limit.

    Args:
        excuse: a SIGKILL that no limit explains is not held against the student: `excused` is then True.
    """

    def __init__(self, process: StudentProcess, limits: ProcessLimits, locate: Locate, *, excuse: bool = False) -> None:
        super().__init__(process.connection, locate)
        self._process, self._limits = process, limits
        self._excuse, self.excused = excuse, False
        self._allowed = self._left = 0.0
        self._counting = False
        self._waiting = Waiting(process.pid)
        self._waited = 0.0  # before the check
        process.connection.overtime = self._overtime
        self.ended: ProcessEnded | None = None

    def allow(self, seconds: float) -> None:
        """A check begins: so long may the student's process take for it."""
        self._allowed = self._left = seconds
        self._waited = self._waiting.seconds()
        self._process.connection.late = 0.0

    def close(self) -> None:
        """Nothing is asked any more; repeatable."""
        self._waiting.close()

    def _overtime(self) -> float:
        """What the process has waited for a processor since the check began."""
        return min(max(0.0, self._waiting.seconds() - self._waited), _MOST_OVERTIME * self._allowed)

    @property
    def left(self) -> float:
        """Seconds that are left of them; none once the process has ended."""
        return 0.0 if self.ended is not None else self._left + self._process.connection.late

    def request(self, operation: str, *arguments: Any) -> Any:
        """As Conversation.request, but whatever ends the process is raised as ProcessEnded, now and ever after."""
        if self.ended is not None:
            raise self.ended
        with self._judged():
            return super().request(operation, *arguments)

    @contextlib.contextmanager
    def _judged(self) -> Iterator[None]:
        if self._counting:  # a judge's function that the student called makes a request of its own
            yield
            return
        self._counting, started = True, time.monotonic()
        self.deadline = started + self._left
        try:
            yield
        except DeadlinePassed:
            self._end(Outcome.TIMEOUT, Message("timeout", {"seconds": f"{self._allowed:g}"}))
        except PeerClosed:
            self._end(*self._how())
        except ProtocolError:
            self._end(Outcome.CRASHED, Message("protocol_broken"))
        except ProcessEnded as error:  # it says so itself: out of memory, disk full
            full = error.outcome is Outcome.DISK and _disk_is_full()  # before the process's files are gone
            self._process.kill()
            if full:
                self._end(*_our_fault("the disk that the judge uses is full"))
            self._end(error.outcome, self._limit(error.outcome))
        finally:
            self._counting = False
            self._left -= time.monotonic() - started
        if self.ended is not None:
            raise self.ended from None

    def _end(self, outcome: Outcome, detail: Message) -> None:
        self._process.kill()
        self.ended = self.ended or ProcessEnded(outcome, detail)

    def _limit(self, outcome: Outcome) -> Message:
        if outcome is Outcome.MEMORY:
            ending = self._process.ending(0.2)
            params: dict[str, object] = {"limit_mb": self._limits.memory_mb}
            # An allocation that was refused was never in use; only a group that was full says how full.
            if ending is not None and ending.out_of_memory and ending.memory:
                params["reached_mb"] = ending.memory >> 20
            return Message("memory", params)
        if outcome is Outcome.DISK:
            return Message("disk", {"limit_mb": self._limits.disk_mb})
        return Message(outcome.value)

    def _how(self) -> tuple[Outcome, Message]:
        ending = self._process.ending()
        if ending is None:  # it closed the connection and runs on
            return Outcome.CRASHED, Message("protocol_broken")
        if ending.out_of_memory or any(sign in self._process.output()[-2000:] for sign in _OUT_OF_MEMORY):
            return Outcome.MEMORY, self._limit(Outcome.MEMORY)
        if ending.signal is not None and ending.cpu is not None and ending.cpu >= self._limits.cpu_seconds - 1:
            return Outcome.TIMEOUT, Message("cpu_time", {"seconds": self._limits.cpu_seconds})
        if ending.signal is None:
            return Outcome.CRASHED, Message("crashed_exit", {"status": ending.status or 0})
        if ending.signal == getattr(signal, "SIGXFSZ", None):
            return Outcome.DISK, self._limit(Outcome.DISK)
        if ending.signal == _KILLED and self._excuse:
            self.excused = True
            return _our_fault("the student's process was killed from outside")
        return Outcome.CRASHED, Message("crashed_signal", {"signal": _signal_name(ending.signal)})


def _our_fault(reason: str) -> tuple[Outcome, Message]:
    return Outcome.UNGRADED, Message("ungraded", {"reason": reason})


def _disk_is_full() -> bool:
    """Whether there is no room where work folders are; a sealed process cannot bring it about, its disk is its own."""
    try:
        return disk_usage(tempfile.gettempdir()).free < _ROOM
    except OSError:
        return True


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
