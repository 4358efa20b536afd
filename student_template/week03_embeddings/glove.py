"""GloVe: how often words stand near each other, and vectors whose products are the logarithms of these numbers.

Source: J. Pennington, R. Socher and C. D. Manning, "GloVe: Global Vectors for Word Representation", EMNLP 2014:
table 1, equations 8 and 9, section 4.2.
"""

from __future__ import annotations

import torch


def cooccurrence(sentences: list[list[int]], size: int, window: int) -> torch.Tensor:
    """How often two words stand near each other; a pair at distance d counts 1/d.

    For each pair of positions of a sentence with distance d ≤ window, and words i and j at them, [i, j] and [j, i] grow
    by 1/d each; where i = j the diagonal grows by 2/d.

    Args:
        sentences: lists of word numbers from 0 to V − 1; there may be none, and sentences may be empty.
        size: V, at least 1.
        window: at least 1; may be larger than a sentence.

    Returns:
        float32 [V, V], symmetric.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def glove_weight(x: torch.Tensor, x_max: float = 100.0, alpha: float = 0.75) -> torch.Tensor:
    """(x/x_max)^alpha where x < x_max, otherwise 1 (equation 9).

    Args:
        x: counts of 0 or more, any shape; float32 or float64.
        x_max: above 0. alpha: above 0.

    Returns:
        Shape and dtype of x.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def glove_loss(
    w: torch.Tensor, w_ctx: torch.Tensor, b: torch.Tensor, b_ctx: torch.Tensor, x: torch.Tensor
) -> torch.Tensor:
    """Σ over the pairs with x_ij > 0 of f(x_ij)·(w_i·w_ctx_j + b_i + b_ctx_j − ln x_ij)² (equation 8).

    f is glove_weight with x_max = 100 and alpha = 0.75.

    Args:
        w: vectors of the words [V, E]. w_ctx: of the context words [V, E].
        b: biases of the words [V]. b_ctx: of the context words [V].
        x: counts of 0 or more [V, V]; all of one dtype, float32 or float64.

    Returns:
        [], differentiable by w, w_ctx, b and b_ctx; 0 where no count is above 0.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def probability_ratio(x: torch.Tensor, word_a: int, word_b: int, probe: int) -> float:
    """P(probe | word_a)/P(probe | word_b), where P(j | i) = x_ij/Σ_k x_ik (table 1).

    Args:
        x: counts of 0 or more [V, V], float32 or float64; need not be symmetric.
        word_a, word_b, probe: numbers of words. x[word_b, probe] and the sum of row word_a are above 0.

    Returns:
        A Python float.
    """
    # YOUR CODE HERE
    raise NotImplementedError
