"""Other definitions that students bring along, so that a check can name the mix-up instead of "values differ".

Students get a recording of these functions (`recorded` in assignment.toml): they are the solution but for a term.

Each function takes the arguments of the course's cell and computes in float64.
"""

from __future__ import annotations

import torch


def torch_gru(x: torch.Tensor, h: torch.Tensor, Wx: torch.Tensor, Wh: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """torch.nn.GRU's step on the course's blocks: the reset gate acts after the recurrent product."""
    (xz, xr, xg), (hz, hr, hg) = _products(x, h, Wx, Wh, b, blocks=3)
    z, r = torch.sigmoid(xz + hz), torch.sigmoid(xr + hr)
    return (1 - z) * torch.tanh(xg + r * hg) + z * h.double()


def torch_gru_torch_order(
    x: torch.Tensor, h: torch.Tensor, Wx: torch.Tensor, Wh: torch.Tensor, b: torch.Tensor
) -> torch.Tensor:
    """torch.nn.GRU's step with its own order of blocks: both differences at once."""
    return torch_gru(x, h, *(_swap(a, (1, 0, 2)) for a in (Wx, Wh, b)))


def swapped_update_gru(
    x: torch.Tensor, h: torch.Tensor, Wx: torch.Tensor, Wh: torch.Tensor, b: torch.Tensor
) -> torch.Tensor:
    """h' = z∘g + (1 − z)∘h: the update gate the other way round."""
    flipped = [a.clone() for a in (Wx, Wh, b)]
    for a in flipped:  # σ(−a) = 1 − σ(a)
        a[..., : a.shape[-1] // 3] *= -1  # block z
    return _course_gru(x, h, *flipped)


def _course_gru(x: torch.Tensor, h: torch.Tensor, Wx: torch.Tensor, Wh: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The course's own step."""
    width = h.shape[1]
    (xz, xr, xg), (hz, hr, _) = _products(x, h, Wx, Wh, b, blocks=3)
    z, r = torch.sigmoid(xz + hz), torch.sigmoid(xr + hr)
    g = torch.tanh(xg + (r * h.double()) @ Wh.double()[:, 2 * width :])
    return (1 - z) * g + z * h.double()


def _products(
    x: torch.Tensor, h: torch.Tensor, Wx: torch.Tensor, Wh: torch.Tensor, b: torch.Tensor, *, blocks: int
) -> tuple[tuple[torch.Tensor, ...], tuple[torch.Tensor, ...]]:
    """The blocks of x·Wx + b, and those of h·Wh."""
    from_input = (x.double() @ Wx.double() + b.double()).chunk(blocks, dim=1)
    from_state = (h.double() @ Wh.double()).chunk(blocks, dim=1)
    return from_input, from_state


def _swap(a: torch.Tensor, order: tuple[int, ...]) -> torch.Tensor:
    """The blocks of the last dimension in another order."""
    blocks = a.chunk(len(order), dim=-1)
    return torch.cat([blocks[k] for k in order], dim=-1)
