"""Gradients of a student's function against the reference's, with random cotangents.

Never a cotangent of ones: a softmax with a zero backward passes that at 7e-11.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

import torch

from grader.errors import StudentError
from grader.numerics import Difference, difference, directional
from grader.testing.assertions import assert_shape, expect, fail, index_text, number, same_length, type_name
from grader.testing.watching import compared

TAU = 1e-7  # float64 gradients of two correct implementations differ by rounding only


def assert_gradients(
    f: Callable[..., Any],
    reference_f: Callable[..., Any],
    cases: Iterable[Sequence[Any]],
    wrt: Sequence[int] | None = None,
) -> None:
    """Vector–Jacobian products of `f` equal the reference's, in float64, per argument.

    Args:
        cases: argument tuples; floating tensors are taken in float64.
        wrt: indices of the arguments to differentiate by; all floating tensors by default.

    Raises:
        CheckFailed: `gradient_differs` from the reference's (so does the forward pass, presumably);
            `gradient_inconsistent` with the student's own forward pass; `no_gradient`.
    """
    plain = getattr(reference_f, "__wrapped__", reference_f)
    for number_of_case, case in enumerate(cases):
        generator = torch.Generator().manual_seed(number_of_case + 1)
        _one(f, plain, list(case), wrt, generator)


def _one(
    f: Callable[..., Any],
    reference_f: Callable[..., Any],
    case: list[Any],
    wrt: Sequence[int] | None,
    generator: torch.Generator,
) -> None:
    args = [a.detach().double() if is_floating(a) else a for a in case]
    chosen = [i for i, a in enumerate(args) if is_floating(a)] if wrt is None else list(wrt)
    names = argument_names(reference_f, len(args))

    def apply(function: Callable[..., Any]) -> Callable[[Sequence[torch.Tensor]], list[torch.Tensor]]:
        def outputs(inputs: Sequence[torch.Tensor]) -> list[torch.Tensor]:
            full = list(args)
            for i, t in zip(chosen, inputs, strict=True):
                full[i] = t
            return tensors(function(*full))

        return outputs

    reference_in = [args[i].clone().requires_grad_() for i in chosen]
    reference_out = apply(reference_f)(reference_in)
    cotangents = [torch.randn(y.shape, generator=generator, dtype=torch.float64) for y in reference_out]
    expected = pulled_back(reference_out, reference_in, cotangents)

    own_in = [args[i].clone().requires_grad_() for i in chosen]
    own_out = apply(f)(own_in)
    same_length(len(own_out), len(reference_out), "outputs")
    for y, r in zip(own_out, reference_out, strict=True):
        assert_shape(y, r)
        expect(y.dtype == torch.float64, "dtype_differs", what="result", expected="torch.float64", actual=str(y.dtype))
    if not any(y.requires_grad for y in own_out):
        fail("no_gradient", what=names[chosen[0]])
    actual = pulled_back(own_out, own_in, cotangents)
    compared(tuple(actual), tuple(expected), [names[i] for i in chosen], TAU)
    for position, (i, a, e) in enumerate(zip(chosen, actual, expected, strict=True)):
        want = torch.zeros_like(args[i]) if e is None else e
        if a is None and bool(want.any()):
            fail("no_gradient", what=names[i])
        found = None if a is None else difference(a, want, TAU)
        if a is not None and found is not None:
            own = None
            with contextlib.suppress(StudentError):  # it ran above; what it does without a graph is not judged here
                own = directional(apply(f), own_in, position, cotangents, a, generator)
            gradient_wrong(names[i], found, own)


def gradient_wrong(what: str, found: Difference, own: tuple[float, float] | None) -> NoReturn:
    """The verdict on a gradient that differs from the reference's.

    Args:
        own: (claimed, measured) derivative where it does not fit the student's own forward pass either, else None.
    """
    if own is not None:
        inconsistent(what, *own)
    fail(
        "gradient_differs",
        what=what,
        index=index_text(found.index),
        expected=number(found.expected),
        actual=number(found.actual),
        worst=number(found.worst),
        relative=relative_error(found.actual, found.expected),
    )


def inconsistent(what: str, claimed: float, measured: float) -> NoReturn:
    """The verdict on a gradient that is not the derivative of the student's own forward pass."""
    fail(
        "gradient_inconsistent",
        what=what,
        analytic=number(claimed),
        numeric=number(measured),
        relative=relative_error(claimed, measured),
    )


def relative_error(a: complex, n: complex) -> str:
    """|a − n| / (|a| + |n|), 0 where both are 0: above 1e-2 a gradient is wrong, up to 1e-7 it is good."""
    size = abs(a) + abs(n)
    return f"{abs(a - n) / size if size else 0.0:.1e}"


def pulled_back(
    outputs: Sequence[torch.Tensor], inputs: Sequence[torch.Tensor], cotangents: Sequence[torch.Tensor]
) -> Sequence[torch.Tensor | None]:
    """Gradients of Σ⟨cotangent, output⟩. As one number: cotangents given to autograd make it import sympy, 0.25 s."""
    terms = [(u * y).sum() for y, u in zip(outputs, cotangents, strict=True) if y.requires_grad]
    return torch.autograd.grad(torch.stack(terms).sum(), inputs, allow_unused=True)


def is_floating(value: Any) -> bool:
    """Whether it is a tensor that can have a gradient."""
    return isinstance(value, torch.Tensor) and value.is_floating_point()


def tensors(value: Any) -> list[torch.Tensor]:
    """The floating tensors of a result, in order."""
    if isinstance(value, torch.Tensor):
        return [value] if value.is_floating_point() else []
    if isinstance(value, (list, tuple)):
        return [t for v in value for t in tensors(v)]
    fail("type_differs", what="result", expected="torch.Tensor", actual=type_name(value))


def argument_names(f: Callable[..., Any], count: int) -> list[str]:
    """What the arguments are called in messages: as the function names them."""
    try:
        names = list(inspect.signature(f).parameters)
    except (TypeError, ValueError):
        names = []
    return names[:count] + [f"args[{i}]" for i in range(len(names), count)]
