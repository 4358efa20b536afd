"""The layers are weighted, and stay apart.

task: elmo
loses: test_mix_start, test_mix, test_mix_gradients
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


class ELMoMix(nn.Module):
    def __init__(self, num_layers):
        super().__init__()
        self.scalars = nn.Parameter(torch.zeros(num_layers))
        self.gamma = nn.Parameter(torch.ones(()))

    def forward(self, layers):
        weights = F.softmax(self.scalars, dim=0)
        return self.gamma * (weights.view(-1, 1, 1, 1) * layers)


class BiLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.forward_lstm = nn.LSTM(embed_dim, hidden, batch_first=True)
        self.backward_lstm = nn.LSTM(embed_dim, hidden, batch_first=True)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids):
        x = self.embedding(ids)
        f, _ = self.forward_lstm(x)
        b, _ = self.backward_lstm(torch.flip(x, [1]))
        b = torch.flip(b, [1])
        return self.output(f), self.output(b)


def bilm_loss(forward_logits, backward_logits, ids):
    v = forward_logits.shape[-1]
    f = F.cross_entropy(forward_logits[:, :-1].reshape(-1, v), ids[:, 1:].reshape(-1))
    b = F.cross_entropy(backward_logits[:, 1:].reshape(-1, v), ids[:, :-1].reshape(-1))
    return (f + b) / 2
