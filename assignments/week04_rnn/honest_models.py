"""Three other recurrent classifiers, as students would write them: a gate has to let them pass.

Unlike the reference they read single characters, pad on the left and keep one learning rate.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import torch
from torch import nn

MODELS = ("gru", "lstm", "small")
LENGTH = 50  # characters: the last ones of longer texts


class _Net(nn.Module):
    """Embedding, one bidirectional layer, the final states of both directions, a linear layer."""

    def __init__(self, kind: str, vocab_size: int) -> None:
        super().__init__()
        hidden = 32 if kind == "small" else 64
        self.embedding = nn.Embedding(vocab_size, hidden, padding_idx=0)
        layer = nn.LSTM if kind == "lstm" else nn.GRU
        self.rnn = layer(hidden, hidden, batch_first=True, bidirectional=True)
        self.output = nn.Linear(2 * hidden, 2)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids [N, T] → logits [N, 2]."""
        _, state = self.rnn(self.embedding(ids))
        last = state[0] if isinstance(state, tuple) else state  # [2, N, H]
        logits: torch.Tensor = self.output(torch.cat([last[0], last[1]], dim=1))
        return logits


@dataclass(frozen=True)
class _Classifier:
    """A trained network with its characters."""

    ids: dict[str, int]
    net: _Net

    def encode(self, texts: list[str]) -> torch.Tensor:
        """[N, LENGTH], padded on the left with 0; 1 for unknown characters."""
        rows = [[self.ids.get(c, 1) for c in text[-LENGTH:]] for text in texts]
        return torch.tensor([[0] * (LENGTH - len(row)) + row for row in rows])

    def predict(self, texts: list[str]) -> list[int]:
        """0 or 1 for every text."""
        with torch.no_grad():
            return [k for part in self.encode(texts).split(500) for k in self.net(part).argmax(dim=1).tolist()]


def train(
    kind: str,
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> _Classifier:
    """Train one of `MODELS` on the CPU, whatever the device, and keep its best epoch on the validation texts."""
    torch.manual_seed(seed)
    counts = Counter(c for text in texts for c in text)
    ids = {c: k for k, c in enumerate(sorted(c for c, n in counts.items() if n > 1), start=2)}
    model = _Classifier(ids, _Net(kind, len(ids) + 2))
    inputs, targets = model.encode(texts), torch.tensor(labels)
    optimizer = torch.optim.Adam(model.net.parameters(), lr=2e-3)
    best, best_state = -1.0, {name: value.clone() for name, value in model.net.state_dict().items()}
    for _ in range(4 if len(texts) > 10_000 else 12):
        for batch in torch.randperm(len(texts)).split(64):
            loss = nn.functional.cross_entropy(model.net(inputs[batch]), targets[batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.net.parameters(), 1.0)
            optimizer.step()
        answers = model.predict(valid_texts)
        accuracy = sum(a == b for a, b in zip(answers, valid_labels, strict=True)) / len(answers)
        if accuracy > best:
            best, best_state = accuracy, {name: value.clone() for name, value in model.net.state_dict().items()}
    model.net.load_state_dict(best_state)
    return model
