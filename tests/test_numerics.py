"""When two numbers count as equal, and whether a gradient belongs to its function."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.numerics import TOLERANCE, agrees, difference, directional, elementwise, sixteen_bit, tolerance

SINGLE, DOUBLE = TOLERANCE[torch.float32], TOLERANCE[torch.float64]
Unary = Callable[[torch.Tensor], torch.Tensor]
few = settings(max_examples=30, deadline=None, derandomize=True)
seeds = st.integers(0, 2**32)
sizes = st.lists(st.integers(2, 6), min_size=1, max_size=3)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    """Standard normal float64 values."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def attention(x: torch.Tensor) -> torch.Tensor:
    """[T, D] → [T, D]: one head, causal, queries, keys and values are x."""
    scores = (x @ x.T) / math.sqrt(x.shape[1])
    mask = torch.ones(scores.shape, dtype=torch.bool).triu(1)
    return torch.softmax(scores.masked_fill(mask, -math.inf), -1) @ x


def by_hand_softmax(x: torch.Tensor) -> torch.Tensor:
    """The softmax as a student writes it."""
    e = torch.exp(x - x.max(-1, keepdim=True).values)
    return e / e.sum(-1, keepdim=True)


@pytest.mark.parametrize("k", [1, 64, 512, 4096])
def test_right_single_precision_products_pass(k: int) -> None:
    """A float32 matrix product with up to 4096 terms a sum equals its float64 reference, whatever the order."""
    a, b = normal(7, k), normal(k, 5, seed=1)
    exact = a @ b
    assert difference(a.float() @ b.float(), exact, SINGLE) is None
    in_parts = sum(x @ y for x, y in zip(a.float().split(64, 1), b.float().split(64, 0), strict=True))
    assert isinstance(in_parts, torch.Tensor)
    assert difference(in_parts, exact, SINGLE) is None


@pytest.mark.parametrize(
    "f",
    [
        attention,
        by_hand_softmax,
        lambda x: torch.log_softmax(10 * x, -1),
        lambda x: x.sum(0),
        lambda x: x.mean(),
        lambda x: x.std(-1),
        lambda x: torch.logsumexp(x, -1),
        lambda x: (x - x.mean(-1, keepdim=True)) / (x.var(-1, unbiased=False, keepdim=True) + 1e-5).sqrt(),
        lambda x: torch.sigmoid(x) * torch.tanh(x),
    ],
)
def test_right_single_precision_functions_pass(f: Unary) -> None:
    """Attention, softmax, reductions and normalisation in float32 equal the float64 reference, gradients included."""
    exact, single = normal(64, 48).requires_grad_(), normal(64, 48).float().requires_grad_()
    expected, actual = f(exact), f(single)
    assert difference(actual, expected, SINGLE) is None
    cotangent = normal(*expected.shape, seed=2)
    expected.backward(cotangent)
    actual.backward(cotangent.float())
    assert single.grad is not None and exact.grad is not None
    assert difference(single.grad, exact.grad, SINGLE) is None


@few
@given(shape=sizes, seed=seeds, dtype=st.sampled_from([torch.float32, torch.float64]))
def test_rounding_passes_and_a_thousandth_fails(shape: list[int], seed: int, dtype: torch.dtype) -> None:
    """Values that were merely rounded pass; all of them one part in a thousand too large do not, nor do zeros."""
    expected = normal(*shape, seed=seed)
    rounded = expected.to(dtype)
    tau = tolerance(dtype)
    assert difference(rounded, expected, tau) is None
    found = difference(rounded * 1.001, expected, tau)
    assert found is not None
    assert found.total == expected.numel()
    assert difference(torch.zeros_like(rounded), expected, tau) is not None


