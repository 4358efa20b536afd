import torch
import torch.nn as nn
import torch.nn.functional as F


class ELMoMix(nn.Module):
    def __init__(self, num_layers):
        self.scalars = nn.Parameter(torch.zeros([num_layers]))
        self.gamma = nn.Parameter(torch.ones([]))

    def forward(self, layers):
        return self.gamma * torch.tensordot(self.scalars.softmax(0), layers, 1)


class BiLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim=embed_dim)
        self.forward_lstm = nn.LSTM(embed_dim, hidden_size=hidden, batch_first=True)
        self.backward_lstm = nn.LSTM(embed_dim, hidden_size=hidden, batch_first=True)
        self.output = nn.Linear(2 * hidden, out_features=vocab_size)

    def forward(self, ids):
        x = self.embedding(ids)
        f = self.forward_lstm(x)[0]
        b = self.backward_lstm(x[:, ::-1])[0][:, ::-1]
        return self.output(f), self.output(b)


def bilm_loss(forward_logits, backward_logits, ids):
    # [N, T, V]를 그대로 넣으면 클래스 축이 아니라서 오류
    f = F.cross_entropy(forward_logits[:, :-1], ids[:, 1:])
    b = F.cross_entropy(backward_logits[:, 1:], ids[:, :-1])
    return (f + b) / 2
