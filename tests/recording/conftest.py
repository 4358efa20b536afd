"""A small reference of every kind, recorded by what a test asks of it and played back."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from grader.recording import RecordedReference, Recorder, Recording, Replay
from grader.recording.tape import recording_of
from grader.student import LocalStudent

Ask = Callable[[Any], Any]


def double(x: Any) -> Any:
    """Twice x; an error for what is empty."""
    if getattr(x, "size", None) == 0:
        raise ValueError("nothing to double")
    return 2 * x


def parts(x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """Two results, of which one depends on both."""
    return x * y, {"x": x.sum()}


def noise(n: int, generator: torch.Generator) -> torch.Tensor:
    """n draws."""
    return torch.randn(n, generator=generator)


class Counter:
    """Holds a state, and is a sequence of its steps."""

    def __init__(self, start: int) -> None:
        self.steps = [start]
        self.sums = np.zeros(2)

    def add(self, n: int) -> int:
        """The new total."""
        self.steps.append(n)
        self.sums += n
        return sum(self.steps)

    def total(self) -> int:
        """Without changing anything."""
        return sum(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __getitem__(self, i: int) -> int:
        return self.steps[i]


class Net(nn.Module):
    """A module with a part, a buffer and tied weights."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner = nn.Linear(width, width, bias=False)
        self.outer = nn.Linear(width, width, bias=False)
        self.outer.weight = self.inner.weight
        self.register_buffer("seen", torch.zeros((), dtype=torch.int64))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Counts in training."""
        if self.training:
            self.seen += 1
        return torch.tanh(self.outer(self.inner(x)))


@pytest.fixture
def module() -> ModuleType:
    """The reference."""
    made = ModuleType("toy")
    vars(made).update(double=double, parts=parts, noise=noise, Counter=Counter, Net=Net, SIZE=7)
    return made


@pytest.fixture
def record(module: ModuleType) -> Callable[[Ask], tuple[Any, RecordedReference]]:
    """`record(ask)`: what `ask(reference)` gave while it was recorded, and the reference played back from bytes."""

    def run(ask: Ask) -> tuple[Any, RecordedReference]:
        recording = Recording()
        reference = RecordedReference(Recorder(recording, lambda name: getattr(LocalStudent([module]), name)))
        reference.begin("check")
        answer = ask(reference)
        played = RecordedReference(Replay(recording_of(recording.bytes())))
        played.begin("check")
        return answer, played

    return run
