"""When two numbers count as equal, and whether a gradient belongs to its function.

Values: |err| ≤ τ·(rms(ref) + |ref|) against a float64 reference. Correct float32 code needs τ ≤ 2e-6 (matrix products
up to K = 4096, attention blocks, forward and gradients); 2e-5 leaves a factor of ten.
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
    torch.float16: 4e-3,  # 2 × the eager reference's own error plus 2·eps, rounded up
    torch.bfloat16: 3e-2,
}
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
STEP = 1e-6
INCONSISTENT = 1e-4  # relative; float64 central differences of smooth functions agree to about 1e-8


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


def tolerance(dtype: torch.dtype | np.dtype[Any]) -> float:
    """τ for results of this dtype; 0 for integers and bools."""
    return _OF_ARRAYS.get(dtype, 0.0) if isinstance(dtype, np.dtype) else TOLERANCE.get(dtype, 0.0)


def difference(actual: torch.Tensor, expected: torch.Tensor, tau: float) -> Difference | None:
    """Compare values of equal shape; None where all agree.

    One huge element of the reference widens the tolerance of all others (rms): compare scores masked with −1e9 after
    the softmax, or mask them with −inf.

    Args:
        actual: any dtype, finite. expected: the float64 reference, finite. tau: relative tolerance; integers and bools
            are compared exactly.
    """
    if agrees(actual, expected, tau):
        return None
    wide = torch.complex128 if expected.is_complex() or actual.is_complex() else torch.float64
    ref = expected.detach().to(wide)
    err = (actual.detach().to(wide) - ref).abs()
    if actual.is_floating_point() or actual.is_complex():
        allowed = tau * (_rms(ref) + ref.abs()) + _FLOOR.get(actual.dtype, _FLOOR_SINGLE)
        note(err, allowed, ref, actual.dtype)
        wrong = ~(err <= allowed)  # NaN is wrong
    else:
        note(err, torch.ones_like(err), ref, actual.dtype)
        wrong = actual != expected
    count = int(wrong.sum())
    if not count:
        return None
    flat = int(wrong.reshape(-1).to(torch.uint8).argmax())
    index = tuple(int(i) for i in torch.unravel_index(torch.tensor(flat), actual.shape)) if actual.dim() else ()
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
        kink (left and right differences disagree) says nothing and is passed over.
    """
    x = inputs[which].detach()
    scale = float(gradient.norm()) + 1e-12

    def value(moved: torch.Tensor) -> float:
        args = [moved if i == which else t.detach() for i, t in enumerate(inputs)]
        with torch.no_grad():
            return sum(float((u * y).sum()) for u, y in zip(cotangents, f(args), strict=True))

    middle = value(x)
    for _ in range(DIRECTIONS):
        v = torch.randn(x.shape, generator=generator, dtype=torch.float64)
        right, left = value(x + STEP * v), value(x - STEP * v)
        forward, backward = (right - middle) / STEP, (middle - left) / STEP
        measured, claimed = (right - left) / (2 * STEP), float((gradient * v).sum())
        norm = scale * float(v.norm()) / max(1.0, math.sqrt(v.numel()))
        if abs(forward - backward) > 1e-3 * (abs(measured) + norm):
            continue
        if abs(measured - claimed) > INCONSISTENT * (abs(measured) + norm):
            return claimed, measured
    return None
