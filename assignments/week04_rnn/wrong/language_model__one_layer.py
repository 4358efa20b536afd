"""layers has no effect: there is a single LSTM layer.

task: language_model
loses: test_parameter_sharing, test_forward, test_halves, test_gradients
mistake: ignored_argument
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


class RNNLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden, layers=1):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden, batch_first=True)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids, state=None):
        emb = self.embedding(ids)
        out, state = self.lstm(emb, state)
        return self.output(out), state


def embedding_parameters(vocab_size, embed_dim):
    return vocab_size * embed_dim


class Net(nn.Module):
    def __init__(self, V):
        super().__init__()
        self.emb = nn.Embedding(V, 64)
        self.lstm = nn.LSTM(64, 64, batch_first=True)
        self.out = nn.Linear(64, V)

    def forward(self, x, state):
        h, state = self.lstm(self.emb(x), state)
        return self.out(h), state


class Predictor:
    def __init__(self, net):
        self.net = net

    def start(self, batch):
        return torch.zeros(1, batch, 64), torch.zeros(1, batch, 64)

    @torch.no_grad()
    def step(self, ids, state):
        logits, state = self.net(ids.unsqueeze(1), state)
        return logits.squeeze(1), state


def train_language_model(train, valid, vocab_size, seed, device):
    torch.manual_seed(seed)
    net = Net(vocab_size)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    data = train[: len(train) // 20 * 20].view(20, -1)
    for epoch in range(3):
        state = None
        for i in range(0, data.size(1) - 1, 25):
            x = data[:, i : i + 25]
            y = data[:, i + 1 : i + 26]
            x = x[:, : y.size(1)]
            logits, state = net(x, state)
            state = tuple(s.detach() for s in state)
            loss = F.cross_entropy(logits.reshape(-1, vocab_size), y.reshape(-1))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
    return Predictor(net)
