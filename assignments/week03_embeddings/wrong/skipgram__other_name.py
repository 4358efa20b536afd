"""The table has another name.

task: skipgram
loses: test_state, test_forward, test_large, test_gradients
"""

import torch.nn as nn
import torch.nn.functional as F


class SkipGram(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)

    def forward(self, focus, context):
        u = self.embedding(focus)
        v = self.embedding(context)
        return F.logsigmoid((u * v).sum(dim=1))
