from __future__ import annotations

import torch
from torch import nn


class CBOW(nn.Module):
    def __init__(self, vocab_size: int, embed_dim: int, context_size: int, hidden: int) -> None:
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embed_dim)
        self.linear1 = nn.Linear(2 * context_size * embed_dim, hidden)
        self.linear2 = nn.Linear(hidden, vocab_size)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        x = torch.cat([self.embeddings(column) for column in ids.unbind(1)], dim=1)
        scores = self.linear2(torch.relu(self.linear1(x)))
        return scores.log_softmax(1)
