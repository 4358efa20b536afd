from __future__ import annotations

import torch
from torch import nn


class ELMoMix(nn.Module):
    def __init__(self, num_layers: int) -> None:
        super().__init__()
        self.scalars = nn.Parameter(torch.zeros(num_layers))
        self.gamma = nn.Parameter(torch.tensor(1.0))

    def forward(self, layers: torch.Tensor) -> torch.Tensor:
        return torch.tensordot(self.gamma * self.scalars.softmax(0), layers, dims=1)


class BiLM(nn.Module):
    def __init__(self, vocab_size: int, embed_dim: int, hidden: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.forward_lstm = nn.LSTM(embed_dim, hidden, batch_first=True)
        self.backward_lstm = nn.LSTM(embed_dim, hidden, batch_first=True)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        forwards, _ = self.forward_lstm(self.embedding(ids))
        backwards, _ = self.backward_lstm(self.embedding(ids.flip(1)))
        return self.output(forwards), self.output(backwards.flip(1))


def bilm_loss(forward_logits: torch.Tensor, backward_logits: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    def one_way(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return -logits.log_softmax(2).gather(2, targets.unsqueeze(2)).mean()

    return (one_way(forward_logits[:, :-1], ids[:, 1:]) + one_way(backward_logits[:, 1:], ids[:, :-1])) / 2
