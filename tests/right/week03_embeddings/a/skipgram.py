from __future__ import annotations

import torch
from torch import nn


class SkipGram(nn.Module):
    def __init__(self, vocab_size: int, embed_dim: int) -> None:
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embed_dim)

    def forward(self, focus: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
        dots = torch.einsum("ne,ne->n", self.embeddings(focus), self.embeddings(context))
        return -torch.logaddexp(torch.zeros_like(dots), -dots)
