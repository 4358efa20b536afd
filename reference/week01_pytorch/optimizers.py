"""Five optimizers as step functions: parameters, gradients and state in, new parameters and new state out.

Sources: I. Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013; J. Duchi,
E. Hazan and Y. Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", JMLR 12 (2011);
G. Hinton, lecture 6e of "Neural Networks for Machine Learning", 2012; D. P. Kingma and J. Ba, "Adam: A Method for
Stochastic Optimization", ICLR 2015. Formulas and defaults are those of torch.optim.

`params` and `grads` are lists of tensors of equal shapes, pair by pair. `state` is {} before the first step, and then
what the step before returned; what stands in it is your own affair: a dict of numbers, tensors and lists of them. No
argument is modified. Nothing here has to be differentiable.
"""

from __future__ import annotations

from typing import Any

import torch

Tensors = list[torch.Tensor]


# BEGIN SOLUTION
def kept(state: dict[str, Any], name: str, params: Tensors) -> Tensors:
    """What the state keeps for every parameter under a name; zeros before the first step."""
    return state[name] if name in state else [torch.zeros_like(p) for p in params]


# END SOLUTION


def sgd_momentum(
    params: Tensors, grads: Tensors, state: dict[str, Any], lr: float, momentum: float = 0.9
) -> tuple[Tensors, dict[str, Any]]:
    """v ← momentum·v + g; p ← p − lr·v. v is 0 at first.

    Args:
        params: the parameters p.
        grads: their gradients g, in the same order.
        state: {} or what the last step returned.
        lr: learning rate.
        momentum: the share of v that is kept.

    Returns:
        (new parameters, new state).
    """
    # BEGIN SOLUTION
    speeds = [momentum * v + g for v, g in zip(kept(state, "v", params), grads, strict=True)]
    return [p - lr * v for p, v in zip(params, speeds, strict=True)], {"v": speeds}
    # END SOLUTION


def nesterov(
    params: Tensors, grads: Tensors, state: dict[str, Any], lr: float, momentum: float = 0.9
) -> tuple[Tensors, dict[str, Any]]:
    """v ← momentum·v + g; p ← p − lr·(g + momentum·v), with the new v. v is 0 at first.

    Args:
        params: the parameters p.
        grads: their gradients g, in the same order.
        state: {} or what the last step returned.
        lr: learning rate.
        momentum: the share of v that is kept.

    Returns:
        (new parameters, new state).
    """
    # BEGIN SOLUTION
    speeds = [momentum * v + g for v, g in zip(kept(state, "v", params), grads, strict=True)]
    steps = [g + momentum * v for g, v in zip(grads, speeds, strict=True)]
    return [p - lr * step for p, step in zip(params, steps, strict=True)], {"v": speeds}
    # END SOLUTION


def adagrad(
    params: Tensors, grads: Tensors, state: dict[str, Any], lr: float, eps: float = 1e-10
) -> tuple[Tensors, dict[str, Any]]:
    """s ← s + g²; p ← p − lr·g/(√s + eps). s is 0 at first.

    Args:
        params: the parameters p.
        grads: their gradients g, in the same order.
        state: {} or what the last step returned.
        lr: learning rate.
        eps: added outside of the root.

    Returns:
        (new parameters, new state).
    """
    # BEGIN SOLUTION
    sums = [s + g * g for s, g in zip(kept(state, "s", params), grads, strict=True)]
    moved = [p - lr * g / (s.sqrt() + eps) for p, g, s in zip(params, grads, sums, strict=True)]
    return moved, {"s": sums}
    # END SOLUTION


def rmsprop(
    params: Tensors, grads: Tensors, state: dict[str, Any], lr: float, alpha: float = 0.99, eps: float = 1e-8
) -> tuple[Tensors, dict[str, Any]]:
    """s ← alpha·s + (1 − alpha)·g²; p ← p − lr·g/(√s + eps). s is 0 at first.

    Args:
        params: the parameters p.
        grads: their gradients g, in the same order.
        state: {} or what the last step returned.
        lr: learning rate.
        alpha: the share of s that is kept.
        eps: added outside of the root.

    Returns:
        (new parameters, new state).
    """
    # BEGIN SOLUTION
    means = [alpha * s + (1 - alpha) * g * g for s, g in zip(kept(state, "s", params), grads, strict=True)]
    moved = [p - lr * g / (s.sqrt() + eps) for p, g, s in zip(params, grads, means, strict=True)]
    return moved, {"s": means}
    # END SOLUTION


def adam(
    params: Tensors,
    grads: Tensors,
    state: dict[str, Any],
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Tensors, dict[str, Any]]:
    """Step t = 1, 2, …: m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; p ← p − lr·m̂/(√v̂ + eps).

    m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ); m and v are 0 at first, and are kept without this correction.

    Args:
        params: the parameters p.
        grads: their gradients g, in the same order.
        state: {} or what the last step returned.
        lr: learning rate.
        betas: (β₁, β₂).
        eps: added outside of the root.

    Returns:
        (new parameters, new state).
    """
    # BEGIN SOLUTION
    first, second = betas
    t = state.get("t", 0) + 1
    means = [first * m + (1 - first) * g for m, g in zip(kept(state, "m", params), grads, strict=True)]
    squares = [second * v + (1 - second) * g * g for v, g in zip(kept(state, "v", params), grads, strict=True)]
    moved = []
    for p, m, v in zip(params, means, squares, strict=True):
        m_hat, v_hat = m / (1 - first**t), v / (1 - second**t)
        moved.append(p - lr * m_hat / (v_hat.sqrt() + eps))
    return moved, {"t": t, "m": means, "v": squares}
    # END SOLUTION
