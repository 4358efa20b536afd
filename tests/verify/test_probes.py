"""Probes: what a module answers with each of them in the reference's place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from grader.verify.probes import Probe, probed

SOURCE = '''"""Things."""

import numpy as np
import torch


def f(x):
    return x + 1, {"n": 3, "s": "a", "b": b"a"}


def g(x):
    return x


def build():
    return torch.nn.Linear(3, 2)


class Cell:
    def __init__(self, w):
        self.grads = [np.ones(2), np.ones(3)]
        self.w = torch.ones(2, requires_grad=True)

    def step(self, x):
        return x
'''
X = torch.full((2, 3), 5.0)


def module(probe: Probe, *names: str) -> Any:
    """The module with these names probed."""
    space: dict[str, Any] = {}
    exec(compile(probed(SOURCE, names, probe), "<probe>", "exec"), space)
    return space


@pytest.mark.parametrize("probe,value", [(Probe.ZEROS, 0), (Probe.CONSTANT, 1)])
def test_filled(probe: Probe, value: int) -> None:
    """Tensors, arrays and numbers are all one value, of the right shape and dtype, in containers too; text is empty."""
    space = module(probe, "f", "Cell")
    answer, more = space["f"](X)
    assert torch.equal(answer, torch.full((2, 3), float(value)))
    assert more == {"n": value, "s": "", "b": b""}
    assert torch.equal(space["g"](X), X)  # not named
    cell = space["Cell"](None)
    held = cell.grads[0]
    assert held.tolist() == [1, 1]  # __init__ is as it was
    assert cell.step(np.ones(4, np.float32)).dtype == np.float32
    assert held.tolist() == [value, value]
    assert cell.w.tolist() == [1, 1]  # a parameter that is trained stays


@pytest.mark.parametrize("probe,value", [(Probe.ZEROS, 0), (Probe.CONSTANT, 1)])
def test_filled_module(probe: Probe, value: int) -> None:
    """A module that a function returns keeps its parameters, and answers with one value when it is called."""
    model = module(probe, "build")["build"]()
    assert model.weight.any()
    assert model(X).tolist() == [[value] * 2] * 2


def test_other_dtype() -> None:
    """float64 and float32 change places; values stay."""
    space = module(Probe.DTYPE, "f", "g")
    answer, more = space["f"](X)
    assert answer.dtype == torch.float64
    assert answer.tolist() == (X + 1).tolist()
    assert more == {"n": 3, "s": "a", "b": b"a"}
    assert space["g"](np.ones(2)).dtype == np.float32


def test_stub() -> None:
    """Functions and methods raise as the template's do; objects can be made."""
    space = module(Probe.STUB, "f", "Cell")
    cell = space["Cell"](None)
    for call in (space["f"], cell.step):
        with pytest.raises(NotImplementedError):
            call(X)
