"""The words of the domain: submissions, checks, outcomes, verdicts. No I/O, no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    MISSING = "missing"  # the name is not defined
    NOT_STARTED = "not_started"  # still the stub
    ERROR = "error"  # student code raised
    TIMEOUT = "timeout"
    MEMORY = "memory"
    GPU_MEMORY = "gpu_memory"
    DISK = "disk"
    CRASHED = "crashed"  # the process died
    FORBIDDEN = "forbidden"  # uses a name that the task bans
    SKIPPED = "skipped"  # waited for a check that did not pass
    UNGRADED = "ungraded"  # our fault: retried, never counted against the student


@dataclass(frozen=True)
class Message:
    """A text for a student, kept as data so that it can be shown in any language.

    `key` names an entry of the catalogues in `grader.messages`; `params` fill its placeholders
    (str, int, float or list of str).
    """

    key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.key} {dict(self.params)}" if self.params else self.key


@dataclass(frozen=True)
class Frame:
    """A place in a submission: the file's name as the student knows it, line (1-based), cell (1-based) or None."""

    file: str
    line: int
    function: str = ""
    text: str = ""
    cell: int | None = None


@dataclass(frozen=True)
class CellSpan:
    """Lines `first` to `last` (1-based, inclusive) of a module's source are cell number `cell` (1-based)."""

    cell: int
    first: int
    last: int


@dataclass(frozen=True)
class Module:
    """One file of a submission, ready to be run.

    Attributes:
        name: identifier under which it is imported, unique in the submission.
        path: the file's name as handed in, relative to the hand-in.
        source: Python source; for a notebook the kept statements, other lines blank, so that lines map to cells.
        definitions_only: True for notebooks: statements are run one by one and a failing import or constant is skipped.
        cells: for notebooks, which lines are which cell.
        defines: top-level names bound by the source → True where the definition is still the stub.
        problems: what could not be read (a cell that does not parse, ...).
        left_out: for notebooks, names that only statements set which are not run → where such a statement stands.
    """

    name: str
    path: str
    source: str
    definitions_only: bool = False
    cells: tuple[CellSpan, ...] = ()
    defines: Mapping[str, bool] = field(default_factory=dict)
    problems: tuple[Message, ...] = ()
    left_out: Mapping[str, Frame] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """What one student or team handed in, normalised.

    `unreadable` is set when nothing can be graded; that is the student's result, with the reason. `times` tells for
    each module's path when it was handed in (ISO 8601 with offset), where that is known; `members` are the students of
    a team, `student` among them; `attempt` counts from 1.
    """

    student: str
    origin: str
    modules: tuple[Module, ...] = ()
    sha256: str = ""
    notes: tuple[Message, ...] = ()
    unreadable: Message | None = None
    times: Mapping[str, str] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    attempt: int = 1


@dataclass(frozen=True)
class Check:
    """One pytest test of an assignment. `titles` maps a language to the title a student reads."""

    id: str  # unique within the assignment: "test_lstm_cell.py::test_values"
    task: str
    name: str  # "test_values"
    titles: Mapping[str, str]
    points: float
    hidden: bool = False
    needs: tuple[str, ...] = ()
    timeout: float | None = None
    training: bool = False  # marked `star`: trains a model


@dataclass(frozen=True)
class CheckResult:
    """How one check of one submission ended. `earned` is in points, 0 ≤ earned ≤ check.points.

    `diagnosis` names the mistake behind a failure, where it is known: a message `mistake.<kind>`.
    `facts` are measured values worth keeping (accuracy, data set, threshold); `output` is what the student's
    process printed meanwhile, capped; `waited_for` names the check that a skipped one waited for. `memory` is the most
    bytes that the student's process had in use up to the end of the check, None where nobody measured it.
    """

    check: Check
    outcome: Outcome
    earned: float = 0.0
    message: Message | None = None
    where: Frame | None = None
    seconds: float = 0.0
    output: str = ""
    waited_for: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    diagnosis: Message | None = None
    memory: int | None = None


@dataclass(frozen=True)
class TaskScore:
    """Points of one task; `outcome` is passed when all its checks passed, else the worst that happened."""

    task: str
    titles: Mapping[str, str]
    earned: float
    possible: float
    outcome: Outcome
    bonus: bool = False


@dataclass(frozen=True)
class Verdict:
    """The result of one submission. `ungraded` > 0 means that a person or a re-run must look.

    `times`, `members` and `attempt` are the submission's.
    """

    student: str
    origin: str
    results: tuple[CheckResult, ...]
    tasks: tuple[TaskScore, ...]
    earned: float
    possible: float
    seconds: float = 0.0
    sandbox: str = ""
    submission_sha256: str = ""
    notes: tuple[Message, ...] = ()
    unreadable: Message | None = None
    times: Mapping[str, str] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    attempt: int = 1

    @property
    def ungraded(self) -> int:
        """How many checks could not be judged through our fault."""
        return sum(r.outcome is Outcome.UNGRADED for r in self.results)


@dataclass(frozen=True)
class Run:
    """One grading of one assignment: what was used, and every verdict."""

    assignment: str
    titles: Mapping[str, str]
    seed_sha256: str  # a fingerprint: the seed itself stays secret
    sandbox: str
    guarantees: tuple[str, ...]  # of the sandbox level, as they were probed
    started: str  # ISO 8601 with offset
    seconds: float
    environment: Mapping[str, str]
    verdicts: tuple[Verdict, ...]
    interrupted: bool = False
    expected: int = 0  # submissions that were to be graded
    missing: tuple[str, ...] = ()  # what the sandbox level does not guarantee
