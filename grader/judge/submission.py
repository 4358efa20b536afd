"""One submission in front of the judge: its student process, the check that runs, the results so far."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable

from grader.errors import MissingName, SandboxFault, StudentError, StudentFault
from grader.judge.bans import Bans, where_defined
from grader.judge.conversation import JudgedConversation
from grader.judge.memory import peak_memory
from grader.judge.naming import similar_name
from grader.judge.outcomes import Ruling, rule
from grader.judge.plain import plain_result
from grader.model import Check, CheckResult, Message, Outcome, Submission
from grader.sandbox import ProcessLimits, Sandbox, StudentProcess
from grader.student import Student
from grader.student.failures import Locate

_UNDEFINED = re.compile(r"name '([^\W\d]\w{0,99})' is not defined")
_LONG = 0.02  # seconds
START_SECONDS = 60.0
STARTS = 2  # a process that does not start is our fault: once more, then the check is ungraded


class SubmissionGrading:
    """Judges one submission; the plugin's `Grading`.

    Args:
        limits: a check → what the student process may use for it, and for how many seconds of wall clock.
        emit: called with every result as it is known.
        bans: what the tasks forbid, and whether this submission does it.
        excuse: a student's process that is killed from outside is not held against the student.
        needs: False runs a check whatever became of those that it needs.
    """

    def __init__(
        self,
        submission: Submission,
        sandbox: Sandbox,
        limits: Callable[[Check], tuple[ProcessLimits, float]],
        locate: Locate,
        emit: Callable[[CheckResult], None],
        *,
        bans: Bans | None = None,
        excuse: bool = False,
        needs: bool = True,
    ) -> None:
        self._excuse, self._needs, self._bans = excuse, needs, bans
        self._submission, self._sandbox, self._limits_of = submission, sandbox, limits
        self._locate, self._emit = locate, emit
        self._limits, self._timeout = ProcessLimits(), 0.0
        self._started_with: ProcessLimits | None = None
        self._process: StudentProcess | None = None
        self._conversation: JudgedConversation | None = None
        self._student = Student(self._talk, bans.check_name if bans is not None else None)
        self._passed: dict[str, bool] = {}
        self._ruling: Ruling | None = None
        self._credit = 0.0
        self._facts: dict[str, object] = {}
        self._diagnosis: Message | None = None
        self._began = self._ended = 0.0

    # -- what the plugin calls -------------------------------------------------------------------

    def begin(self, check: Check) -> None:
        """A check starts: nothing is known about it yet.

        Raises:
            ForbiddenName: the submission uses what the whole task forbids.
        """
        self._ruling, self._credit, self._facts, self._diagnosis = None, 0.0, {}, None
        self._began, self._ended = time.monotonic(), 0.0
        self._limits, self._timeout = self._limits_of(check)
        if self._bans is not None:
            self._facts.update(self._bans.notes(check.task))
            self._bans.check_task(check.task)

    def blocked_by(self, check: Check) -> str | None:
        """The first needed check that did not pass."""
        if not self._needs:
            return None
        file = check.id.split("::")[0]
        return next((n for n in check.needs if not self._passed.get(f"{file}::{n}", True)), None)

    def student(self) -> Student:
        """The submission's proxy, with a living process behind it and the check's time running."""
        over = self._conversation is None or self._conversation.ended is not None
        if over or self._started_with != self._limits:  # a task with limits of its own
            self._restart()
        self._talk().allow(self._timeout)
        self._began = time.monotonic()  # starting the process is not the check's time
        return self._student

    def stumbled(self, error: BaseException) -> None:
        """A phase of the check raised; the first exception decides."""
        if self._ruling is None:
            self._ended = time.monotonic()
            self._ruling = (
                self._missing(error) if isinstance(error, MissingName) else self._not_run(error) or rule(error)
            )

    def credit(self, fraction: float) -> None:
        """So much of the points is earned already."""
        if math.isfinite(fraction):
            self._credit = max(self._credit, min(1.0, fraction))

    def diagnosed(self, message: Message) -> None:
        """The mistake behind it is known."""
        self._diagnosis = message

    def record(self, key: str, value: object) -> None:
        """Keep a measured value."""
        self._facts[key] = value

    def time_left(self) -> float:
        """Seconds that the student's process may still take for the check."""
        return 0.0 if self._conversation is None else self._conversation.left

    # -- what the runner calls -------------------------------------------------------------------

    def finish(self, check: Check) -> CheckResult:
        """The check is over: its result."""
        ruling = self._ruling
        seconds = (self._ended or time.monotonic()) - self._began  # looking for the mistake is not the check's time
        self._passed[check.id] = ruling is None
        result = CheckResult(
            check=check,
            outcome=Outcome.PASSED if ruling is None else ruling.outcome,
            earned=check.points if ruling is None else self._earned(check, ruling),
            message=None if ruling is None else ruling.message,
            where=None if ruling is None else ruling.where,
            diagnosis=self._diagnosis,
            seconds=seconds,
            output=self._process.take_output() if self._process is not None else "",
            waited_for=None if ruling is None else ruling.waited_for,
            facts=self._facts,
            # Asking costs more than many a check, and what takes much memory takes time.
            memory=peak_memory(self._process) if self._process is not None and seconds > _LONG else None,
        )
        result = plain_result(result)
        self._emit(result)
        return result

    def pass_over(self, check: Check) -> None:
        """The check does not run."""
        self._emit(CheckResult(check, Outcome.SKIPPED))

    @property
    def excused(self) -> bool:
        """Whether the check that just ended was disturbed: the student's process was killed from outside."""
        return self._conversation is not None and self._conversation.excused

    def close(self) -> None:
        """End the student process."""
        if self._conversation is not None:
            self._conversation.close()
        if self._process is not None:
            self._process.close()
        self._process = self._conversation = None

    def _earned(self, check: Check, ruling: Ruling) -> float:
        if ruling.outcome in (Outcome.UNGRADED, Outcome.SKIPPED, Outcome.FORBIDDEN):
            return 0.0
        return check.points * self._credit

    def _missing(self, error: MissingName) -> Ruling:
        params = {"name": error.name, "similar": similar_name(error.name, self._submission)}
        return Ruling(Outcome.MISSING, Message("missing_name", params))

    def _not_run(self, error: BaseException) -> Ruling | None:
        """A name that only a statement of the notebook sets which is not run."""
        found = _UNDEFINED.match(str(error.message)) if isinstance(error, StudentError) else None
        frames = [m.left_out[found[1]] for m in self._submission.modules if found and found[1] in m.left_out]
        if not (isinstance(error, StudentError) and error.type_name == "NameError" and found and frames):
            return None
        set_at = frames[0]
        params = {"name": found[1], "cell": set_at.cell or "", "line": set_at.line, "text": set_at.text}
        return Ruling(Outcome.ERROR, Message("name_not_run", params), error.trace[-1] if error.trace else None)

    def _talk(self) -> JudgedConversation:
        if self._conversation is None:
            raise SandboxFault("no student process")
        return self._conversation

    def _restart(self) -> None:
        for attempt in range(1, STARTS + 1):
            self.close()
            try:
                self._start()
                return
            except SandboxFault:
                if attempt == STARTS:
                    raise

    def _start(self) -> None:
        self._process, self._started_with = self._sandbox.start(self._limits), self._limits
        self._conversation = JudgedConversation(self._process, self._limits, self._locate, excuse=self._excuse)
        self._conversation.allow(START_SECONDS)
        modules = [(m.name, m.source, m.definitions_only) for m in self._submission.modules]
        try:
            self._conversation.load(modules, where_defined(self._submission))
        except StudentFault as error:  # no line of the student's has run yet
            raise SandboxFault(f"the student process did not start: {error}") from error
