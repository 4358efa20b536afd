"""Negative sampling: the loss, the words that are drawn, and the frequent words that are left out.

Source: T. Mikolov, I. Sutskever, K. Chen, G. Corrado and J. Dean, "Distributed Representations of Words and Phrases and
their Compositionality", NeurIPS 2013, equation 4, section 2.2 (power 3/4) and equation 5 (subsampling).
"""

from __future__ import annotations

import torch


def negative_sampling_loss(centre: torch.Tensor, positive: torch.Tensor, negative: torch.Tensor) -> torch.Tensor:
    """Mean over N of −log σ(c·p) − Σ_k log σ(−c·n_k), finite however large the dot products are.

    Args:
        centre: c [N, E], the embeddings of the centre words, N ≥ 1.
        positive: p [N, E], of a word from the context of each.
        negative: n [N, K, E], of K ≥ 1 words drawn for each.

    Returns:
        []: differentiable by all three.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def unigram_table(counts: torch.Tensor, power: float = 0.75) -> torch.Tensor:
    """How probable each word is as a negative one: counts^power, divided by their sum; 0 for a word that never occurs.

    Args:
        counts: int64 [V], 0 or more; at least one is above 0.
        power: from 0 to 2.

    Returns:
        float32 [V], with the sum 1.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def keep_probability(frequency: torch.Tensor, t: float = 1e-5) -> torch.Tensor:
    """With which probability an occurrence of a word stays in the text: min(1, √(t/f)), and 1 at f = 0.

    Args:
        frequency: f [V], the words' shares of all tokens, 0 to 1.
        t: above 0.

    Returns:
        [V].
    """
    # YOUR CODE HERE
    raise NotImplementedError
