"""How far right code is from float64: the figures that the tolerances of grader/numerics.py come from.

For every function several right implementations run in float32, float16 and bfloat16, forward and backward, on several
draws; each result is held against float64. Printed are, per function and dtype,

τ       the worst |err| / (rms(ref) + |ref|): the smallest τ with which all of them pass
factor  for 16 bits, the worst (|err| − 2·eps·|ref|) / E with E the largest error of the first implementation, which
        stands for the eager reference: the rule of `sixteen_bit` allows 2

TF32 is what a GPU makes of float32 matrix products where it is switched on; without a GPU it is imitated by rounding
the factors of every product to 10 bits. docs/numerics.md keeps the table.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import torch
from rich.console import Console
from rich.table import Table

from grader.numerics import TF32_TOLERANCE, TOLERANCE

Function = Callable[..., torch.Tensor]
_TF32 = "tf32"
_PARTS = ("forward", "backward")


@dataclass(frozen=True)
class Subject:
    """One function: shapes of its arguments, and right implementations; the first is the eager one."""

    name: str
    shapes: tuple[tuple[int, ...], ...]
    ways: tuple[Function, ...]


@dataclass
class Need:
    """The worst that was seen."""

    tau: float = 0.0
    factor: float = 0.0
    own: list[float] = field(default_factory=list)  # the eager implementation's largest errors, of the last draw


def product(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """A matrix product."""
    return a @ b


def product_in_parts(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The same, 64 terms at a time."""
    parts = [x @ y for x, y in zip(a.split(64, 1), b.split(64, 0), strict=True)]
    return torch.stack(parts).sum(0)


def softmax_by_hand(x: torch.Tensor) -> torch.Tensor:
    """exp over its sum."""
    e = torch.exp(x - x.max(-1, keepdim=True).values)
    return e / e.sum(-1, keepdim=True)


