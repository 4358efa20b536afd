"""The mean of the embeddings stands in every place of the window.

task: nnlm
loses: test_forward, test_order_matters, test_gradients
"""

import torch
import torch.nn as nn


class NNLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, window, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.hidden = nn.Linear(window * embed_dim, hidden)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids):
        x = self.embedding(ids).mean(1).repeat(1, ids.shape[1])
        return self.output(torch.tanh(self.hidden(x)))
