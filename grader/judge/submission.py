"""One submission in front of the judge: its student process, the check that runs, the results so far."""

from __future__ import annotations

import difflib
import signal
import time
from collections.abc import Callable
from typing import Any

from grader.errors import MissingName, ProcessEnded, ProtocolError, SandboxFault
from grader.judge.outcomes import Ruling, rule
from grader.model import Check, CheckResult, Message, Outcome, Submission
from grader.protocol import DeadlinePassed, PeerClosed
from grader.sandbox import ProcessLimits, Sandbox, StudentProcess
from grader.student import Conversation, Student
from grader.student.failures import Locate

_START_SECONDS = 120.0
_OUT_OF_MEMORY = ("bad_alloc", "MemoryError", "can't allocate memory", "Cannot allocate memory")


class JudgedConversation(Conversation):
    """A conversation whose end is a fact about the submission, with the limit that was hit."""

    def __init__(self, process: StudentProcess, limits: ProcessLimits, locate: Locate) -> None:
        super().__init__(process.connection, locate)
        self._process, self._limits = process, limits
        self.allowed = 0.0  # seconds of the running check, for the message
        self.ended: ProcessEnded | None = None

    def request(self, operation: str, *arguments: Any) -> Any:
        if self.ended is not None:
            raise self.ended
        try:
            return super().request(operation, *arguments)
        except DeadlinePassed:
            self._end(Outcome.TIMEOUT, Message("timeout", {"seconds": f"{self.allowed:g}"}))
        except PeerClosed:
            self._end(*self._how())
        except ProtocolError:
            self._end(Outcome.CRASHED, Message("protocol_broken"))
        except ProcessEnded as error:  # it says so itself: out of memory, disk full
            self._end(error.outcome, self._limit(error.outcome))
        assert self.ended is not None
        raise self.ended from None

    def _end(self, outcome: Outcome, detail: Message) -> None:
        self._process.kill()
        self.ended = ProcessEnded(outcome, detail)

    def _limit(self, outcome: Outcome) -> Message:
        if outcome is Outcome.MEMORY:
            return Message("memory", {"limit_mb": self._limits.memory_mb})
        if outcome is Outcome.DISK:
            return Message("disk", {"limit_mb": self._limits.disk_mb})
        return Message(outcome.value)

    def _how(self) -> tuple[Outcome, Message]:
        ending = self._process.ending()
        if ending is None:  # it closed the connection and runs on
            return Outcome.CRASHED, Message("protocol_broken")
        printed = self._process.output()
        if any(sign in printed[-2000:] for sign in _OUT_OF_MEMORY):
            return Outcome.MEMORY, self._limit(Outcome.MEMORY)
        if ending.signal is None:
            return Outcome.CRASHED, Message("crashed_exit", {"status": ending.status or 0})
        if ending.signal == getattr(signal, "SIGXFSZ", None):
            return Outcome.DISK, self._limit(Outcome.DISK)
        return Outcome.CRASHED, Message("crashed_signal", {"signal": _signal_name(ending.signal)})


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


