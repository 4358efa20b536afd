"""How gradients shrink and grow over time, and two ways to clip them.

Sources: Y. Bengio, P. Simard and P. Frasconi, "Learning Long-Term Dependencies with Gradient Descent is Difficult",
IEEE Transactions on Neural Networks 5 (1994); R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training
recurrent neural networks", ICML 2013 (clipping by the norm).

Inputs are not modified; results are new tensors with the dtype of the inputs. Nothing here has to be differentiable.
"""

from __future__ import annotations

import torch


def hidden_grad_norms(Wh: torch.Tensor, T: int) -> torch.Tensor:
    """How strongly the last state of a linear RNN h_t = h_{t−1}·Wh depends on each state before.

    ∂h_T/∂h_t is a product of T − t copies of Wh; its spectral norm is the largest singular value. The power of
    Wh's own norm is only an upper bound.

    Args:
        Wh: recurrent weights [H, H], not symmetric.
        T: number of steps, at least 1.

    Returns:
        [T]: the spectral norm of ∂h_T/∂h_t for t = 1 … T, in this order; the last one is 1.
    """
    # BEGIN SOLUTION
    product = torch.eye(len(Wh), dtype=Wh.dtype, device=Wh.device)
    norms = []
    for _ in range(T):
        norms.append(torch.linalg.matrix_norm(product, 2))
        product = product @ Wh
    return torch.stack(norms[::-1])
    # END SOLUTION


def clip_by_norm(grads: list[torch.Tensor], threshold: float) -> list[torch.Tensor]:
    """Scale all gradients together so that their common norm does not exceed the threshold.

    ‖g‖ is the root of the sum of the squares of all elements of all tensors. Where ‖g‖ ≥ threshold every tensor is
    multiplied by threshold/‖g‖; else nothing changes. The direction of the whole stays the same.

    Args:
        grads: tensors of any shapes.
        threshold: above 0.

    Returns:
        New tensors of the same shapes, in the same order.
    """
    # BEGIN SOLUTION
    norm = torch.cat([g.flatten() for g in grads]).norm()
    factor = (threshold / norm).clamp(max=1.0)  # no gradient at all: ∞, clamped to 1
    return [g * factor for g in grads]
    # END SOLUTION


def clip_by_value(grads: list[torch.Tensor], limit: float) -> list[torch.Tensor]:
    """Clamp every element to [−limit, limit]; the direction may change.

    Args:
        grads: tensors of any shapes.
        limit: above 0.

    Returns:
        New tensors of the same shapes, in the same order.
    """
    # BEGIN SOLUTION
    return [g.clamp(-limit, limit) for g in grads]
    # END SOLUTION
