"""CBOW with a hidden layer: a word from the words around it.

Source: T. Mikolov, K. Chen, G. Corrado and J. Dean, "Efficient Estimation of Word Representations in Vector Space",
ICLR Workshop 2013; as in the course, the context's embeddings stand side by side, and there is a hidden layer.
"""

from __future__ import annotations

import torch
from torch import nn


class CBOW(nn.Module):
    """Embeddings of the context side by side, a hidden layer with ReLU, log-probabilities of the word in the middle.

    V words, embeddings of size E, H hidden units, C = 2·context_size words of context. The state dict names are those
    of `embeddings` (nn.Embedding(V, E)), `linear1` (nn.Linear(C·E, H)) and `linear2` (nn.Linear(H, V)); there are no
    other parameters.
    """

    def __init__(self, vocab_size: int, embed_dim: int, context_size: int, hidden: int) -> None:
        """Build the three layers.

        Args:
            vocab_size: V.
            embed_dim: E.
            context_size: the number of context words on *each* side, at least 1.
            hidden: H.
        """
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """log softmax(linear2(ReLU(linear1(the embeddings one after the other, the first word's first)))).

        Args:
            ids: int64 [N, C], the words around the one to be guessed, from left to right; C = 2·context_size.

        Returns:
            [N, V]: log-probabilities.
        """
        # YOUR CODE HERE
        raise NotImplementedError