class SubmissionGrading:
    """Judges one submission; the plugin's `Grading`.

    Args:
        emit: called with every result as it is known.
    """

    def __init__(
        self,
        submission: Submission,
        sandbox: Sandbox,
        limits: ProcessLimits,
        default_timeout: float,
        locate: Locate,
        emit: Callable[[CheckResult], None],
    ) -> None:
        self._submission, self._sandbox, self._limits = submission, sandbox, limits
        self._default_timeout, self._locate, self._emit = default_timeout, locate, emit
        self._process: StudentProcess | None = None
        self._conversation: JudgedConversation | None = None
        self._student = Student(self._talk)
        self._passed: dict[str, bool] = {}
        self._ruling: Ruling | None = None
        self._credit = 0.0
        self._facts: dict[str, object] = {}
        self._began = 0.0

    # -- what the plugin calls -------------------------------------------------------------------

    def begin(self, check: Check) -> None:
        """A check starts: nothing is known about it yet."""
        self._ruling, self._credit, self._facts, self._began = None, 0.0, {}, time.monotonic()
        self._timeout = check.timeout or self._default_timeout
        if self._conversation is not None:
            self._conversation.deadline = self._began + self._timeout
            self._conversation.allowed = self._timeout

    def blocked_by(self, check: Check) -> str | None:
        """The first needed check that did not pass."""
        file = check.id.split("::")[0]
        return next((n for n in check.needs if not self._passed.get(f"{file}::{n}", True)), None)

    def student(self) -> Student:
        """The submission's proxy, with a living process behind it and the check's time running."""
        if self._conversation is None or self._conversation.ended is not None:
            self._restart()
        assert self._conversation is not None
        self._began = time.monotonic()  # starting the process is not the student's time
        self._conversation.deadline = self._began + self._timeout
        self._conversation.allowed = self._timeout
        return self._student

    def stumbled(self, check: Check, error: BaseException) -> None:
        """A phase of the check raised; the first exception decides."""
        if self._ruling is None:
            if isinstance(error, MissingName):
                self._ruling = self._missing(error)
            else:
                self._ruling = rule(error)

    def credit(self, fraction: float) -> None:
        """So much of the points is earned already."""
        self._credit = max(self._credit, min(1.0, fraction))

    def record(self, key: str, value: object) -> None:
        """Keep a measured value."""
        self._facts[key] = value

    # -- what the runner calls -------------------------------------------------------------------

    def finish(self, check: Check) -> CheckResult:
        """The check is over: its result."""
        seconds = time.monotonic() - self._began
        ruling = self._ruling
        passed = ruling is None
        self._passed[check.id] = passed
        result = CheckResult(
            check=check,
            outcome=Outcome.PASSED if ruling is None else ruling.outcome,
            earned=check.points if passed else self._earned(check, ruling),
            message=None if ruling is None else ruling.message,
            where=None if ruling is None else ruling.where,
            seconds=seconds,
            output=self._process.take_output() if self._process is not None else "",
            waited_for=None if ruling is None else ruling.waited_for,
            facts=self._facts,
        )
        self._emit(result)
        return result

    def close(self) -> None:
        """End the student process."""
        if self._process is not None:
            self._process.close()
            self._process = self._conversation = None

    def _earned(self, check: Check, ruling: Ruling | None) -> float:
        if ruling is not None and ruling.outcome in (Outcome.UNGRADED, Outcome.SKIPPED):
            return 0.0
        return check.points * self._credit

    def _missing(self, error: MissingName) -> Ruling:
        defined = {name for m in self._submission.modules for name in m.defines}
        similar = difflib.get_close_matches(error.name, defined, 1)
        params = {"name": error.name, "similar": similar[0] if similar else ""}
        return Ruling(Outcome.MISSING, Message("missing_name", params))

    def _talk(self) -> Conversation:
        if self._conversation is None:
            raise SandboxFault("no student process")
        return self._conversation

    def _restart(self) -> None:
        self.close()
        self._process = self._sandbox.start(self._limits)
        self._conversation = JudgedConversation(self._process, self._limits, self._locate)
        self._conversation.deadline = time.monotonic() + _START_SECONDS
        modules = [(m.name, m.source, m.definitions_only) for m in self._submission.modules]
        try:
            self._conversation.load(modules, _where_defined(self._submission))
        except ProcessEnded as error:
            raise SandboxFault(f"the student process did not start: {error}") from error


def _where_defined(submission: Submission) -> dict[str, list[str]]:
    """Name → modules that define it: finished definitions before stubs, then in the order of the hand-in."""
    found: dict[str, list[tuple[bool, int, str]]] = {}
    for i, module in enumerate(submission.modules):
        for name, is_stub in module.defines.items():
            found.setdefault(name, []).append((is_stub, i, module.name))
    return {name: [m for _, _, m in sorted(places)] for name, places in found.items()}
