from __future__ import annotations

import torch
from torch import nn


class NNLM(nn.Module):
    def __init__(self, vocab_size: int, embed_dim: int, window: int, hidden: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.hidden = nn.Linear(window * embed_dim, hidden)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        x = torch.cat([self.embedding(column) for column in ids.unbind(dim=1)], dim=1)
        return self.output(self.hidden(x).tanh())
