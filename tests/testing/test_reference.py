"""The reference: exact where that helps, as it is where it would change the answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from torch import nn

from grader.errors import MissingName
from grader.testing import assert_matches
from grader.testing.reference import Exact, Reference, native_dtype

Seen = list[Any]


class Cell(NamedTuple):
    """A result with names."""

    h: Any
    c: Any


def spy(seen: Seen) -> Callable[..., Any]:
    """A function that notes the dtype of its first argument and returns it."""

    def f(x: Any, *rest: Any, **named: Any) -> Any:
        seen.append(x.dtype)
        return x

    return f


def module(**names: Any) -> ModuleType:
    """A module with these names."""
    made = ModuleType("made")
    vars(made).update(names)
    return made


def test_functions_run_in_double_precision() -> None:
    """The value is the float64 one; the dtype that the answer should have is remembered."""
    x = torch.full((1000,), 0.1)
    expected = Exact(lambda v: v.cumsum(0))(x)
    assert expected.dtype == torch.float64
    assert native_dtype(expected) == torch.float32
    assert expected[-1].item() == pytest.approx(0.1 * 1000, rel=1e-6)
    assert expected[-1].item() != x.cumsum(0)[-1].item()


def test_numpy_functions_run_in_double_precision() -> None:
    """The same for arrays, whose parts remember, too; a number that comes out is plain."""
    expected = Exact(lambda v: (v * 2, v.sum()))(np.ones((2, 2), np.float32))
    assert expected[0].dtype == np.float64
    assert native_dtype(expected[0]) == native_dtype(expected[0][:1]) == np.float32
    assert_matches((np.full((2, 2), 2, np.float32), np.float32(4)), expected)


@pytest.mark.parametrize("dtype", [torch.float64, torch.complex128, torch.int64, torch.bool])
def test_exact_and_whole_numbers_stay(dtype: torch.dtype) -> None:
    """Arguments that are no narrow floats are passed as they are, once."""
    seen: Seen = []
    value = torch.ones(2, dtype=dtype)
    assert Exact(spy(seen))(value) is value
    assert seen == [dtype]
    assert native_dtype(value) == dtype


@pytest.mark.parametrize(
    "argument",
    [torch.Generator(), nn.Linear(1, 1), abs, nn.ReLU],
    ids=["generator", "module", "callable", "class"],
)
@pytest.mark.parametrize("nested", [False, True])
def test_functions_with_randomness_or_code_run_as_they_are(argument: Any, nested: bool) -> None:
    """Given a generator, a callable or a module, also inside a list, a function runs once, in its own precision."""
    seen: Seen = []
    Exact(spy(seen))(torch.ones(2), [argument] if nested else argument)
    Exact(spy(seen))(torch.ones(2), named=argument)
    assert seen == [torch.float32, torch.float32]


def test_random_draws_match_the_students() -> None:
    """A function given a generator draws the numbers that the student's draws from an equal one."""

    def noisy(x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        return x + torch.randn(x.shape, generator=generator)

    x = torch.ones(3)
    expected = Exact(noisy)(x, torch.Generator().manual_seed(1))
    assert torch.equal(expected, noisy(x, torch.Generator().manual_seed(1)))


def test_structures() -> None:
    """Arguments and results inside lists, tuples, namedtuples and dicts are widened and labelled, too."""

    def f(parts: Any) -> Any:
        h, c = parts["pair"]
        return {"cell": Cell(h, [c]), "extra": OrderedDict(w=parts["ordered"]["w"]), "n": 3}

    def narrow(n: float) -> torch.Tensor:
        return torch.full((2,), n)

    expected = Exact(f)({"pair": Cell(narrow(1.0), narrow(2.0)), "ordered": OrderedDict(w=narrow(3.0))})
    assert type(expected["cell"]) is Cell
    found = [expected["cell"].h, expected["cell"].c[0], expected["extra"]["w"]]
    assert [t.dtype for t in found] == [torch.float64] * 3
    assert [native_dtype(t) for t in found] == [torch.float32] * 3
    assert expected["n"] == 3


def test_results_of_mixed_precision() -> None:
    """The dtype of the answer is the one that ordinary evaluation gives, argument by argument."""
    expected = Exact(lambda a, b: (a + b, a * 2, (a > 0).long()))(torch.ones(2), torch.ones(2, dtype=torch.float64))
    assert [native_dtype(t) for t in expected] == [torch.float64, torch.float32, torch.int64]


def test_arguments_are_left_alone() -> None:
    """A reference that works in place on its own copy never changes the case."""
    x = torch.ones(2)

    def careless(v: torch.Tensor) -> torch.Tensor:
        return v.mul_(3)

    assert Exact(careless)(x).tolist() == [3, 3]
    assert x.tolist() == [1, 1]


def test_names() -> None:
    """Functions are wrapped, classes and values are themselves, what is missing is named."""

    def f(x: torch.Tensor) -> torch.Tensor:
        return x

    reference = Reference([module(f=f, Layer=nn.Linear, N=7)])
    assert isinstance(reference.f, Exact)
    assert reference.f.__wrapped__ is f
    assert reference.Layer is nn.Linear
    assert reference.N == 7
    with pytest.raises(MissingName):
        reference.g  # noqa: B018
