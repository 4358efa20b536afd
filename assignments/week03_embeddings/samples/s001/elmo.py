import torch
import torch.nn as nn
import torch.nn.functional as F


class ELMoMix(nn.Module):
    def __init__(self, num_layers):
        super().__init__()
        self.scalars = nn.Parameter(torch.zeros([num_layers]))
        self.gamma = nn.Parameter(torch.ones([]))

    def forward(self, layers):
        s = F.softmax(self.scalars, dim=-1)
        return self.gamma * torch.tensordot(s, layers, dims=1)


class BiLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden):
        super().__init__()
        self.embedding = nn.Embedding(num_embeddings=vocab_size, embedding_dim=embed_dim)
        self.forward_lstm = nn.LSTM(input_size=embed_dim, hidden_size=hidden, batch_first=True)
        self.backward_lstm = nn.LSTM(input_size=embed_dim, hidden_size=hidden, batch_first=True)
        self.output = nn.Linear(in_features=hidden, out_features=vocab_size)

    def forward(self, ids):
        forward_states = self.forward_lstm(self.embedding(ids))[0]
        reverse = torch.arange(ids.size(1) - 1, -1, -1)
        backward_states = self.backward_lstm(self.embedding(ids[:, reverse]))[0][:, reverse]
        return self.output(forward_states), self.output(backward_states)


def bilm_loss(forward_logits, backward_logits, ids):
    def nll(logits, targets):
        log_prob = F.log_softmax(logits, dim=-1)
        return -log_prob.gather(2, targets.unsqueeze(2)).mean()

    return 0.5 * nll(forward_logits[:, :-1], ids[:, 1:]) + 0.5 * nll(backward_logits[:, 1:], ids[:, :-1])
