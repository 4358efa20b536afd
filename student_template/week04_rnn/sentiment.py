"""Sentiment of short reviews with a two-layer bidirectional RNN.

Sources: M. Schuster and K. K. Paliwal, "Bidirectional Recurrent Neural Networks", IEEE Transactions on Signal
Processing 45 (1997); gradient clipping: R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent
neural networks", ICML 2013.
"""

from __future__ import annotations


import torch
from torch import nn


class SentimentRNN(nn.Module):
    """Embedding, a two-layer bidirectional tanh RNN, and a linear layer on the final states.

    N texts, T tokens, V vocabulary, E embedding, H hidden, K classes. The state dict names are those of
    `word_embeddings` (nn.Embedding(V, E)), `rnn` (nn.RNN(E, H), 2 layers, bidirectional, batch_first) and `label`
    (nn.Linear(4H, K)). No dropout.
    """

    def __init__(
        self,
        vocab_size: int,
        embed_dim: int,
        hidden: int,
        num_classes: int,
        weights: torch.Tensor | None = None,
    ) -> None:
        """Build the layers.

        Args:
            vocab_size: V.
            embed_dim: E.
            hidden: H.
            num_classes: K.
            weights: pretrained embedding [V, E], float32; where given, word_embeddings holds a copy of these values
                and is frozen (not trained). Where None, the embedding starts at random and is trained.
        """
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Class scores before the softmax.

        Args:
            ids: token ids, int64 [N, T].

        Returns:
            Logits [N, K]: `label` of the final states of both layers and directions side by side, in h_n's order
            (layer 0 forward, layer 0 reverse, layer 1 forward, layer 1 reverse).
        """
        # YOUR CODE HERE
        raise NotImplementedError


def train_sentiment(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    """Train a recurrent classifier with gradient clipping.

    Args:
        texts: training texts, some thousand short Korean sentences.
        labels: 0 (negative) or 1 (positive) for every text.
        valid_texts: texts to stop early with; not for training.
        valid_labels: their labels.
        seed: the same seed on the same device gives the same classifier; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(texts: list[str]) -> list[int]`: 0 or 1 for every text, in order.
    """
    # YOUR CODE HERE
    raise NotImplementedError
