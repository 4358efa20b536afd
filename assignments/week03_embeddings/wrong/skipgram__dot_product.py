"""The log sigmoid is missing.

task: skipgram
loses: test_forward, test_large, test_gradients
"""

import torch.nn as nn


class SkipGram(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embed_dim)

    def forward(self, focus, context):
        u = self.embeddings(focus)
        v = self.embeddings(context)
        return (u * v).sum(dim=1)
