"""A tag for every token with a bidirectional LSTM, padding left out everywhere.

Sources: A. Graves and J. Schmidhuber, "Framewise phoneme classification with bidirectional LSTM and other neural
network architectures", Neural Networks 18 (2005); Z. Huang, W. Xu and K. Yu, "Bidirectional LSTM-CRF Models for
Sequence Tagging", arXiv:1508.01991.
"""

from __future__ import annotations


import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

PADDING = 0  # token id
IGNORED = -100  # tag of a token that does not count


class Tagger(nn.Module):
    """Embedding, bidirectional LSTM, and a linear layer on every step's two hidden states.

    N sentences, T tokens, V vocabulary, E embedding, H hidden, K tags. The state dict names are those of `embedding`
    (nn.Embedding(V, E)), `lstm` (nn.LSTM(E, H), one layer, bidirectional, batch_first) and `output` (nn.Linear(2H, K)).
    No dropout.
    """

    def __init__(self, vocab_size: int, embed_dim: int, hidden: int, num_tags: int) -> None:
        """Build the layers.

        Args:
            vocab_size: V; id 0 is padding (`padding_idx=0` is allowed).
            embed_dim: E.
            hidden: H.
            num_tags: K.
        """
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Scores of the tags of every token; those of a sentence do not depend on the padding behind it.

        Args:
            ids: token ids, int64 [N, T], padded with 0 on the right; T may exceed every length.
            lengths: number of real tokens of each sentence, int64 [N], at least 1, in any order.

        Returns:
            Logits [N, T, K] before the softmax; what stands at padding does not matter.
        """
        # YOUR CODE HERE
        raise NotImplementedError


def tagging_loss(logits: torch.Tensor, tags: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy over the tokens whose tag is not −100.

    Args:
        logits: [N, T, K] before the softmax.
        tags: int64 [N, T]; −100 at padding. At least one tag is real.

    Returns:
        The loss, a tensor of shape [].
    """
    # YOUR CODE HERE
    raise NotImplementedError


def tagging_accuracy(logits: torch.Tensor, tags: torch.Tensor) -> float:
    """Share of the tokens with a tag other than −100 whose highest logit is that of their tag.

    Args:
        logits: [N, T, K].
        tags: int64 [N, T]; −100 at padding. At least one tag is real.

    Returns:
        A Python float between 0 and 1.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def train_tagger(
    tokens: list[list[str]],
    tags: list[list[int]],
    valid_tokens: list[list[str]],
    valid_tags: list[list[int]],
    num_tags: int,
    seed: int,
    device: str,
) -> object:
    """Train a recurrent tagger.

    Args:
        tokens: training sentences, each a list of tokens (single characters); at least one token each.
        tags: for every token of every sentence a tag, 0 … num_tags − 1.
        valid_tokens: sentences to stop early with; not for training.
        valid_tags: their tags.
        num_tags: K.
        seed: the same seed on the same device gives the same tagger; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(sentences: list[list[str]]) -> list[list[int]]`: a tag for every token, in order.
    """
    # YOUR CODE HERE
    raise NotImplementedError
