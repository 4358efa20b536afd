"""LSTM language model, trained as the handout describes."""

from __future__ import annotations

import copy
import math

import torch
from torch import nn

from vanishing import clip_by_norm


class RNNLM(nn.Module):
    """Embedding, LSTM, linear."""

    def __init__(self, vocab_size: int, embed_dim: int, hidden: int, layers: int = 1) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden, layers, batch_first=True)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids, state=None):
        vectors = self.embedding(ids)
        hs, state = self.lstm(vectors, state)
        return self.output(hs), state


def embedding_parameters(vocab_size: int, embed_dim: int) -> int:
    """V · E."""
    return vocab_size * embed_dim


class Model:
    """start and step."""

    def __init__(self, net: RNNLM, device: str) -> None:
        self.net = net
        self.device = device

    def start(self, batch):
        return None

    def step(self, ids, state):
        with torch.no_grad():
            logits, state = self.net(ids.to(self.device).unsqueeze(1), state)
        return logits[:, 0, :], state


def rows_of(text, rows):
    """[L] → inputs and targets [rows, columns]; the targets are one token further."""
    rows = max(1, min(rows, (len(text) - 1) // 30))
    columns = (len(text) - 1) // rows
    inputs = text[: rows * columns].reshape(rows, columns)
    targets = text[1 : rows * columns + 1].reshape(rows, columns)
    return inputs, targets


def train_language_model(train, valid, vocab_size, seed, device):
    """Truncated BPTT in blocks of 30."""
    torch.manual_seed(seed)
    net = RNNLM(vocab_size, 96, 96).to(device)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.005)
    criterion = nn.CrossEntropyLoss()
    inputs, targets = rows_of(train.to(device), 30)
    valid_inputs, valid_targets = rows_of(valid.to(device), 10)
    epochs = 4 if len(train) > 60000 else 8
    best, best_state = math.inf, copy.deepcopy(net.state_dict())
    for _ in range(epochs):
        net.train()
        state = None
        for start in range(0, inputs.shape[1], 30):
            logits, state = net(inputs[:, start : start + 30], state)
            state = (state[0].detach(), state[1].detach())
            loss = criterion(logits.reshape(-1, vocab_size), targets[:, start : start + 30].reshape(-1))
            optimizer.zero_grad()
            loss.backward()
            parameters = list(net.parameters())
            clipped = clip_by_norm([p.grad for p in parameters], 1.0)
            for p, g in zip(parameters, clipped):
                p.grad = g
            optimizer.step()
        net.eval()
        with torch.no_grad():
            total, count, state = 0.0, 0, None
            for start in range(0, valid_inputs.shape[1], 30):
                logits, state = net(valid_inputs[:, start : start + 30], state)
                block = valid_targets[:, start : start + 30]
                total += criterion(logits.reshape(-1, vocab_size), block.reshape(-1)).item() * block.numel()
                count += block.numel()
        if total / count < best:
            best, best_state = total / count, copy.deepcopy(net.state_dict())
        else:
            break
    net.load_state_dict(best_state)
    net.eval()
    return Model(net, device)
