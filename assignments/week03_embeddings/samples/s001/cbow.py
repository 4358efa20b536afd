import torch.nn as nn
import torch.nn.functional as F


class CBOW(nn.Module):
    def __init__(self, vocab_size, embed_dim, context_size, hidden):
        super(CBOW, self).__init__()
        n_context = context_size * 2
        self.embeddings = nn.Embedding(num_embeddings=vocab_size, embedding_dim=embed_dim)
        self.linear1 = nn.Linear(n_context * embed_dim, hidden)
        self.linear2 = nn.Linear(in_features=hidden, out_features=vocab_size)

    def forward(self, ids):
        embeds = self.embeddings(ids).reshape(ids.size(0), -1)
        out = F.relu(self.linear1(embeds))
        return F.log_softmax(self.linear2(out), dim=-1)
