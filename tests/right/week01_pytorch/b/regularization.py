"""Four ways to keep a network from learning its training data by heart.

Sources: N. Srivastava et al., "Dropout", JMLR 15 (2014); L. Wan et al., "Regularization of Neural Networks using
DropConnect", ICML 2013; H. Zhang et al., "mixup: Beyond Empirical Risk Minimization", ICLR 2018; T. DeVries and
G. W. Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017 (here the square lies wholly
inside).

Inputs are not modified; results are new tensors of the inputs' dtype. Autograd can differentiate them; `cutout`, which
prepares images, need not be differentiable. Everything random is drawn from the given generator.
"""

from __future__ import annotations

import torch


def dropout(x: torch.Tensor, p: float, training: bool, generator: torch.Generator) -> torch.Tensor:
    """Inverted dropout: each element becomes 0 with probability p, the others are multiplied by 1/(1 − p).

    Args:
        x: any shape.
        p: from 0 to 1; with 1 everything becomes 0.
        training: where False the result equals x, and nothing is drawn.
        generator: the source of the mask.

    Returns:
        The shape of x.
    """
    if not training:
        return x.clone()
    keep = torch.rand(x.shape, generator=generator, device=generator.device).to(x.device) >= p
    scale = 1 / (1 - p) if p < 1 else 0.0
    return torch.where(keep, x * scale, torch.zeros_like(x))


def dropconnect_linear(
    x: torch.Tensor,
    W: torch.Tensor,
    b: torch.Tensor,
    p: float,
    training: bool,
    generator: torch.Generator,
) -> torch.Tensor:
    """x·W̃ᵀ + b, where each weight of W̃ is 0 with probability p and W/(1 − p) otherwise.

    One mask over W serves all examples; the bias is kept.

    Args:
        x: inputs [N, D].
        W: weights [M, D].
        b: bias [M].
        p: from 0 to 1; with 1 only b is left.
        training: where False the result is x·Wᵀ + b, and nothing is drawn.
        generator: the source of the mask.

    Returns:
        [N, M].
    """
    if training:
        keep = torch.rand(W.shape, generator=generator, device=generator.device).to(W.device) >= p
        scale = 1 / (1 - p) if p < 1 else 0.0
        W = torch.where(keep, W * scale, torch.zeros_like(W))
    return x @ W.T + b


def mixup(x: torch.Tensor, y: torch.Tensor, lam: float, perm: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Each example is mixed with another one: lam·x + (1 − lam)·x[perm], and y likewise.

    Args:
        x: examples [N, …].
        y: their targets [N, K], of a floating dtype.
        lam: from 0 to 1.
        perm: with whom each is mixed, int64 [N].

    Returns:
        The mixed x and y, as a tuple.
    """
    return lam * x + (1 - lam) * x[perm], lam * y + (1 - lam) * y[perm]


def cutout(x: torch.Tensor, size: int, generator: torch.Generator) -> torch.Tensor:
    """One square of zeros in each image, the same for all its channels.

    Args:
        x: images [N, C, H, W].
        size: side of the square, 1 ≤ size ≤ min(H, W).
        generator: the source of the positions. Each position wholly inside the image is equally probable, for each
            image by itself.

    Returns:
        [N, C, H, W]; outside of the squares it equals x.
    """
    n, _, height, width = x.shape
    device = generator.device
    top = torch.randint(0, height - size + 1, (n, 1), generator=generator, device=device).to(x.device)
    left = torch.randint(0, width - size + 1, (n, 1), generator=generator, device=device).to(x.device)
    i = torch.arange(height, device=x.device)
    j = torch.arange(width, device=x.device)
    in_rows = (i >= top) & (i < top + size)  # [N, H]
    in_cols = (j >= left) & (j < left + size)  # [N, W]
    square = (in_rows[:, :, None] & in_cols[:, None, :])[:, None]  # [N, 1, H, W]
    return torch.where(square, torch.zeros_like(x), x)
