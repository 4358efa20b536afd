"""Max-pooling by a factor between 1 and 2.

Source: B. Graham, "Fractional Max-Pooling", 2014.
"""

from __future__ import annotations

import torch


def fractional_max_pool(x: torch.Tensor, rows: torch.Tensor, cols: torch.Tensor) -> torch.Tensor:
    """The maxima of 2×2 windows whose top left corners are rows × cols.

    Args:
        x: images [N, C, H, W]; H and W at least 2.
        rows: int64 [h], each from 0 to H − 2, in any order; windows may overlap, and may occur twice.
        cols: int64 [w], each from 0 to W − 2.

    Returns:
        [N, C, h, w]: at (i, j) the maximum of x[…, rows[i] : rows[i] + 2, cols[j] : cols[j] + 2].
    """
    windows = []
    for di in (0, 1):
        for dj in (0, 1):
            windows.append(x[:, :, rows + di][:, :, :, cols + dj])
    return torch.stack(windows).max(dim=0).values
