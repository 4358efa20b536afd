"""Local modules behind the interface of `student`."""

from __future__ import annotations

import random
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

from grader.errors import MissingName
from grader.student import LocalStudent


def module(name: str, **values: Any) -> ModuleType:
    """A module with some names."""
    made = ModuleType(name)
    vars(made).update(values)
    return made


def test_names() -> None:
    """The first module that has a name wins; one that none has is a MissingName that `hasattr` understands."""
    student = LocalStudent([module("a", f=1), module("b", f=2, g=3)])
    assert (student.f, student.g) == (1, 3)
    assert not hasattr(student, "h")
    with pytest.raises(MissingName):
        _ = student.h


def test_seed() -> None:
    """torch, numpy and random are seeded."""
    student = LocalStudent([])
    draws = []
    for _ in range(2):
        student.seed(2**32 + 7)
        draws.append((torch.rand(1).item(), np.random.rand(), random.random()))
    assert draws[0] == draws[1]


def test_hold_value_same_map() -> None:
    """The same things as over the wire: the very object, a copy, identity, a list of calls."""
    student, array = LocalStudent([]), np.ones(2)
    holder = module("x", grads=[array, {"w": torch.ones(1)}])
    assert student.hold(holder, "grads", 0) is array
    assert student.same(student.hold(holder, "grads", 1, "w"), holder.grads[1]["w"])
    assert student.value(array) is not array
    assert student.value(array).tolist() == [1, 1]
    assert student.value(holder.grads[1]["w"]) is not holder.grads[1]["w"]
    assert student.value(3) == 3
    assert student.call_held(lambda x, *, y: y, 1, y=array) is array
    assert student.map(max, [(1, 2), (4, 3)]) == [2, 4]
