import torch
import torch.nn as nn
import torch.nn.functional as F


class SkipGram(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.embeddings = nn.Embedding(num_embeddings=vocab_size, embedding_dim=embed_dim)

    def forward(self, focus, context):
        both = self.embeddings(torch.stack((focus, context)))  # [2, N, E]
        dot = both.prod(dim=0).sum(dim=-1)
        # log(1 / (1 + e^-x)) = -softplus(-x)
        return -F.softplus(-dot)