@few
@given(shape=sizes, seed=seeds, data=st.data())
def test_first_wrong_element_is_named(shape: list[int], seed: int, data: st.DataObject) -> None:
    """The index is that of the first wrong element in row-major order; count and largest error are right."""
    expected = normal(*shape, seed=seed)
    wrong = sorted(data.draw(st.sets(st.integers(0, expected.numel() - 1), min_size=1, max_size=4)))
    actual = expected.clone()
    for i, position in enumerate(wrong):
        actual.view(-1)[position] += i + 1.0
    found = difference(actual, expected, DOUBLE)
    assert found is not None
    strides = [math.prod(shape[d + 1 :]) for d in range(len(shape))]
    assert found.index == tuple(wrong[0] // s % n for s, n in zip(strides, shape, strict=True))
    assert (found.wrong, found.total) == (len(wrong), expected.numel())
    assert found.expected == expected[found.index].item()
    assert found.actual == actual[found.index].item()
    assert found.worst == pytest.approx(len(wrong))


@few
@given(seed=seeds, factor=st.sampled_from([1e-4, 1.0, 1e30, 1e200]))
def test_scale_does_not_matter(seed: int, factor: float) -> None:
    """The verdict is about relative errors: 1e200, whose square is no number any more, is judged as 1 is."""
    expected = normal(5, seed=seed) * factor
    assert difference(expected * (1 + 1e-12), expected, DOUBLE) is None
    assert difference(expected * 1.001, expected, DOUBLE) is not None


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_zero_reference(dtype: torch.dtype) -> None:
    """Where the reference is zero, rounding passes and a value does not."""
    zeros = torch.zeros(4, dtype=torch.float64)
    assert difference(zeros.to(dtype), zeros, tolerance(dtype)) is None
    assert difference(zeros.to(dtype) + 1e-14, zeros, tolerance(dtype)) is None
    assert difference(zeros.to(dtype) + 1e-6, zeros, tolerance(dtype)) is not None


@few
@given(seed=seeds, dtype=st.sampled_from([torch.float16, torch.float32, torch.float64]), by=st.floats(0, 1e-3))
def test_the_quick_verdict_is_that_of_the_long_way(seed: int, dtype: torch.dtype, by: float) -> None:
    """What `agrees` finds right has no difference, and right values are found right at once, as tensors or arrays."""
    expected = normal(3, 4, seed=seed)
    actual, tau = (expected * (1 + by)).to(dtype), tolerance(dtype)
    quick = agrees(actual, expected, tau)
    ref = expected.to(torch.float64)
    allowed = tau * (ref.square().mean().sqrt() + ref.abs()) + (1e-13 if dtype is torch.float64 else 1e-8)
    assert quick == bool(((actual.double() - ref).abs() <= allowed).all())
    assert quick == agrees(actual.numpy(), expected.numpy(), tolerance(actual.numpy().dtype))
    assert quick == (difference(actual, expected, tau) is None)


def test_the_quick_verdict_leaves_the_unusual_to_the_long_way() -> None:
    """Infinities, NaN, unequal integers, dtypes that numpy lacks are never right at once; equal integers are."""
    one = torch.ones(2, dtype=torch.float64)
    for special in (math.nan, math.inf):
        assert not agrees(one * special, one * special, DOUBLE)
        assert not agrees(one * special, one, DOUBLE)
        assert not agrees(one, one * special, DOUBLE)
    assert not agrees(one.bfloat16(), one, 1e-2)
    assert not agrees(torch.tensor([1, 2]), torch.tensor([1, 3]), 1.0)
    assert not agrees(torch.tensor([1, 2]), torch.tensor([1.0, 2.0]), 1.0)
    assert agrees(torch.tensor([1, 2]), torch.tensor([1, 2]), 0.0)
    assert agrees(torch.empty(0), torch.empty(0), 0.0)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_nan_and_infinity_are_wrong(bad: float) -> None:
    """A NaN or an infinity among right values is one wrong element, however large the tolerance."""
    expected = normal(3, 4)
    actual = expected.clone()
    actual[1, 2] = bad
    found = difference(actual, expected, 10.0)
    assert found is not None
    assert (found.index, found.wrong) == ((1, 2), 1)


def test_integers_and_bools_are_exact() -> None:
    """Integers have no tolerance, not even beyond 2⁵³; bools neither."""
    big = torch.tensor([2**60, 3])
    assert difference(big, big, 1.0) is None
    found = difference(big + torch.tensor([1, 0]), big, 1.0)
    assert found is not None
    assert (found.index, found.wrong, found.actual) == ((0,), 1, 2**60 + 1)
    yes = torch.tensor([True, False])
    assert difference(yes, yes, 0.0) is None
    assert difference(~yes, yes, 0.0) is not None


def test_complex() -> None:
    """Complex values are compared by modulus: an error in the imaginary part counts."""
    expected = torch.complex(normal(6), normal(6, seed=1))
    assert difference(expected.to(torch.complex64), expected, tolerance(torch.complex64)) is None
    assert difference(expected.conj().resolve_conj(), expected, tolerance(torch.complex128)) is not None


def test_scalars_and_nothing() -> None:
    """A tensor of no dimension has the empty index; one without elements equals another."""
    found = difference(torch.tensor(2.0), torch.tensor(1.0), SINGLE)
    assert found is not None
    assert (found.index, found.total) == ((), 1)
    assert difference(torch.empty(0, 3), torch.empty(0, 3), SINGLE) is None


def test_every_floating_dtype_has_a_tolerance() -> None:
    """Coarser dtypes have larger tolerances; integers and bools have none."""
    order = [torch.float64, torch.float32, torch.float16, torch.bfloat16]
    assert [tolerance(d) for d in order] == sorted(tolerance(d) for d in order)
    assert tolerance(torch.int64) == tolerance(torch.bool) == 0


def test_device_and_tf32() -> None:
    """TF32 widens float32 on a GPU only; the CPU has none, and other dtypes do not care."""
    assert tolerance(torch.float32, "cuda") == tolerance(torch.float32)
    assert tolerance(torch.float32, "cuda:1", tf32=True) == 1e-2
    assert tolerance(torch.float32, "cpu", tf32=True) == SINGLE
    assert tolerance(torch.float64, "cuda", tf32=True) == DOUBLE


@few
@given(seed=seeds, dtype=st.sampled_from([torch.float16, torch.bfloat16]), size=st.floats(1e-2, 1e2))
def test_sixteen_bit_rule(seed: int, dtype: torch.dtype, size: float) -> None:
    """Twice the reference's own error and two eps pass, three times do not, wherever the largest error was."""
    expected, own = normal(50, seed=seed) * size, 0.01 * size
    rule = sixteen_bit(dtype, own)
    eps = torch.finfo(dtype).eps
    at_the_edge = expected + 1.99 * own + 1.99 * eps * expected.abs()
    beyond = expected + 3.1 * own + 3.1 * eps * expected.abs()

    def found(actual: torch.Tensor) -> int:
        # In float64: rounding the values themselves would move them across the edge.
        allowed = rule[0] * (rule[1] + expected.abs())
        return int(((actual - expected).abs() > allowed).sum())

    assert found(at_the_edge) == 0
    assert found(beyond) == 50
    assert difference(expected.to(dtype), expected, *rule) is None
    assert difference(beyond.to(dtype), expected, *rule) is not None


# -- gradients ------------------------------------------------------------------------------------


def claim(f: Unary, x: torch.Tensor, gradient: torch.Tensor | None = None) -> tuple[float, float] | None:
    """`directional` for a function of one tensor; by default with autograd's gradient."""
    cotangents = [normal(*f(x).shape, seed=9)]
    if gradient is None:
        leaf = x.clone().requires_grad_()
        (gradient,) = torch.autograd.grad((f(leaf) * cotangents[0]).sum(), leaf)

    def outputs(inputs: Sequence[torch.Tensor]) -> Sequence[torch.Tensor]:
        return [f(inputs[0])]

    return directional(outputs, [x], 0, cotangents, gradient, torch.Generator().manual_seed(3))


SMOOTH = [torch.tanh, torch.exp, by_hand_softmax, attention, lambda x: x.square().sum(), lambda x: 0 * x]


@few
@given(seed=seeds, f=st.sampled_from(SMOOTH))
def test_right_gradients_are_consistent(seed: int, f: Unary) -> None:
    """The derivative of a smooth function agrees with finite differences along every direction."""
    assert claim(f, normal(5, 3, seed=seed)) is None


@few
@given(seed=seeds, f=st.sampled_from([torch.tanh, torch.exp, attention]))
def test_wrong_gradients_are_inconsistent(seed: int, f: Unary) -> None:
    """Zeros, a wrong sign and one per cent too much are all seen, with both numbers."""
    x = normal(5, 3, seed=seed)
    cotangent = normal(*f(x).shape, seed=9)
    leaf = x.clone().requires_grad_()
    (right,) = torch.autograd.grad((f(leaf) * cotangent).sum(), leaf)
    for wrong in (torch.zeros_like(right), -right, 1.01 * right):
        found = claim(f, x, wrong)
        assert found is not None
        assert found[0] != pytest.approx(found[1], rel=1e-3)


def test_zero_backward_of_softmax_is_seen() -> None:
    """A cotangent of ones would not see it: the outputs of a softmax always sum to one."""
    assert claim(by_hand_softmax, normal(4, 6), torch.zeros(4, 6, dtype=torch.float64)) is not None


def test_kinks_are_passed_over() -> None:
    """At 0 any derivative of ReLU between 0 and 1 is right; beside 0 a wrong one is still seen."""
    zero = torch.zeros(8, dtype=torch.float64)
    for slope in (0.0, 0.5, 1.0):
        cotangent = normal(8, seed=9)
        assert claim(torch.relu, zero, slope * cotangent) is None
    assert claim(torch.relu, zero + 1, zero) is not None


def test_functions_that_are_not_finite_are_passed_over() -> None:
    """Infinities on both sides of a sum give no verdict and no error."""
    x = normal(3)
    assert claim(lambda t: torch.stack([t / 0, -t / 0]), x, torch.ones(3, dtype=torch.float64)) is None


def test_only_the_named_input_moves() -> None:
    """The gradient by the second input is held against changes of the second input alone."""
    a, b = normal(3), normal(3, seed=1)
    cotangent = normal(3, seed=2)

    def product(inputs: Sequence[torch.Tensor]) -> Sequence[torch.Tensor]:
        return [inputs[0] * inputs[1]]

    generator = torch.Generator().manual_seed(1)
    assert directional(product, [a, b], 1, [cotangent], cotangent * a, generator) is None
    assert directional(product, [a, b], 1, [cotangent], cotangent * b, generator) is not None


@pytest.mark.parametrize("f", SMOOTH)
def test_elementwise_finds_the_element(f: Unary) -> None:
    """Right gradients pass; of one wrong element the index is told, with both numbers."""
    x = normal(3, 4, seed=5)
    cotangent = normal(*f(x).shape, seed=9)
    leaf = x.clone().requires_grad_()
    (right,) = torch.autograd.grad((f(leaf) * cotangent).sum(), leaf)

    def outputs(inputs: Sequence[torch.Tensor]) -> Sequence[torch.Tensor]:
        return [f(inputs[0])]

    assert elementwise(outputs, [x], 0, [cotangent], right) is None
    wrong = right.clone()
    wrong[1, 2] += 0.5
    found = elementwise(outputs, [x], 0, [cotangent], wrong)
    assert found is not None
    assert found[0] == (1, 2)
    assert found[1] - found[2] == pytest.approx(0.5, abs=1e-4)


def test_directions_across_kinks_are_drawn_anew() -> None:
    """Half of the directions cross a kink that lies within the step; wrong gradients are seen along the others."""
    x = torch.tensor([6.7e-7, 1.0, -2.0], dtype=torch.float64)
    for seed in range(40):
        generator = torch.Generator().manual_seed(seed)
        cotangents = [torch.ones(3, dtype=torch.float64)]
        right = (x > 0).double()
        f = lambda inputs: [torch.relu(inputs[0])]  # noqa: E731
        assert directional(f, [x], 0, cotangents, right, generator) is None
        assert directional(f, [x], 0, cotangents, 1.1 * right, generator) is not None