def layer_norm_by_hand(x: torch.Tensor, gain: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """Mean and variance written out."""
    centred = x - x.mean(-1, keepdim=True)
    return gain * centred / torch.sqrt(centred.square().mean(-1, keepdim=True) + 1e-5) + bias


def layer_norm_by_moments(x: torch.Tensor, gain: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """The variance as E[x²] − E[x]²."""
    mean, square = x.mean(-1, keepdim=True), x.square().mean(-1, keepdim=True)
    return gain * (x - mean) * torch.rsqrt(square - mean.square() + 1e-5) + bias


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Scaled dot-product attention with a causal mask, step by step."""
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    mask = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device).triu(1)
    return torch.softmax(scores.masked_fill(mask, -math.inf), -1) @ v


def attention_scaled_first(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """The same with the query scaled, and a softmax by hand."""
    scores = (q / math.sqrt(q.shape[-1])) @ k.transpose(-1, -2)
    mask = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device).triu(1)
    return softmax_by_hand(scores.masked_fill(mask, -math.inf)) @ v


def lstm(x: torch.Tensor, w: torch.Tensor, u: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """h after T steps; x [N, T, D], w [D, 4H], u [H, 4H], b [4H]."""
    h = c = x.new_zeros(x.shape[0], u.shape[0])
    for t in range(x.shape[1]):
        f, i, g, o = (x[:, t] @ w + h @ u + b).chunk(4, -1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
    return h


def lstm_in_one_product(x: torch.Tensor, w: torch.Tensor, u: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The same with [x, h] in one row and the sigmoid written out."""
    both = torch.cat([w, u])
    h = c = x.new_zeros(x.shape[0], u.shape[0])
    for t in range(x.shape[1]):
        f, i, g, o = (torch.cat([x[:, t], h], -1) @ both + b).chunk(4, -1)
        c = c / (1 + torch.exp(-f)) + torch.tanh(g) / (1 + torch.exp(-i))
        h = torch.tanh(c) / (1 + torch.exp(-o))
    return h


def _sharp(f: Function) -> Function:
    return lambda x: f(3 * x)


def _scaled(f: Function, scales: tuple[float, ...]) -> Function:
    return lambda *args: f(*(a * s for a, s in zip(args, scales, strict=True)))


def subjects() -> Iterator[Subject]:
    """What is measured: products up to K = 4096, and the parts of the course's networks, small and large."""
    for k in (64, 512, 1024, 4096):
        yield Subject(f"matmul K={k}", ((32, k), (k, 32)), (product, product_in_parts))
    for n in (7, 1024):
        yield Subject(f"softmax {n}", ((16, n),), (_sharp(lambda x: torch.softmax(x, -1)), _sharp(softmax_by_hand)))
        norm = (
            lambda x, g, b: torch.nn.functional.layer_norm(x, x.shape[-1:], g, b),
            layer_norm_by_hand,
            layer_norm_by_moments,
        )
        yield Subject(f"layer norm {n}", ((16, n), (n,), (n,)), norm)
    for t, d in ((5, 4), (128, 64)):
        ways = (attention, attention_scaled_first)
        yield Subject(f"attention T={t} d={d}", ((2, t, d),) * 3, ways)
    for t, h in ((1, 4), (20, 32), (100, 64)):
        shapes = ((4, t, h), (h, 4 * h), (h, 4 * h), (4 * h,))
        scales = (1.0, 1 / math.sqrt(h), 1 / math.sqrt(h), 0.5)
        yield Subject(f"LSTM T={t} H={h}", shapes, (_scaled(lstm, scales), _scaled(lstm_in_one_product, scales)))


def measure(subject: Subject, kind: str, seeds: int, device: str) -> tuple[Need, Need]:
    """The worst over the seeds: (forward, backward)."""
    forward, backward = Need(), Need()
    dtype = torch.float32 if kind == _TF32 else getattr(torch, kind)
    for seed in range(seeds):
        generator = torch.Generator().manual_seed(seed)
        given = [torch.randn(s, generator=generator, dtype=torch.float64).to(dtype) for s in subject.shapes]
        exact, exact_grads = _run(subject.ways[0], [a.double() for a in given], seed)
        for i, way in enumerate(subject.ways):
            with _Tf32(kind == _TF32 and device == "cpu"):
                value, grads = _run(way, [a.to(device) for a in given], seed)
            _note(forward, [value], [exact], dtype, eager=i == 0)
            _note(backward, grads, exact_grads, dtype, eager=i == 0)
    return forward, backward


def _run(f: Function, given: list[torch.Tensor], seed: int) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """Value and gradients, as float64; the cotangent is one that every dtype can hold exactly."""
    leaves = [a.clone().requires_grad_() for a in given]
    y = f(*leaves)
    cotangent = torch.randn(y.shape, generator=torch.Generator().manual_seed(seed + 10_000)).bfloat16()
    (y * cotangent.to(y)).sum().backward()
    return y.detach().cpu().double(), [a.grad.cpu().double() for a in leaves if a.grad is not None]


def _note(need: Need, got: list[torch.Tensor], want: list[torch.Tensor], dtype: torch.dtype, *, eager: bool) -> None:
    """Keep the worst τ; of every implementation but the eager one also the worst factor."""
    errors = [(a - e).abs() for a, e in zip(got, want, strict=True)]
    if eager:
        need.own = [float(err.max()) for err in errors]
    for err, e, own in zip(errors, want, need.own, strict=True):
        need.tau = max(need.tau, float((err / (e.square().mean().sqrt() + e.abs())).max()))
        if not eager:
            beyond = float((err - 2 * torch.finfo(dtype).eps * e.abs()).max())
            need.factor = max(need.factor, beyond / max(own, 1e-300))


class _Tf32(torch.overrides.TorchFunctionMode):
    """Rounds the factors of matrix products to 10 bits, as tensor cores do with TF32 (round to nearest)."""

    def __init__(self, on: bool) -> None:
        super().__init__()
        self._on = on

    def __torch_function__(self, func, types, args=(), kwargs=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204
        if self._on and getattr(func, "__name__", "") in ("matmul", "__matmul__"):
            args = tuple(_Rounded.apply(a) for a in args)
            return _RoundedBack.apply(func(*args, **(kwargs or {})))
        return func(*args, **(kwargs or {}))


def _ten_bits(t: torch.Tensor) -> torch.Tensor:
    bits = t.detach().contiguous().view(torch.int32)
    return ((bits + 0x1000) & ~0x1FFF).view(torch.float32)


class _Rounded(torch.autograd.Function):
    """Rounds on the way forward."""

    @staticmethod
    def forward(ctx, t):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN205
        return _ten_bits(t)

    @staticmethod
    def backward(ctx, g):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN205
        return g


class _RoundedBack(torch.autograd.Function):
    """Rounds on the way back: the products of the backward pass have rounded factors, too."""

    @staticmethod
    def forward(ctx, t):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN205
        return t.clone()

    @staticmethod
    def backward(ctx, g):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN205
        return _ten_bits(g)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--seeds", type=int, default=20, help="draws per function (default 20)")
    parser.add_argument("--device", default="cpu", help="cpu or cuda (default cpu)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    kinds = ["float32", _TF32, "float16", "bfloat16"]
    table = Table("function", *(f"{kind} {part}" for kind in kinds for part in _PARTS), box=None)
    worst = {(kind, part): Need() for kind in kinds for part in _PARTS}
    for subject in subjects():
        row = [subject.name]
        for kind in kinds:
            torch.backends.cuda.matmul.allow_tf32 = kind == _TF32
            for part, need in zip(_PARTS, measure(subject, kind, options.seeds, options.device), strict=True):
                sixteen = kind.endswith("16")
                row.append(f"{need.tau:.0e}" + (f" ×{need.factor:.1f}" if sixteen else ""))
                seen = worst[kind, part]
                seen.tau, seen.factor = max(seen.tau, need.tau), max(seen.factor, need.factor)
        table.add_row(*row)
    console = Console(width=160)
    console.print(f"torch {torch.__version__}, {options.device}, {options.seeds} draws")
    console.print(table)
    for (kind, part), need in worst.items():
        chosen = TF32_TOLERANCE if kind == _TF32 else TOLERANCE[getattr(torch, kind)]
        line = f"{kind} {part}: needs τ = {need.tau:.1e}, chosen {chosen:g}, margin {chosen / need.tau:.1f}"
        console.print(line + (f"; factor {need.factor:.2f} of 2 allowed" if kind.endswith("16") else ""))


if __name__ == "__main__":
    main()
