"""The layers have other names.

task: cbow
loses: test_state, test_forward, test_boundaries, test_gradients
"""

import torch.nn as nn
import torch.nn.functional as F


class CBOW(nn.Module):
    def __init__(self, vocab_size, embed_dim, context_size, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.fc1 = nn.Linear(2 * context_size * embed_dim, hidden)
        self.fc2 = nn.Linear(hidden, vocab_size)

    def forward(self, ids):
        x = self.embedding(ids).reshape(ids.shape[0], -1)
        return F.log_softmax(self.fc2(F.relu(self.fc1(x))), dim=1)
