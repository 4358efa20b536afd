"""Dimensions of size 1 are lost.

task: skipgram
loses: test_large
"""

import torch.nn as nn
import torch.nn.functional as F


class SkipGram(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embed_dim)

    def forward(self, focus, context):
        u = self.embeddings(focus)
        v = self.embeddings(context)
        return F.logsigmoid((u * v).sum(dim=1)).squeeze()
