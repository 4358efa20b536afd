from __future__ import annotations

import torch


def _f1(pairs) -> float:
    both = either = 0  # 2·TP + FP + FN is the number of Trues in true and pred together
    for t, p in pairs:
        both += t and p
        either += t + p
    return 2 * both / either if either else 0.0


def micro_f1(true: torch.Tensor, pred: torch.Tensor) -> float:
    return _f1(zip(true.flatten().tolist(), pred.flatten().tolist()))


def macro_f1(true: torch.Tensor, pred: torch.Tensor) -> float:
    scores = [_f1(zip(t, p)) for t, p in zip(true.t().tolist(), pred.t().tolist())]
    return sum(scores) / len(scores)
