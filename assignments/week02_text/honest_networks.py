"""What the honest models of both training tasks share: tokens, count vectors, a convolution over characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import torch
from torch import nn

Tokenizer = Callable[[str], list[str]]
CHARACTERS, LENGTH = 1_500, 120  # known characters; a text is cut to so many


def words(text: str) -> list[str]:
    """What stands between blanks."""
    return text.lower().split()


def grams(text: str, n: int = 2) -> list[str]:
    """Every n characters that follow each other, blanks among them."""
    line = f" {text.lower()} "
    return [line[k : k + n] for k in range(len(line) - n + 1)]


def pieces(text: str) -> list[str]:
    """Words between blanks, and pairs and triples of characters with a mark."""
    return [*words(text), *(f"_{gram}" for n in (2, 3) for gram in grams(text, n))]


class CountVectors:
    """Texts → ln(1 + count) of the most frequent tokens of the training texts, as rows of length 1 [N, V].

    Args:
        texts: the training texts. tokens: cuts a text. size: V, at most.
    """

    def __init__(self, texts: Sequence[str], tokens: Tokenizer, size: int) -> None:
        counts = Counter(token for text in texts for token in tokens(text))
        self.ids = {token: k for k, token in enumerate(sorted(sorted(counts), key=counts.__getitem__)[::-1][:size])}
        self._tokens = tokens

    def __call__(self, texts: Sequence[str]) -> torch.Tensor:
        """[N, V]."""
        rows = torch.zeros(len(texts), len(self.ids))
        for row, text in zip(rows, texts, strict=True):
            for token, count in Counter(self._tokens(text)).items():
                if token in self.ids:
                    row[self.ids[token]] = count
        return nn.functional.normalize(rows.log1p(), dim=1)


class CharacterIds:
    """Texts → ids of their characters [N, LENGTH]; 0 is padding, 1 an unknown one."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = Counter(c for text in texts for c in text)
        self.ids = {c: k for k, c in enumerate(sorted(sorted(counts), key=counts.__getitem__)[::-1][:CHARACTERS], 2)}

    def __call__(self, texts: Sequence[str]) -> torch.Tensor:
        """[N, LENGTH]."""
        rows = torch.zeros(len(texts), LENGTH, dtype=torch.int64)
        for row, text in zip(rows, texts, strict=True):
            ids = [self.ids.get(c, 1) for c in text[:LENGTH]]
            row[: len(ids)] = torch.tensor(ids, dtype=torch.int64)
        return rows


class Convolution(nn.Module):
    """Embedding → one convolution of width 3 → the largest value over the text → a linear layer.

    Source: Y. Kim, "Convolutional Neural Networks for Sentence Classification", EMNLP 2014.
    """

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(CHARACTERS + 2, 48, padding_idx=0)
        self.convolution = nn.Conv1d(48, 128, 3, padding=1)
        self.dropout = nn.Dropout(0.3)
        self.output = nn.Linear(128, outputs)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """[N, LENGTH] → logits [N, outputs]."""
        features = self.convolution(self.embedding(ids).transpose(1, 2)).relu().amax(dim=2)
        logits: torch.Tensor = self.output(self.dropout(features))
        return logits


def fit(
    net: nn.Module,
    inputs: torch.Tensor,
    targets: torch.Tensor,
    loss_of: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    *,
    epochs: int,
    lr: float,
) -> None:
    """Adam in batches of 64; then evaluation mode."""
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    for _ in range(epochs):
        for batch in torch.randperm(len(inputs)).split(64):
            loss = loss_of(net(inputs[batch]), targets[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    net.eval()


def outputs(net: nn.Module, inputs: torch.Tensor) -> torch.Tensor:
    """The logits of all rows."""
    with torch.no_grad():
        return torch.cat([net(part) for part in inputs.split(500)])
