from __future__ import annotations

import torch


def _f1(hits: torch.Tensor, total: torch.Tensor) -> torch.Tensor:
    """2·TP/(2·TP + FP + FN): the denominator is the number of true plus the number of predicted labels."""
    return (2 * hits).to(torch.float64) / total.clamp(min=1)


def micro_f1(true: torch.Tensor, pred: torch.Tensor) -> float:
    return _f1((true & pred).sum(), true.sum() + pred.sum()).item()


def macro_f1(true: torch.Tensor, pred: torch.Tensor) -> float:
    return _f1((true & pred).sum(dim=0), true.sum(dim=0) + pred.sum(dim=0)).mean().item()
