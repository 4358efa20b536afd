from __future__ import annotations

import torch
from torch import nn


class ELMoMix(nn.Module):
    def __init__(self, num_layers: int) -> None:
        super().__init__()
        self.scalars = nn.Parameter(torch.zeros(num_layers))
        self.gamma = nn.Parameter(torch.tensor(1.0))

    def forward(self, layers: torch.Tensor) -> torch.Tensor:
        return self.gamma * torch.tensordot(self.scalars.softmax(0), layers, dims=1)


class BiLM(nn.Module):
    def __init__(self, vocab_size: int, embed_dim: int, hidden: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.forward_lstm = nn.LSTM(embed_dim, hidden, batch_first=True)
        self.backward_lstm = nn.LSTM(embed_dim, hidden, batch_first=True)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = self.embedding(ids)
        right, _ = self.forward_lstm(x)
        left, _ = self.backward_lstm(x.flip(1))
        return self.output(right), self.output(left.flip(1))


def bilm_loss(forward_logits: torch.Tensor, backward_logits: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    def nats(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        return (logits.logsumexp(-1) - logits.gather(-1, target.unsqueeze(-1)).squeeze(-1)).mean()

    ahead = nats(forward_logits[:, :-1], ids[:, 1:])
    back = nats(backward_logits[:, 1:], ids[:, :-1])
    return 0.5 * (ahead + back)
