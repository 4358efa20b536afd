# WEEK3 복습과제 - 제출 5분 전에 고침
import torch
import torch.nn as nn
import torch.nn.functional as F


def create_cbow_dataset(tokens):
    data = []
    for i in range(2, len(tokens) - 2):
        data.append((tokens[i - 2 : i] + tokens[i + 1 : i + 3], tokens[i]))
    return data


class CBOW(nn.Module):
    def __init__(self, vocab_size, embed_dim, context_size, hidden)
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embedding_dim=embed_dim)
        self.linear1 = nn.Linear(context_size * 2 * embed_dim, hidden)
        self.linear2 = nn.Linear(hidden, out_features=vocab_size)

    def forward(self, ids):
        x = self.embeddings(ids).view(len(ids), -1)
        return F.log_softmax(self.linear2(F.relu(self.linear1(x))), dim=1)


def cosine(a, b):
    return F.normalize(a, dim=1).mul(F.normalize(b, dim=1)).sum(1)
