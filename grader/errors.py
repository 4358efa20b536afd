"""Everything that can go wrong, by whose fault it is.

GraderError
├── UsageError                 the operator's: one line, what to do next, exit code 2
│   ├── SpecError              a course.toml or assignment.toml names file, key and remedy
│   ├── IntakeError            a path that holds no hand-ins
│   └── StoreError             the store cannot be opened, read or written
├── JudgeFault                 ours: the check is `ungraded`, retried, never counted against the student
│   └── SandboxFault           the student process could not be started
├── ProtocolError              bytes that are not in the protocol
└── StudentFault               the student's: a result, never a crash of the batch
    ├── StudentError           an exception in student code (one subclass per built-in exception)
    ├── MissingName            the submission does not define the name
    ├── LoadError              the file that should define the name cannot be run
    ├── ForbiddenName          the code uses a name that the task bans
    ├── InputModified          an argument was changed in place
    ├── Unsendable             a value that cannot cross the wire; names the path inside it
    └── ProcessEnded           the student process died, hung or hit a limit
CheckFailed (AssertionError)   an assertion of a check did not hold
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.model import Frame, Message, Outcome


class GraderError(Exception):
    """Base of all errors of this package."""


class UsageError(GraderError):
    """The operator asked for something that cannot be done; the text is one line that says what to do."""

    exit_code = 2


class SpecError(UsageError):
    """A course or assignment file is wrong: `file: key: problem (remedy)`."""

    def __init__(self, file: str, key: str, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: {key}: {problem} ({remedy})")
        self.file, self.key, self.problem, self.remedy = file, key, problem, remedy


class IntakeError(UsageError):
    """A path given on the command line holds no hand-ins."""


class StoreError(UsageError):
    """The store cannot be opened, read or written: damaged, locked, full, read-only, out of reach."""


class JudgeFault(GraderError):
    """The judge failed at its own work."""


class SandboxFault(JudgeFault):
    """A student process could not be started, or the sandbox broke without the student's doing."""


class ProtocolError(GraderError):
    """Bytes that are not a frame of the protocol, or a frame out of turn."""


class StudentFault(GraderError):
    """Base of what a submission can do wrong."""


class StudentError(StudentFault):
    """Student code raised.

    Attributes:
        type_name: the exception's class name in the student process.
        message: its text, capped.
        trace: the frames inside the submission, outermost first.
    """

    def __init__(self, type_name: str, message: str, trace: tuple[Frame, ...] = ()) -> None:
        super().__init__(message)
        self.type_name, self.message, self.trace = type_name, message, trace

    def __str__(self) -> str:
        return f"{self.type_name}: {self.message}"


class MissingName(StudentFault):
    """The submission defines no such name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class LoadError(StudentError):
    """The submission's file raised while it was imported; carries the same data as StudentError."""


class ForbiddenName(StudentFault):
    """The code behind a task uses a name that the task bans: `message` says it, `where` is the place, if known."""

    def __init__(self, message: Message, where: Frame | None) -> None:
        super().__init__(str(message))
        self.message, self.where = message, where


class InputModified(StudentFault):
    """An argument changed during the call; `path` says which, for example `args[0]`."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Unsendable(StudentFault, TypeError):
    """A value that the wire does not carry; `path` locates it inside the value that was sent."""

    def __init__(self, what: str, path: str = "") -> None:
        super().__init__(f"{what} at {path}" if path else what)
        self.what, self.path = what, path


class ProcessEnded(StudentFault):
    """The student process is gone: `outcome` says how, `detail` is a message for the student."""

    def __init__(self, outcome: Outcome, detail: Message) -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome, self.detail = outcome, detail


class CheckFailed(AssertionError):
    """An assertion of a check did not hold; `message` is what the student reads."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message
