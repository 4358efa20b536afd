"""Three other taggers, as students would write them: a gate has to let them pass.

Unlike the reference they pad to the longest sentence of the batch without packing, keep one learning rate and the model
of the last epoch.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence

MODELS = ("gru", "lstm_small", "lstm_two_layers")


class _Net(nn.Module):
    """Embedding, bidirectional layers, linear layer."""

    def __init__(self, kind: str, vocab_size: int, num_tags: int) -> None:
        super().__init__()
        hidden = 32 if kind == "lstm_small" else 64
        layers = 2 if kind == "lstm_two_layers" else 1
        self.embedding = nn.Embedding(vocab_size, 50, padding_idx=0)
        layer = nn.GRU if kind == "gru" else nn.LSTM
        self.rnn = layer(50, hidden, num_layers=layers, batch_first=True, bidirectional=True)
        self.output = nn.Linear(2 * hidden, num_tags)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids [N, T] → logits [N, T, K]."""
        logits: torch.Tensor = self.output(self.rnn(self.embedding(ids))[0])
        return logits


@dataclass(frozen=True)
class _Tagger:
    """A trained network with its characters."""

    ids: dict[str, int]
    net: _Net

    def encode(self, sentences: list[list[str]]) -> torch.Tensor:
        """[N, T], padded on the right with 0; 1 for unknown characters."""
        rows = [torch.tensor([self.ids.get(token, 1) for token in sentence]) for sentence in sentences]
        return pad_sequence(rows, batch_first=True)

    def predict(self, sentences: list[list[str]]) -> list[list[int]]:
        """A tag for every token."""
        tags: list[list[int]] = []
        with torch.no_grad():
            for start in range(0, len(sentences), 50):
                part = sentences[start : start + 50]
                best = self.net(self.encode(part)).argmax(dim=2).tolist()
                tags += [row[: len(sentence)] for row, sentence in zip(best, part, strict=True)]
        return tags


def train(
    kind: str,
    tokens: list[list[str]],
    tags: list[list[int]],
    valid_tokens: list[list[str]],
    valid_tags: list[list[int]],
    num_tags: int,
    seed: int,
    device: str,
) -> _Tagger:
    """Train one of `MODELS` on the CPU, whatever the device; the validation sentences are not used."""
    torch.manual_seed(seed)
    characters = sorted({token for sentence in tokens for token in sentence})
    tagger = _Tagger({c: k for k, c in enumerate(characters, start=2)}, _Net(kind, len(characters) + 2, num_tags))
    optimizer = torch.optim.Adam(tagger.net.parameters(), lr=5e-3)
    for _ in range(5):
        for batch in torch.randperm(len(tokens)).split(32):
            chosen = batch.tolist()
            rows = [torch.tensor(tags[k]) for k in chosen]
            targets = pad_sequence(rows, batch_first=True, padding_value=-100)
            logits = tagger.net(tagger.encode([tokens[k] for k in chosen]))
            loss = nn.functional.cross_entropy(logits.transpose(1, 2), targets)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.net.parameters(), 1.0)
            optimizer.step()
    tagger.net.eval()
    return tagger
