"""Activation functions and their derivatives, by hand.

Sources: X. Glorot, A. Bordes and Y. Bengio, "Deep Sparse Rectifier Neural Networks", AISTATS 2011 (ReLU); A. L. Maas,
A. Y. Hannun and A. Y. Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", ICML 2013 (leaky ReLU);
D.-A. Clevert, T. Unterthiner and S. Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear Units",
ICLR 2016 (ELU); I. Goodfellow et al., "Maxout Networks", ICML 2013.

All but maxout work elementwise on a tensor x of any shape. x may hold ±10⁴: nothing overflows into ∞ or NaN. grad_out
is the gradient of the loss by the result. Inputs are not modified; results have the dtype of x. torch's own activations
and autograd are forbidden; exp, where, clamp, max, abs and arithmetic are not.
"""

from __future__ import annotations

import torch


def _decay(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """e = exp(−|x|), which lies in [0, 1], and 1 + e."""
    e = torch.exp(-torch.abs(x))
    return e, 1 + e


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    """1 / (1 + exp(−x)), elementwise: [...] → [...]."""
    e, denominator = _decay(x)
    return torch.where(x >= 0, 1 / denominator, e / denominator)


def sigmoid_backward(grad_out: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Gradient by x: grad_out · s(1 − s) with s = sigmoid(x); all of one shape [...]."""
    # s(1 − s) is symmetric in x: e/(1 + e)², without the cancellation of 1 − s
    e, denominator = _decay(x)
    return grad_out * (e / denominator / denominator)


def tanh(x: torch.Tensor) -> torch.Tensor:
    """(exp(x) − exp(−x)) / (exp(x) + exp(−x)), elementwise: [...] → [...]."""
    e, denominator = _decay(2 * x)
    return torch.sign(x) * ((1 - e) / denominator)


def tanh_backward(grad_out: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Gradient by x: grad_out · (1 − tanh(x)²); all of one shape [...]."""
    # 1 − t² = 4e/(1 + e)² with e = exp(−2|x|)
    e, denominator = _decay(2 * x)
    return grad_out * (4 * e / denominator / denominator)


def relu(x: torch.Tensor) -> torch.Tensor:
    """x where x > 0, else 0, elementwise: [...] → [...]."""
    return torch.clamp(x, min=0)


def relu_backward(grad_out: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Gradient by x: grad_out where x > 0, 0 where x ≤ 0; all of one shape [...]."""
    return torch.where(x > 0, grad_out, torch.zeros_like(grad_out))


def leaky_relu(x: torch.Tensor, alpha: float = 0.1) -> torch.Tensor:
    """x where x > 0, else alpha·x, elementwise: [...] → [...]; 0 < alpha < 1."""
    return torch.maximum(x, alpha * x)  # 0 < alpha < 1


def leaky_relu_backward(grad_out: torch.Tensor, x: torch.Tensor, alpha: float) -> torch.Tensor:
    """Gradient by x: grad_out where x > 0, alpha·grad_out where x ≤ 0; all of one shape [...]."""
    return torch.where(x > 0, grad_out, alpha * grad_out)


def elu(x: torch.Tensor, alpha: float = 1.0) -> torch.Tensor:
    """x where x > 0, else alpha·(exp(x) − 1), elementwise: [...] → [...]; alpha > 0."""
    return torch.where(x > 0, x, alpha * (torch.exp(torch.clamp(x, max=0)) - 1))


def elu_backward(grad_out: torch.Tensor, x: torch.Tensor, alpha: float) -> torch.Tensor:
    """Gradient by x: grad_out where x > 0, alpha·exp(x)·grad_out where x ≤ 0; all of one shape [...]."""
    return torch.where(x > 0, grad_out, alpha * torch.exp(torch.clamp(x, max=0)) * grad_out)


def maxout(
    x: torch.Tensor,
    w1: torch.Tensor,
    b1: torch.Tensor,
    w2: torch.Tensor,
    b2: torch.Tensor,
) -> torch.Tensor:
    """The larger of two linear pieces, elementwise: max(x·w1 + b1, x·w2 + b2).

    Args:
        x: inputs [N, D].
        w1, w2: weights [D, M].
        b1, b2: biases [M].

    Returns:
        [N, M].
    """
    return torch.maximum(x @ w1 + b1, x @ w2 + b2)


def maxout_backward(
    grad_out: torch.Tensor,
    x: torch.Tensor,
    w1: torch.Tensor,
    b1: torch.Tensor,
    w2: torch.Tensor,
    b2: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Gradients of `maxout`: each entry of grad_out goes to the piece that was larger there.

    Args:
        grad_out: gradient of the loss by the result [N, M].
        x, w1, b1, w2, b2: the arguments of `maxout`.

    Returns:
        (dx [N, D], dw1 [D, M], db1 [M], dw2 [D, M], db2 [M]).
    """
    first_wins = (x @ w1 + b1) > (x @ w2 + b2)
    zero = torch.zeros_like(grad_out)
    g1 = torch.where(first_wins, grad_out, zero)
    g2 = torch.where(first_wins, zero, grad_out)
    dx = torch.einsum("nm,dm->nd", g1, w1) + torch.einsum("nm,dm->nd", g2, w2)
    dw1 = torch.einsum("nd,nm->dm", x, g1)
    dw2 = torch.einsum("nd,nm->dm", x, g2)
    return dx, dw1, g1.sum(0), dw2, g2.sum(0)
