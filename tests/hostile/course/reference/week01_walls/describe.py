"""Plain values."""

from __future__ import annotations

import torch


def describe(xs: list[int]) -> dict[str, object]:
    """Count, total, mean, the sorted numbers, and the total's sign in words."""
    # BEGIN SOLUTION
    total = sum(xs)
    sign = "negative" if total < 0 else "not negative"
    return {"count": len(xs), "total": total, "mean": total / len(xs), "sorted": sorted(xs), "sign": sign}
    # END SOLUTION


def fill(n: int) -> torch.Tensor:
    """Ones [n]."""
    # BEGIN SOLUTION
    return torch.ones(n)
    # END SOLUTION
