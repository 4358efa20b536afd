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
    old = state.get("v") or [torch.zeros_like(p) for p in params]
    v = [momentum * v_old + g for v_old, g in zip(old, grads)]
    return [p - lr * v_new for p, v_new in zip(params, v)], {"v": v}


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
    old = state.get("v") or [torch.zeros_like(p) for p in params]
    v = [momentum * v_old + g for v_old, g in zip(old, grads)]
    return [p - lr * (g + momentum * v_new) for p, g, v_new in zip(params, grads, v)], {"v": v}


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
    old = state.get("s") or [torch.zeros_like(p) for p in params]
    s = [s_old + g * g for s_old, g in zip(old, grads)]
    return [p - lr * g / (s_new.sqrt() + eps) for p, g, s_new in zip(params, grads, s)], {"s": s}


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
    old = state.get("s") or [torch.zeros_like(p) for p in params]
    s = [alpha * s_old + (1 - alpha) * g * g for s_old, g in zip(old, grads)]
    return [p - lr * g / (s_new.sqrt() + eps) for p, g, s_new in zip(params, grads, s)], {"s": s}


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
    beta1, beta2 = betas
    t = state.get("t", 0) + 1
    old_m = state.get("m") or [torch.zeros_like(p) for p in params]
    old_v = state.get("v") or [torch.zeros_like(p) for p in params]
    m = [beta1 * m_old + (1 - beta1) * g for m_old, g in zip(old_m, grads)]
    v = [beta2 * v_old + (1 - beta2) * g * g for v_old, g in zip(old_v, grads)]
    new = []
    for p, m_new, v_new in zip(params, m, v):
        m_hat = m_new / (1 - beta1**t)
        v_hat = v_new / (1 - beta2**t)
        new.append(p - lr * m_hat / (v_hat.sqrt() + eps))
    return new, {"t": t, "m": m, "v": v}
