import torch
from torch import nn


class NNLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, window, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.hidden = nn.Linear(window * embed_dim, hidden)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids):
        columns = [self.embedding(ids[:, i]) for i in range(ids.size(1))]
        return self.output(self.hidden(torch.cat(columns, dim=-1)).tanh())
