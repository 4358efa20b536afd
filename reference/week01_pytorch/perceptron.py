"""The perceptron: a unit with a threshold, and the logic gates that one of them can be.

Source: F. Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in the brain",
Psychological Review 65 (1958).

N examples, D inputs. Inputs are not modified.
"""

from __future__ import annotations

import torch


def perceptron(x: torch.Tensor, w: torch.Tensor, b: float) -> torch.Tensor:
    """1 where x·w + b > 0, else 0; exactly 0 gives 0.

    Args:
        x: inputs [N, D], float32 or float64.
        w: weights [D], of the dtype of x.
        b: bias.

    Returns:
        [N], int64.
    """
    # BEGIN SOLUTION
    return (x @ w + b > 0).long()
    # END SOLUTION


def gate_and(x: torch.Tensor) -> torch.Tensor:
    """1 where both inputs are 1: one perceptron, with weights and a bias of your choice.

    Args:
        x: inputs [N, 2], float32 or float64: mostly 0 and 1, in one check other numbers too.

    Returns:
        [N], int64.
    """
    # BEGIN SOLUTION
    return perceptron(x, torch.tensor([1.0, 1.0], dtype=x.dtype), -1.5)
    # END SOLUTION


def gate_or(x: torch.Tensor) -> torch.Tensor:
    """1 where at least one input is 1: one perceptron.

    Args:
        x: inputs [N, 2], float32 or float64: mostly 0 and 1, in one check other numbers too.

    Returns:
        [N], int64.
    """
    # BEGIN SOLUTION
    return perceptron(x, torch.tensor([1.0, 1.0], dtype=x.dtype), -0.5)
    # END SOLUTION


def gate_nand(x: torch.Tensor) -> torch.Tensor:
    """0 where both inputs are 1, else 1: one perceptron.

    Args:
        x: inputs [N, 2], float32 or float64: mostly 0 and 1, in one check other numbers too.

    Returns:
        [N], int64.
    """
    # BEGIN SOLUTION
    return perceptron(x, torch.tensor([-1.0, -1.0], dtype=x.dtype), 1.5)
    # END SOLUTION
