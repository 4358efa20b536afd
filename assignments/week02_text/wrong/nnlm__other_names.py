"""The layers are called embeddings, linear1 and linear2.

task: nnlm
loses: test_state, test_forward, test_order_matters, test_gradients
"""

import torch
import torch.nn as nn


class NNLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, window, hidden):
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embed_dim)
        self.linear1 = nn.Linear(window * embed_dim, hidden)
        self.linear2 = nn.Linear(hidden, vocab_size)

    def forward(self, ids):
        x = self.embeddings(ids).reshape(ids.shape[0], -1)
        return self.linear2(torch.tanh(self.linear1(x)))
