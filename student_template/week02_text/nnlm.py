"""A neural language model that sees a window of words.

Source: Y. Bengio, R. Ducharme, P. Vincent and C. Jauvin, "A Neural Probabilistic Language Model", JMLR 3 (2003),
without the direct connections.
"""

from __future__ import annotations

import torch
from torch import nn


class NNLM(nn.Module):
    """Embeddings of the window's words side by side, a hidden layer with tanh, scores for the next word.

    V words, embeddings of size E, H hidden units. The state dict names are those of `embedding` (nn.Embedding(V, E)),
    `hidden` (nn.Linear(window·E, H)) and `output` (nn.Linear(H, V)); there are no other parameters.
    """

    def __init__(self, vocab_size: int, embed_dim: int, window: int, hidden: int) -> None:
        """Build the three layers.

        Args:
            vocab_size: V.
            embed_dim: E.
            window: how many words the model sees, at least 1.
            hidden: H.
        """
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """output(tanh(hidden(the embeddings one after the other, the first word's first))).

        Args:
            ids: int64 [N, window], the words before the one to be guessed, the oldest first.

        Returns:
            [N, V]: logits, no softmax.
        """
        # YOUR CODE HERE
        raise NotImplementedError
