"""Gradients of a student's nn.Module against the reference's, parameter by parameter."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import nn

from grader.errors import StudentError
from grader.numerics import difference, directional
from grader.testing.assertions import assert_shape, expect, fail, same_length
from grader.testing.gradients import TAU, argument_names, gradient_wrong, is_floating, tensors
from grader.testing.watching import compared

_GRADIENT_OF = "gradient of {}"
_DUST = 1e-13  # of the largest gradient: softmax of one number has the gradient 0, and exp(x) / exp(x).sum() nearly


def assert_module_gradients(module: Any, reference_module: nn.Module, cases: Iterable[Sequence[Any]]) -> None:
    """Gradients of every parameter, and of every floating input, equal the reference's, in float64.

    Both modules must hold the same values under the same names; both are turned to float64, and their gradients are
    cleared.

    Args:
        module: the student's module, or a local one. cases: argument tuples of the call; floating tensors are taken in
            float64.

    Raises:
        CheckFailed: `gradient_differs` from the reference's; `gradient_inconsistent` with the module's own forward
            pass; `no_gradient` where the reference has one; `unexpected_gradient` where it has none. A gradient of
            zeros, or of what rounding leaves of terms that cancel, counts as none.
    """
    module.double()
    reference_module.double()
    for number_of_case, case in enumerate(cases):
        _one(module, reference_module, list(case), torch.Generator().manual_seed(number_of_case + 1))


def _one(module: Any, reference_module: nn.Module, case: list[Any], generator: torch.Generator) -> None:
    args = [a.detach().double() if is_floating(a) else a for a in case]
    names = argument_names(reference_module.forward, len(args))
    cotangents: list[torch.Tensor] = []
    wanted = _gradients(reference_module, args, names, cotangents, generator)
    got = _gradients(module, args, names, cotangents, generator)
    parameters = dict(module.named_parameters())
    order = tuple(wanted)
    compared(tuple(map(got.get, order)), tuple(wanted.values()), order, TAU)
    for name, want in wanted.items():
        have = got.get(name)
        if want is None:
            expect(have is None, "unexpected_gradient", what=name)
            continue
        if have is None:
            fail("no_gradient", what=name)
        assert_shape(have, want, what=_GRADIENT_OF.format(name))
        found = difference(have, want, TAU)
        if found is not None:
            own = None
            with contextlib.suppress(StudentError):  # it ran above
                f, at = _by(module, args, name, names, parameters.get(name))
                own = directional(f, [at], 0, cotangents, have, generator)
            gradient_wrong(name, found, own)


def _gradients(
    module: Any, args: list[Any], names: list[str], cotangents: list[torch.Tensor], generator: torch.Generator
) -> dict[str, torch.Tensor | None]:
    """Name → gradient, of the parameters first, then of the floating inputs; None where there is none or only dust."""
    parameters = dict(module.named_parameters())
    for p in parameters.values():
        p.grad = None
    inputs = [a.clone().requires_grad_() if is_floating(a) else a for a in args]
    outputs = tensors(module(*inputs))
    if not cotangents:  # the reference comes first, and says how many outputs of which shape there are
        cotangents += [torch.randn(y.shape, generator=generator, dtype=torch.float64) for y in outputs]
    same_length(len(outputs), len(cotangents), "outputs")
    for y, u in zip(outputs, cotangents, strict=True):
        assert_shape(y, u)
        expect(y.dtype == torch.float64, "dtype_differs", what="result", expected="torch.float64", actual=str(y.dtype))
    terms = [(u * y).sum() for y, u in zip(outputs, cotangents, strict=True) if y.requires_grad]
    if terms:
        torch.autograd.backward(torch.stack(terms).sum())
    found = {name: p.grad for name, p in parameters.items()}
    found |= {n: a.grad for n, a in zip(names, inputs, strict=True) if is_floating(a)}
    kept = {name: g.detach().to_dense().clone() for name, g in found.items() if g is not None}
    sizes = {name: float(g.abs().max()) if g.numel() else 0.0 for name, g in kept.items()}
    dust = _DUST * max((size for size in sizes.values() if math.isfinite(size)), default=0.0)
    return {name: None if name not in kept or sizes[name] <= dust else kept[name] for name in found}


def _by(
    module: Any, args: list[Any], name: str, names: list[str], parameter: torch.Tensor | None
) -> tuple[Callable[[Sequence[torch.Tensor]], list[torch.Tensor]], torch.Tensor]:
    """The module as a function of one parameter or input, and the value it has."""
    if parameter is None:
        place = names.index(name)

        def of_input(inputs: Sequence[torch.Tensor]) -> list[torch.Tensor]:
            return tensors(module(*args[:place], inputs[0], *args[place + 1 :]))

        return of_input, args[place]
    value = parameter.detach().clone()

    def of_parameter(inputs: Sequence[torch.Tensor]) -> list[torch.Tensor]:
        with torch.no_grad():
            parameter.copy_(inputs[0])
            try:
                return tensors(module(*args))
            finally:
                parameter.copy_(value)

    return of_parameter, value
