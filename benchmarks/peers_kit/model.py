"""The words of the comparison: hand-ins, costs, graders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

HERE = Path(__file__).resolve().parent
HOMEWORK = HERE.parent / "peers_homework"
# Check → points, in the homework's order; the same for every grader.
POINTS = {"check_forward": 2, "check_backward": 3, "check_train_step": 2, "check_classifier": 3}
# Check → the function of the hand-in that it calls.
FUNCTIONS = {
    "check_forward": "rnn_cell",
    "check_backward": "rnn_cell_backward",
    "check_train_step": "train_step",
    "check_classifier": "train_classifier",
}


class CannotRunError(Exception):
    """A grader cannot be run here; the text is one line that says why."""


@dataclass(frozen=True)
class HandIn:
    """One submission: Python source, and the points it is worth when graded honestly."""

    name: str
    kind: str
    source: str
    worth: float


@dataclass(frozen=True)
class Cost:
    """Seconds of wall and CPU time of a command with all its descendants; MiB of the largest single process."""

    wall: float
    cpu: float
    memory: float

    def __add__(self, other: Cost) -> Cost:
        """One after the other."""
        return replace(
            self,
            wall=self.wall + other.wall,
            cpu=self.cpu + other.cpu,
            memory=max(self.memory, other.memory),
        )


@dataclass(frozen=True)
class Graded:
    """What a grader took, and what it gave.

    Attributes:
        points: a hand-in's name → its points.
        idle: hand-ins whose code could not do what it was written for, as far as the grader tells: a cheat among
            them proves nothing.
    """

    cost: Cost
    points: Mapping[str, float]
    idle: frozenset[str] = frozenset()


class Grader(Protocol):
    """One way to grade the homework."""

    @property
    def key(self) -> str:
        """What it is called on the command line."""

    @property
    def about(self) -> str:
        """What the table calls it."""

    def prepare(self) -> None:
        """Everything that a teacher does once; it is not measured.

        Raises:
            CannotRunError: the grader cannot be run here.
        """

    def grade(self, hand_ins: Sequence[HandIn], work: Path) -> Graded:
        """Grade hand-ins in an empty folder; only the grader's own commands are measured.

        Raises:
            CannotRunError: a command of the grader failed.
        """
