"""Three other language models, as students would write them: a gate has to let them pass.

Unlike the reference they do not tie their weights, keep one learning rate and the model of the last epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

MODELS = ("gru", "lstm_two_layers", "tanh")
COLUMNS, BLOCK = 20, 35


class _Net(nn.Module):
    """Embedding, recurrent layer, dropout, linear layer."""

    def __init__(self, kind: str, vocab_size: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, 64)
        if kind == "lstm_two_layers":
            self.rnn: nn.Module = nn.LSTM(64, 96, num_layers=2, batch_first=True)
        else:
            self.rnn = (nn.GRU if kind == "gru" else nn.RNN)(64, 128, batch_first=True)
        self.output = nn.Sequential(nn.Dropout(0.2), nn.Linear(96 if kind == "lstm_two_layers" else 128, vocab_size))

    def forward(self, ids: torch.Tensor, state: Any) -> tuple[torch.Tensor, Any]:
        """ids [N, T] → (logits [N, T, V], state)."""
        hs, state = self.rnn(self.embedding(ids), state)
        return self.output(hs), state


@dataclass(frozen=True)
class _Model:
    """A trained network, one token at a time."""

    net: _Net

    def start(self, batch: int) -> None:
        """No state yet."""

    @torch.no_grad()
    def step(self, ids: torch.Tensor, state: Any) -> tuple[torch.Tensor, Any]:
        """ids [N] → (logits [N, V], state)."""
        logits, state = self.net(ids[:, None], state)
        return logits[:, 0], state


def train(kind: str, tokens: torch.Tensor, valid: torch.Tensor, vocab_size: int, seed: int, device: str) -> _Model:
    """Train one of `MODELS` on the CPU, whatever the device; the validation text is not used."""
    torch.manual_seed(seed)
    net = _Net(kind, vocab_size)
    data = tokens[: len(tokens) // COLUMNS * COLUMNS].view(COLUMNS, -1)
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    for _ in range(3 if len(tokens) > 60_000 else 8):
        state: Any = None
        for start in range(0, data.shape[1] - 1, BLOCK):
            targets = data[:, start + 1 : start + BLOCK + 1]
            logits, state = net(data[:, start : start + targets.shape[1]], state)
            state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
            loss = nn.functional.cross_entropy(logits.transpose(1, 2), targets)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 0.5)
            optimizer.step()
    net.eval()
    return _Model(net)
