"""A word-level LSTM language model, its size, and its training by truncated BPTT.

Sources: T. Mikolov et al., "Recurrent neural network based language model", Interspeech 2010; W. Zaremba, I. Sutskever
and O. Vinyals, "Recurrent Neural Network Regularization", arXiv:1409.2329 (LSTM, state carried from block to block).
"""

from __future__ import annotations

import math

import torch
from torch import nn

State = tuple[torch.Tensor, torch.Tensor]


class RNNLM(nn.Module):
    """Embedding, LSTM, and a linear layer that scores every word as the next one.

    N sequences, T tokens, V vocabulary, E embedding, H hidden, L layers. The state dict names are those of `embedding`
    (nn.Embedding(V, E)), `lstm` (nn.LSTM(E, H, L), batch_first) and `output` (nn.Linear(H, V)). No dropout. The same
    weights serve every step: the number of parameters does not depend on T.
    """

    def __init__(self, vocab_size: int, embed_dim: int, hidden: int, layers: int = 1) -> None:
        """Build the layers.

        Args:
            vocab_size: V.
            embed_dim: E.
            hidden: H.
            layers: L.
        """
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, ids: torch.Tensor, state: State | None = None) -> tuple[torch.Tensor, State]:
        """Scores of the next token after each token; the state continues the sequence.

        The two halves of a sequence, one after the other with the first one's state, give what the whole gives.

        Args:
            ids: token ids, int64 [N, T].
            state: (h [L, N, H], c [L, N, H]) after the tokens before; None at the start of a sequence: zeros.

        Returns:
            (logits [N, T, V] before the softmax, the state after the last token).
        """
        # YOUR CODE HERE
        raise NotImplementedError


def embedding_parameters(vocab_size: int, embed_dim: int) -> int:
    """Number of parameters of an embedding: 33,278 words × 200 = 6,655,600; 23,095 subwords × 200 = 4,619,000."""
    # YOUR CODE HERE
    raise NotImplementedError


def train_language_model(
    train: torch.Tensor,
    valid: torch.Tensor,
    vocab_size: int,
    seed: int,
    device: str,
) -> object:
    """Train a recurrent language model.

    Args:
        train: the training text as token ids, int64 [L], 100,000 at most.
        valid: another text to stop early with, int64 [l]; not for training.
        vocab_size: V; all ids are below it.
        seed: the same seed on the same device gives the same model.
        device: "cpu" or "cuda".

    Returns:
        An object with `start(batch: int) -> state` and `step(ids [N], state) -> (logits [N, V], state)`: the scores of
        the token that follows ids, in each of N texts that are read at once, one token at a time.
    """
    # YOUR CODE HERE
    raise NotImplementedError
