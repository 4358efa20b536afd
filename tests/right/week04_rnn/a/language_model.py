from __future__ import annotations

import copy
import math

import torch
from torch import nn
import torch.nn.functional as F

State = tuple[torch.Tensor, torch.Tensor]


class RNNLM(nn.Module):
    def __init__(self, vocab_size: int, embed_dim: int, hidden: int, layers: int = 1) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden, layers, batch_first=True)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids: torch.Tensor, state: State | None = None) -> tuple[torch.Tensor, State]:
        e = self.embedding(ids)
        hs, state = self.lstm(e, state)
        return self.output(hs), state


def embedding_parameters(vocab_size: int, embed_dim: int) -> int:
    return vocab_size * embed_dim


class Reader:
    def __init__(self, model: RNNLM, device: str) -> None:
        self.model = model
        self.device = device

    def start(self, batch: int):
        return None

    def step(self, ids: torch.Tensor, state):
        with torch.no_grad():
            logits, state = self.model(ids.to(self.device).unsqueeze(1), state)
        return logits[:, 0, :], state


def columns(text: torch.Tensor, n: int) -> torch.Tensor:
    length = len(text) // n
    return text[: n * length].reshape(n, length)


def mean_loss(model: RNNLM, text: torch.Tensor) -> float:
    model.eval()
    total, count = 0.0, 0
    state = None
    with torch.no_grad():
        for s in range(0, text.shape[1] - 1, 50):
            x = text[:, s : s + 50]
            y = text[:, s + 1 : s + 51]
            x = x[:, : y.shape[1]]
            logits, state = model(x, state)
            total += F.cross_entropy(logits.flatten(0, 1), y.flatten(), reduction="sum").item()
            count += y.numel()
    model.train()
    return total / max(count, 1)


def train_language_model(train, valid, vocab_size, seed, device):
    torch.manual_seed(seed)
    model = RNNLM(vocab_size, 96, 96).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01 if len(train) < 60000 else 0.006)
    rate = optimizer.param_groups[0]["lr"]
    small = len(train) < 60000
    epochs = 10 if small else 4
    block = 30
    data = columns(train, 20).to(device)
    check = columns(valid, 10).to(device)
    best, best_weights = math.inf, copy.deepcopy(model.state_dict())
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = rate * (1 - epoch / (epochs + 1))
        state = None
        for s in range(0, data.shape[1] - 1, block):
            y = data[:, s + 1 : s + 1 + block]
            x = data[:, s : s + y.shape[1]]
            logits, state = model(x, state)
            state = (state[0].detach(), state[1].detach())
            loss = F.cross_entropy(logits.flatten(0, 1), y.flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        value = mean_loss(model, check)
        if value < best:
            best, best_weights = value, copy.deepcopy(model.state_dict())
        elif value > best + 0.02:
            break
    model.load_state_dict(best_weights)
    model.eval()
    return Reader(model, device)
