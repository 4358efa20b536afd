"""RNNLM as asked for; the trained model is a GRU with tied weights and an output bias that starts at log frequencies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterator

import torch
from torch import nn

State = tuple[torch.Tensor, torch.Tensor]


class RNNLM(nn.Module):
    def __init__(self, vocab_size: int, embed_dim: int, hidden: int, layers: int = 1) -> None:
        super().__init__()
        self.output = nn.Linear(hidden, vocab_size)
        self.lstm = nn.LSTM(input_size=embed_dim, hidden_size=hidden, num_layers=layers, batch_first=True)
        self.embedding = nn.Embedding(vocab_size, embed_dim)

    def forward(self, ids: torch.Tensor, state: State | None = None) -> tuple[torch.Tensor, State]:
        if state is None:
            zeros = self.output.weight.new_zeros(self.lstm.num_layers, ids.shape[0], self.lstm.hidden_size)
            state = (zeros, zeros)
        states, after = self.lstm(self.embedding(ids), state)
        return self.output(states), after


def embedding_parameters(vocab_size: int, embed_dim: int) -> int:
    return int(vocab_size) * int(embed_dim)


@dataclass
class Plan:
    width: int = 96
    columns: int = 24
    block: int = 30
    rate: float = 6e-3
    epochs: int = 4
    drop: float = 0.1


class TiedGRU(nn.Module):
    def __init__(self, vocab_size: int, plan: Plan, log_frequency: torch.Tensor) -> None:
        super().__init__()
        self.table = nn.Embedding(vocab_size, plan.width)
        nn.init.normal_(self.table.weight, std=0.1)
        self.gru = nn.GRU(plan.width, plan.width, batch_first=True)
        self.drop = nn.Dropout(plan.drop)
        self.bias = nn.Parameter(log_frequency.clone())

    def forward(self, ids: torch.Tensor, h: torch.Tensor | None):
        e = self.drop(self.table(ids))
        hs, h = self.gru(e * 3.0, h)
        return self.drop(hs) @ self.table.weight.T + self.bias, h


def _blocks(text: torch.Tensor, columns: int, block: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    columns = max(1, min(columns, len(text) // 2))
    grid = text[: len(text) // columns * columns].view(columns, -1)
    for piece in range(0, grid.shape[1] - 1, block):
        target = grid[:, piece + 1 : piece + 1 + block]
        yield grid[:, piece : piece + target.shape[1]], target


@dataclass
class Speaker:
    model: TiedGRU
    device: str
    history: list[float] = field(default_factory=list)

    def start(self, batch: int) -> torch.Tensor:
        return torch.zeros(1, batch, self.model.gru.hidden_size, device=self.device)

    @torch.inference_mode()
    def step(self, ids: torch.Tensor, state: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        logits, state = self.model(ids.to(self.device)[:, None], state)
        return logits.squeeze(1), state


def train_language_model(
    train: torch.Tensor,
    valid: torch.Tensor,
    vocab_size: int,
    seed: int,
    device: str,
) -> object:
    torch.manual_seed(seed)
    plan = Plan(epochs=8 if len(train) < 60_000 else 4)
    train, valid = train.contiguous().to(device), valid.contiguous().to(device)
    counts = torch.bincount(train, minlength=vocab_size).float() + 0.5
    model = TiedGRU(vocab_size, plan, (counts / counts.sum()).log()).to(device)
    batches = list(_blocks(train, plan.columns, plan.block))
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=plan.rate, total_steps=plan.epochs * len(batches) + 1, pct_start=0.1
    )
    loss_of = nn.CrossEntropyLoss()

    def evaluate() -> float:
        model.eval()
        total, n, h = 0.0, 0, None
        with torch.no_grad():
            for x, y in _blocks(valid, 10, 60):
                logits, h = model(x, h)
                total += loss_of(logits.transpose(1, 2), y).item() * y.numel()
                n += y.numel()
        return total / n

    speaker = Speaker(model, device)
    best = {k: v.clone() for k, v in model.state_dict().items()}
    for _ in range(plan.epochs):
        model.train()
        h = None
        for x, y in batches:
            logits, h = model(x, h)
            h = h.detach()
            optimizer.zero_grad(set_to_none=True)
            loss_of(logits.transpose(1, 2), y).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        speaker.history.append(evaluate())
        if speaker.history[-1] == min(speaker.history):
            best = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best)
    model.eval()
    return speaker
