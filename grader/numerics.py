"""When two numbers count as equal, and whether a gradient belongs to its function.

Values: |err| ≤ τ·(rms(ref) + |ref|) against a float64 reference. docs/numerics.md has the figures that τ comes from;
benchmarks/tolerance.py measures them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from grader.margins import measuring, note

Values = torch.Tensor | np.ndarray[Any, Any]

TOLERANCE: dict[torch.dtype, float] = {
    torch.float64: 1e-9,
    torch.complex128: 1e-9,
    torch.float32: 2e-5,
    torch.complex64: 2e-5,
    torch.float16: 2e-2,  # where the reference's own error is not known; else `sixteen_bit`
    torch.bfloat16: 2e-1,
}
TF32_TOLERANCE = 1e-2  # float32 on a GPU whose matrix products round their factors to 10 bits
_OF_ARRAYS: dict[np.dtype[Any], float] = {
    np.dtype(str(dtype).removeprefix("torch.")): tau for dtype, tau in TOLERANCE.items() if dtype is not torch.bfloat16
}
_FLOOR_DOUBLE = 1e-13  # absolute: where the reference is exactly 0, rounding may not be
_FLOOR_SINGLE = 1e-8
_FLOOR: dict[torch.dtype, float] = {torch.float64: _FLOOR_DOUBLE, torch.complex128: _FLOOR_DOUBLE}
_DOUBLE = (np.float64, np.complex128)
_EXACT = (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool)
_KNOWN = frozenset(TOLERANCE) - {torch.bfloat16} | frozenset(_EXACT)  # to numpy
DIRECTIONS = 3
DRAWS = 12  # directions at most, where some cross a kink
STEP = 1e-6
INCONSISTENT = 1e-4  # relative; float64 central differences of smooth functions agree to about 1e-8
FULL = 500  # elements of an input: up to so many are moved one by one, as torch.autograd.gradcheck does


@dataclass(frozen=True)
class Difference:
    """Where and how far two tensors differ.

    Attributes:
        index: the first wrong element, row-major. actual, expected: its values.
        wrong: how many elements are wrong, of `total`. worst: the largest |actual − expected|.
    """

    index: tuple[int, ...]
    actual: complex | float
    expected: complex | float
    wrong: int
    total: int
    worst: float


def tolerance(dtype: torch.dtype | np.dtype[Any], device: str = "cpu", *, tf32: bool = False) -> float:
    """τ for results of this dtype; 0 for integers and bools.

    Args:
        device: where they were computed, as torch names it. tf32: whether float32 products were rounded to TF32 there;
            the CPU does not do it, and the settings that the judge gives to a GPU switch it off.
    """
    if isinstance(dtype, np.dtype):
        return _OF_ARRAYS.get(dtype, 0.0)
    if tf32 and not device.startswith("cpu") and dtype in (torch.float32, torch.complex64):
        return TF32_TOLERANCE
    return TOLERANCE.get(dtype, 0.0)


def sixteen_bit(dtype: torch.dtype, own_error: float) -> tuple[float, float]:
    """(τ, scale) of `difference` for 16-bit results: |err| ≤ 2·own_error + 2·eps·|ref|.

    Args:
        own_error: the largest error of the reference itself, evaluated in this dtype, against float64.
    """
    eps = torch.finfo(dtype).eps
    return 2 * eps, own_error / eps


def difference(
    actual: torch.Tensor, expected: torch.Tensor, tau: float, scale: float | None = None
) -> Difference | None:
    """Compare values of equal shape; None where all agree.

    One huge element of the reference widens the tolerance of all others (rms): compare scores masked with −1e9 after
    the softmax, or mask them with −inf.

    Args:
        actual: any dtype, finite. expected: the float64 reference, finite. tau: relative tolerance; integers and bools
            are compared exactly. scale: what stands for rms(ref), if something else does.
    """
    if scale is None and agrees(actual, expected, tau):
        return None
    wide = torch.complex128 if expected.is_complex() or actual.is_complex() else torch.float64
    ref = expected.detach().to(wide)
    err = (actual.detach().to(wide) - ref).abs()
    if actual.is_floating_point() or actual.is_complex():
        allowed = tau * ((_rms(ref) if scale is None else scale) + ref.abs()) + _FLOOR.get(actual.dtype, _FLOOR_SINGLE)
        note(err, allowed, ref, actual.dtype)
        wrong = ~(err <= allowed)  # NaN is wrong
    else:
        note(err, torch.ones_like(err), ref, actual.dtype)
        wrong = actual != expected
    count = int(wrong.sum())
    if not count:
        return None
    flat = int(wrong.reshape(-1).to(torch.uint8).argmax())
    index = tuple(map(int, np.unravel_index(flat, tuple(actual.shape)))) if actual.dim() else ()
    worst = float(err[wrong].max())
    return Difference(index, actual[index].item(), expected[index].item(), count, actual.numel(), worst)


def agrees(actual: Values, expected: Values, tau: float) -> bool:
    """Whether values of equal shape are finite and equal: what `difference` says of right results, five times as fast.

    numpy's operations on a few numbers cost a fifth of torch's. False settles nothing: `difference` and the finer rules
    about infinities decide then. So it is while margins are measured.

    Args: as for `difference`, as tensors or arrays.
    """
    a, ref = _array(actual), _array(expected)
    if a is None or ref is None or measuring():
        return False
    if a.dtype.kind not in "fc":
        return a.dtype == ref.dtype and bool((a == ref).all())
    ref = ref.astype(np.complex128 if ref.dtype.kind == "c" else np.float64, copy=False)
    with np.errstate(all="ignore"):
        size = np.abs(ref)
        top = size.max(initial=0.0)
        rms = top * np.sqrt(np.square(size / top).mean()) if top > 0 else 0.0
        floor = _FLOOR_DOUBLE if a.dtype in _DOUBLE else _FLOOR_SINGLE
        return bool((np.abs(a - ref) <= tau * (rms + size) + floor).all())  # NaN and infinity agree with nothing


def _array(values: Values) -> np.ndarray[Any, Any] | None:
    """The values as an array that shares their memory; None for a dtype that numpy does not know."""
    if isinstance(values, np.ndarray):
        return values.view(np.ndarray) if values.dtype.kind in "biufc" else None
    if values.dtype not in _KNOWN or values.device.type != "cpu":
        return None
    return values.detach().resolve_conj().resolve_neg().numpy()


def _rms(ref: torch.Tensor) -> torch.Tensor:
    """Root mean square; scaled, so that 1e200 squared does not make every error small."""
    size = ref.abs()
    top = size.max() if size.numel() else size.sum()
    return top * (size / top).square().mean().sqrt() if top > 0 else top


def directional(
    f: Callable[[Sequence[torch.Tensor]], Sequence[torch.Tensor]],
    inputs: Sequence[torch.Tensor],
    which: int,
    cotangents: Sequence[torch.Tensor],
    gradient: torch.Tensor,
    generator: torch.Generator,
) -> tuple[float, float] | None:
    """Whether a gradient is the derivative of f's own forward pass, along k = 3 random directions.

    Args:
        f: inputs → outputs, float64. which: the input that is varied. cotangents: one per output.
        gradient: what the function claims as the derivative of Σ⟨cotangent, output⟩ by that input.

    Returns:
        (claimed, measured) derivative of the first direction where they disagree, or None. A direction across a
        kink says nothing and is drawn anew, up to 12 in all.
    """
    slope = _Slope(f, inputs, which, cotangents, gradient)
    shape, seen = inputs[which].shape, 0
    for _ in range(DRAWS):
        v = torch.randn(shape, generator=generator, dtype=torch.float64)
        found = slope.along(v)
        if found is None:
            continue
        seen += 1
        if found[2]:
            return found[:2]
        if seen == DIRECTIONS:
            break
    return None


def elementwise(
    f: Callable[[Sequence[torch.Tensor]], Sequence[torch.Tensor]],
    inputs: Sequence[torch.Tensor],
    which: int,
    cotangents: Sequence[torch.Tensor],
    gradient: torch.Tensor,
) -> tuple[tuple[int, ...], float, float] | None:
    """As `directional`, but moves one element after the other: (index, claimed, measured) of the first that is wrong.

    Two evaluations an element: for inputs of up to `FULL` elements. An element next to a kink is passed over.
    """
    slope = _Slope(f, inputs, which, cotangents, gradient)
    x = inputs[which]
    for flat in range(x.numel()):
        v = torch.zeros(x.numel(), dtype=torch.float64)
        v[flat] = 1.0
        found = slope.along(v.view(x.shape))
        if found is not None and found[2]:
            index = tuple(map(int, np.unravel_index(flat, tuple(x.shape)))) if x.dim() else ()
            return index, *found[:2]
    return None


class _Slope:
    """Claimed and measured derivatives of Σ⟨cotangent, output⟩ by one input."""

    def __init__(
        self,
        f: Callable[[Sequence[torch.Tensor]], Sequence[torch.Tensor]],
        inputs: Sequence[torch.Tensor],
        which: int,
        cotangents: Sequence[torch.Tensor],
        gradient: torch.Tensor,
    ) -> None:
        self._f, self._inputs, self._which = f, [t.detach() for t in inputs], which
        self._cotangents, self._gradient = cotangents, gradient.detach()
        self._scale = float(gradient.norm()) / max(1.0, math.sqrt(gradient.numel())) + 1e-12
        self._middle = self._terms(self._inputs[which])

    def _terms(self, moved: torch.Tensor) -> torch.Tensor:
        """Each output times its cotangent, all in one row."""
        args = [moved if i == self._which else t for i, t in enumerate(self._inputs)]
        with torch.no_grad():
            terms = [(u * y).flatten() for u, y in zip(self._cotangents, self._f(args), strict=True)]
        return torch.cat(terms)

    def along(self, v: torch.Tensor) -> tuple[float, float, bool] | None:
        """(claimed, measured, whether they disagree) along v; None where a kink lies within the step.

        An output that bends by s between its left and its right difference moves the measured slope by s/2 at most, if
        it bends once. So bends that add up to less than the allowed error cannot make a right gradient wrong. They are
        added by size: summed with their signs, bends of several outputs can cancel out.
        """
        x = self._inputs[self._which]
        right, left = self._terms(x + STEP * v), self._terms(x - STEP * v)
        measured, claimed = float((right - left).sum()) / (2 * STEP), float((self._gradient * v).sum())
        allowed = INCONSISTENT * (max(abs(measured), abs(claimed)) + self._scale * float(v.norm()))
        bends = float((right - 2 * self._middle + left).abs().sum()) / STEP
        if not bends <= allowed:  # also where something is not finite
            return None
        return claimed, measured, not abs(measured - claimed) <= allowed
