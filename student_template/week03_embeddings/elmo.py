"""ELMo: a language model in both directions, and the mix of its layers.

Source: M. E. Peters et al., "Deep Contextualized Word Representations", NAACL 2018, sections 3.1 and 3.2.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class ELMoMix(nn.Module):
    """gamma · Σ_j softmax(scalars)_j · layer j.

    Parameters: `scalars` [L], zeros at the start, and `gamma` [], 1 at the start.
    """

    def __init__(self, num_layers: int) -> None:
        """Make the parameters.

        Args:
            num_layers: L, at least 1.
        """
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, layers: torch.Tensor) -> torch.Tensor:
        """The weighted sum of the layers.

        Args:
            layers: [L, N, T, H].

        Returns:
            [N, T, H].
        """
        # YOUR CODE HERE
        raise NotImplementedError


class BiLM(nn.Module):
    """Two LSTMs, one in each direction, over one embedding and below one output layer.

    The state dict names are those of `embedding` (nn.Embedding(V, E)), `forward_lstm` and `backward_lstm`
    (nn.LSTM(E, H), one layer, one direction) and `output` (nn.Linear(H, V)); there are no other parameters.
    """

    def __init__(self, vocab_size: int, embed_dim: int, hidden: int) -> None:
        """Build the four layers.

        Args:
            vocab_size: V.
            embed_dim: E.
            hidden: H.
        """
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores for the next and for the previous token at each position.

        Args:
            ids: int64 [N, T].

        Returns:
            Logits [N, T, V] of token t + 1 from the tokens up to t, and [N, T, V] of token t − 1 from those from t on;
            no softmax.
        """
        # YOUR CODE HERE
        raise NotImplementedError


def bilm_loss(forward_logits: torch.Tensor, backward_logits: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    """Mean of the two directions' mean cross-entropies.

    Args:
        forward_logits: [N, T, V], of token t + 1 at position t; the last position has no target.
        backward_logits: [N, T, V], of token t − 1 at position t; the first position has no target.
        ids: int64 [N, T], T at least 2.

    Returns:
        [], in nats: ½·(mean over N·(T − 1) forward targets + mean over N·(T − 1) backward targets).
    """
    # YOUR CODE HERE
    raise NotImplementedError
