"""Activation functions and their derivatives, by hand.

Sources: X. Glorot, A. Bordes and Y. Bengio, "Deep Sparse Rectifier Neural Networks", AISTATS 2011 (ReLU); A. L. Maas,
A. Y. Hannun and A. Y. Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", ICML 2013 (leaky ReLU);
D.-A. Clevert, T. Unterthiner and S. Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear Units",
ICLR 2016 (ELU); I. Goodfellow et al., "Maxout Networks", ICML 2013.

All but maxout work elementwise on a tensor x of any shape. x may hold ±10⁴: nothing overflows into ∞ or NaN. grad_out
is the gradient of the loss by the result. Inputs are not modified; results have the dtype of x. torch's own activations
and autograd are forbidden; exp, where, clamp, max, abs and arithmetic are not. ∘ is the elementwise product, · that of
matrices and of a number with a tensor.
"""

from __future__ import annotations

import torch


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    """1 / (1 + exp(−x)), elementwise: [...] → [...]."""
    # YOUR CODE HERE
    raise NotImplementedError


def sigmoid_backward(grad_out: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Gradient by x: grad_out ∘ s ∘ (1 − s) with s = sigmoid(x); all of one shape [...]."""
    # YOUR CODE HERE
    raise NotImplementedError


def tanh(x: torch.Tensor) -> torch.Tensor:
    """(exp(x) − exp(−x)) / (exp(x) + exp(−x)), elementwise: [...] → [...]."""
    # YOUR CODE HERE
    raise NotImplementedError


def tanh_backward(grad_out: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Gradient by x: grad_out ∘ (1 − tanh(x)²); all of one shape [...]."""
    # YOUR CODE HERE
    raise NotImplementedError


def relu(x: torch.Tensor) -> torch.Tensor:
    """x where x > 0, else 0, elementwise: [...] → [...]."""
    # YOUR CODE HERE
    raise NotImplementedError


def relu_backward(grad_out: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Gradient by x: grad_out where x > 0, 0 where x ≤ 0; all of one shape [...]."""
    # YOUR CODE HERE
    raise NotImplementedError


def leaky_relu(x: torch.Tensor, alpha: float = 0.1) -> torch.Tensor:
    """x where x > 0, else alpha·x, elementwise: [...] → [...]; 0 < alpha < 1."""
    # YOUR CODE HERE
    raise NotImplementedError


def leaky_relu_backward(grad_out: torch.Tensor, x: torch.Tensor, alpha: float) -> torch.Tensor:
    """Gradient by x: grad_out where x > 0, alpha·grad_out where x ≤ 0; all of one shape [...]."""
    # YOUR CODE HERE
    raise NotImplementedError


def elu(x: torch.Tensor, alpha: float = 1.0) -> torch.Tensor:
    """x where x > 0, else alpha·(exp(x) − 1), elementwise: [...] → [...]; 0 < alpha ≤ 1."""
    # YOUR CODE HERE
    raise NotImplementedError


def elu_backward(grad_out: torch.Tensor, x: torch.Tensor, alpha: float) -> torch.Tensor:
    """Gradient by x: grad_out where x > 0, alpha·exp(x) ∘ grad_out where x ≤ 0; all of one shape [...]."""
    # YOUR CODE HERE
    raise NotImplementedError


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
    # YOUR CODE HERE
    raise NotImplementedError


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
    # YOUR CODE HERE
    raise NotImplementedError
