"""Backward passes written by hand, of functions and of numpy classes: against the reference, and against themselves."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import torch

from grader.errors import CheckFailed, StudentError
from grader.numerics import FULL, directional, elementwise
from grader.testing.assertions import assert_matches, assert_shape, fail, same_length, type_name
from grader.testing.gradients import inconsistent, relative_error
from grader.testing.reference import native_dtype


def assert_own_gradients(
    f: Callable[..., Any],
    backward: Callable[..., Any],
    cases: Iterable[Sequence[Any]],
    *,
    reference: Callable[..., Any] | None = None,
    what: Sequence[str],
) -> None:
    """`backward` gives the derivatives of `f`.

    Args:
        f: (*arguments) → a tensor or array, or a tuple of them: the student's forward pass.
        backward: (*cotangents, *arguments) → gradients by all floating arguments, in their order; one cotangent per
            output of `f`.
        cases: argument tuples of `f`.
        reference: the reference's `backward`. With it the gradients are compared with the reference's, in the dtype of
            the case; without it they are held against `f` alone, in float64.
        what: the gradients' names.

    Raises:
        CheckFailed: as `assert_matches`, but a wrong value is told as `gradient_inconsistent` with the student's own
            forward pass where it is that, else as `gradient_differs` from the reference's: then forward and backward
            agree, on another function.
    """
    for number_of_case, case in enumerate(cases):
        generator = torch.Generator().manual_seed(number_of_case + 1)
        if reference is None:
            _fits(f, backward, _wide(case), what, generator)
        else:
            _equals(f, backward, reference, list(case), what, generator)


def _equals(
    f: Callable[..., Any],
    backward: Callable[..., Any],
    reference: Callable[..., Any],
    case: list[Any],
    what: Sequence[str],
    generator: torch.Generator,
) -> None:
    cotangents = [_drawn_like(y, generator) for y in _outputs(f(*case))]
    actual = backward(*cotangents, *case)
    expected = reference(*cotangents, *case)
    try:
        assert_matches(actual, expected, what=what)
    except CheckFailed as failure:
        if failure.message.key not in {"value_differs", "number_differs"}:
            raise
        with contextlib.suppress(StudentError):  # in float64 it may fail; the values above are wrong all the same
            _fits(f, backward, _wide(case), what, generator)
        said = failure.message.params
        fail(
            "gradient_differs",
            what=said["what"],
            index=said.get("index", ""),
            expected=said["expected"],
            actual=said["actual"],
            worst=said.get("worst", ""),
            relative=_relative(said["actual"], said["expected"]),
        )


def _fits(
    f: Callable[..., Any],
    backward: Callable[..., Any],
    case: list[Any],
    what: Sequence[str],
    generator: torch.Generator,
) -> None:
    """Backward is the derivative of forward, both the student's own, in float64."""
    chosen = [i for i, a in enumerate(case) if _is_floating(a)]
    cotangents = [_drawn_like(y, generator) for y in _outputs(f(*case))]
    given = backward(*cotangents, *case)
    if not isinstance(given, (tuple, list)):
        given = (given,)
    same_length(len(given), len(chosen), "gradients")

    def outputs(inputs: Sequence[torch.Tensor]) -> list[torch.Tensor]:
        args = list(case)
        for i, t in zip(chosen, inputs, strict=True):
            args[i] = t.numpy() if isinstance(case[i], np.ndarray) else t
        return [_tensor(y) for y in _outputs(f(*args))]

    inputs = [_tensor(case[i]) for i in chosen]
    wanted = [_tensor(u) for u in cotangents]
    for position, (name, i, g) in enumerate(zip(what, chosen, given, strict=True)):
        if not isinstance(g, (torch.Tensor, np.ndarray)):
            fail("type_differs", what=name, expected=type_name(case[i]), actual=type_name(g))
        assert_shape(g, case[i], what=name)
        claimed = _tensor(g)
        if claimed.numel() <= FULL:
            one = elementwise(outputs, inputs, position, wanted, claimed)
            found = None if one is None else one[1:]
        else:
            found = directional(outputs, inputs, position, wanted, claimed, generator)
        if found is not None:
            inconsistent(name, *found)


def _wide(case: Sequence[Any]) -> list[Any]:
    """The arguments in float64."""
    wide: list[Any] = []
    for a in case:
        if isinstance(a, torch.Tensor) and a.is_floating_point():
            wide.append(a.detach().double())
        else:
            wide.append(a.astype(np.float64) if _is_floating(a) else a)
    return wide


def _is_floating(a: Any) -> bool:
    if isinstance(a, np.ndarray):
        return bool(np.issubdtype(a.dtype, np.floating))
    return isinstance(a, torch.Tensor) and a.is_floating_point()


def _outputs(value: Any) -> list[Any]:
    found = list(value) if isinstance(value, (tuple, list)) else [value]
    for y in found:
        if not isinstance(y, (torch.Tensor, np.ndarray)):
            fail("type_differs", what="result", expected="torch.Tensor", actual=type_name(y))
    return found


def _drawn_like(y: Any, generator: torch.Generator) -> Any:
    """A random cotangent of the output's type, shape and dtype."""
    drawn = torch.randn(tuple(y.shape), generator=generator, dtype=torch.float64)
    if isinstance(y, np.ndarray):
        return drawn.numpy().astype(native_dtype(y))
    return drawn.to(native_dtype(y))


def _tensor(a: Any) -> torch.Tensor:
    return torch.from_numpy(np.array(a, dtype=np.float64)) if isinstance(a, np.ndarray) else a.detach().double()


def _relative(a: object, b: object) -> str:
    return relative_error(a, b) if isinstance(a, float) and isinstance(b, float) else ""
