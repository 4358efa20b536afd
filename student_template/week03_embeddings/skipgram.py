"""Skip-gram: how probable it is that two words are neighbours.

Source: T. Mikolov, I. Sutskever, K. Chen, G. Corrado and J. Dean, "Distributed Representations of Words and Phrases and
their Compositionality", NeurIPS 2013; as in the course, with one table for both words.
"""

from __future__ import annotations

import torch
from torch import nn


class SkipGram(nn.Module):
    """The log sigmoid of the dot product of two words' embeddings, both from one table.

    V words, embeddings of size E. The only parameter is that of `embeddings` (nn.Embedding(V, E)).
    """

    def __init__(self, vocab_size: int, embed_dim: int) -> None:
        """Build the table.

        Args:
            vocab_size: V.
            embed_dim: E.
        """
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, focus: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
        """log σ(e_focus · e_context) of each pair, finite however large the dot product is.

        Args:
            focus: int64 [N].
            context: int64 [N].

        Returns:
            [N].
        """
        # YOUR CODE HERE
        raise NotImplementedError
