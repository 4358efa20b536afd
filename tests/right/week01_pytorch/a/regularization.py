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


def _drop(t: torch.Tensor, p: float, generator: torch.Generator) -> torch.Tensor:
    """t with each entry 0 with probability p and t/(1 − p) otherwise. rand < 1, so that p = 1 keeps none."""
    lost = (torch.rand(t.shape, generator=generator, device=generator.device) < p).to(t.device)
    return (t * (1 / (1 - p) if p < 1 else 0.0)).masked_fill(lost, 0)


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
    return _drop(x, p, generator) if training else x.clone()


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
        W = _drop(W, p, generator)
    return torch.einsum("nd,md->nm", x, W) + b


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
    def mix(t: torch.Tensor) -> torch.Tensor:
        return lam * t + (1 - lam) * t.index_select(0, perm)

    return mix(x), mix(y)


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

    def band(length: int) -> torch.Tensor:
        """[N, length]: where the square lies along one axis."""
        start = torch.randint(length - size + 1, (n, 1), generator=generator, device=generator.device)
        place = torch.arange(length, device=generator.device)
        return (place >= start) & (place < start + size)

    square = band(height)[:, None, :, None] & band(width)[:, None, None, :]
    return x.masked_fill(square.to(x.device), 0)
