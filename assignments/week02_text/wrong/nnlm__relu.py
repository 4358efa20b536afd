"""ReLU instead of tanh.

task: nnlm
loses: test_forward, test_order_matters, test_gradients
mistake: wrong_activation
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
        x = self.embedding(ids).reshape(ids.shape[0], -1)
        return self.output(torch.relu(self.hidden(x)))
