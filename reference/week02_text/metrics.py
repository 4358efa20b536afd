"""F1 where an example has any number of labels.

Source: D. D. Lewis et al., "RCV1: A New Benchmark Collection for Text Categorization Research", JMLR 5 (2004).
"""

from __future__ import annotations

import torch


# BEGIN SOLUTION
def f1_of(true: torch.Tensor, pred: torch.Tensor) -> float:
    """F1 of all entries together; any shape."""
    hits, marked = int((true & pred).sum()), int(true.sum() + pred.sum())  # TP, and 2·TP + FP + FN
    return 2 * hits / marked if marked else 0.0


# END SOLUTION


def micro_f1(true: torch.Tensor, pred: torch.Tensor) -> float:
    """F1 = 2·TP/(2·TP + FP + FN), all entries counted together.

    Args:
        true: bool [N, K], whether example n has label k. pred: the same as predicted.

    Returns:
        A Python float; 0.0 where the denominator is 0.
    """
    # BEGIN SOLUTION
    return f1_of(true, pred)
    # END SOLUTION


def macro_f1(true: torch.Tensor, pred: torch.Tensor) -> float:
    """The mean of the K labels' F1.

    Args:
        true: bool [N, K], whether example n has label k. pred: the same as predicted.

    Returns:
        A Python float; a label whose denominator is 0 (never there, never predicted) counts as 0.
    """
    # BEGIN SOLUTION
    scores = [f1_of(there, predicted) for there, predicted in zip(true.T, pred.T, strict=True)]
    return sum(scores) / len(scores)
    # END SOLUTION
