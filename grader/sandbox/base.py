"""The sandbox port. Its docstrings are the contract; `tests/sandbox/test_contract.py` runs against every adapter.

Whose fault: what goes wrong before the process is ready raises SandboxFault (ours: `ungraded`); what happens to it
afterwards is an `Ending`, a fact about the submission.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.protocol import FrameSocket


@dataclass(frozen=True)
class ProcessLimits:
    """What one student process may use.

    Attributes:
        memory_mb: address space beyond what the empty process takes, MiB. disk_mb: size of any one file, MiB.
        output_kb: how much of stdout and stderr is kept as evidence, KiB; the rest is counted and dropped.
        cpu_seconds: processor time over the process's whole life. tasks: threads and processes. cpus: how many
        processors at a time. processes: whether it may start processes at all (DataLoader workers).
    """

    memory_mb: int = 4096
    disk_mb: int = 64
    output_kb: int = 64
    cpu_seconds: int = 3600
    tasks: int = 64
    cpus: float = 1.0
    processes: bool = False


@dataclass(frozen=True)
class Ending:
    """How a process ended: `status` is its exit status, `signal` the signal that killed it; one of them is None.

    `out_of_memory`: the kernel killed it for memory. `cpu`: seconds used, `memory`: the most bytes in use; None
    where the level does not measure them.
    """

    status: int | None = None
    signal: int | None = None
    out_of_memory: bool = False
    cpu: float | None = None
    memory: int | None = None


class StudentProcess(ABC):
    """One running student process, empty of any submission until the judge sends one over `connection`.

    Nothing but the judge's frames reaches `connection`: print() and C-level writes of student code go to the
    captured output. When the judge closes `connection`, or dies, the process exits by itself.

    Attributes:
        connection: the judge's end. Its first use may wait until the process is ready, so that starting overlaps
            other work, and raises SandboxFault where it is not: it ended before, or was too slow.
    """

    connection: FrameSocket

    @property
    @abstractmethod
    def pid(self) -> int:
        """Its process id, as the judge's machine sees it."""

    @abstractmethod
    def output(self) -> str:
        """What was printed to stdout and stderr so far, capped: the first and the last part. Never raises."""

    @abstractmethod
    def take_output(self) -> str:
        """As `output`, and forget it, so that the next check's evidence is its own."""

    @abstractmethod
    def kill(self) -> None:
        """Kill the process and everything it started that the level can find; repeatable, never raises."""

    @abstractmethod
    def ending(self, patience: float = 1.0) -> Ending | None:
        """How the process ended, waiting up to `patience` seconds; None if it still runs."""

    @abstractmethod
    def close(self) -> None:
        """Kill, reap, close the connection, remove the work folder; repeatable, never raises."""


class Sandbox(ABC):
    """A way to run student code.

    Attributes:
        level: the name recorded in every result.
        content: identifies what student code finds there, where that is not this machine's own; known once prepared.
    """

    level: str
    content = ""

    def prepare(self, limits: Sequence[ProcessLimits] = ()) -> None:  # noqa: B027 - most levels have nothing to prepare
        """Make ready what several submissions share; cheap when it is ready. Called before the judge forks.

        Args:
            limits: what will be asked for, the first one first.

        Raises:
            SandboxFault: the level does not work here.
        """

    def close(self) -> None:  # noqa: B027 - or to end
        """End what `prepare` made; repeatable, and of no effect in a fork of the process that prepared."""

    @abstractmethod
    def start(self, limits: ProcessLimits) -> StudentProcess:
        """Start an empty student process; need not wait until it is ready (torch's import takes a second).

        Raises:
            SandboxFault: it could not be started.
        """
