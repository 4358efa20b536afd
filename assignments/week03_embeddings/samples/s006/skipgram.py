import torch.nn as nn


class SkipGram(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embedding_dim=embed_dim)

    def forward(self, focus, context):
        dot = (self.embeddings(focus) * self.embeddings(context)).sum(-1)
        return nn.LogSigmoid(dim=-1)(dot)
