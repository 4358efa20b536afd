"""Three other classifiers on n-grams, as students would write them: a gate has to let them pass.

Counted n-grams (naive Bayes), a linear layer on hashed n-grams, and the mean of the embeddings of numbered n-grams.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

MODELS = ("naive_bayes", "linear", "vocabulary")
BUCKETS = 20_000


@dataclass(frozen=True)
class _Classifier:
    scores: Callable[[list[str]], torch.Tensor]  # [N, K]

    def predict(self, texts: list[str]) -> list[int]:
        """The class with the highest score."""
        labels: list[int] = self.scores(texts).argmax(dim=1).tolist()
        return labels


def train(
    kind: str,
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    """Train one of `MODELS` on the CPU, whatever the device; the validation texts are not used."""
    torch.manual_seed(seed)
    classes = max(labels) + 1
    if kind == "naive_bayes":
        return _Classifier(_naive_bayes(texts, labels, classes))
    number = _hashed if kind == "linear" else _numbered(texts)
    size = BUCKETS if kind == "linear" else 1 + len({gram for text in texts for gram in _grams(text)})

    def rows(some: list[str]) -> list[torch.Tensor]:
        return [torch.tensor([number(gram) for gram in _grams(text)] or [0]) for text in some]

    width = classes if kind == "linear" else 24
    bag = nn.EmbeddingBag(size, width, mode="sum" if kind == "linear" else "mean", sparse=True)
    nn.init.normal_(bag.weight, std=0.01 if kind == "linear" else 0.1)
    top = nn.Identity() if kind == "linear" else nn.Linear(width, classes)
    _fit(bag, top, rows(texts), torch.tensor(labels), 4 if len(texts) > 5_000 else 10)

    def scores(some: list[str]) -> torch.Tensor:
        with torch.no_grad():
            return _outputs(bag, top, rows(some))

    return _Classifier(scores)


def _fit(bag: nn.Module, top: nn.Module, rows: list[torch.Tensor], targets: torch.Tensor, epochs: int) -> None:
    optimizers: list[torch.optim.Optimizer] = [torch.optim.SparseAdam(bag.parameters(), lr=5e-3)]
    if [*top.parameters()]:
        optimizers.append(torch.optim.Adam(top.parameters(), lr=5e-3))
    for _ in range(epochs):
        for batch in torch.randperm(len(rows)).split(32):
            loss = nn.functional.cross_entropy(_outputs(bag, top, [rows[k] for k in batch.tolist()]), targets[batch])
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()


def _outputs(bag: nn.Module, top: nn.Module, rows: list[torch.Tensor]) -> torch.Tensor:
    starts = torch.tensor([0] + [len(row) for row in rows[:-1]]).cumsum(0)
    logits: torch.Tensor = top(bag(torch.cat(rows), starts))
    return logits


def _grams(text: str) -> list[str]:
    """The words in marks, and their pairs, triples and quadruples of characters; each once."""
    marked = [f"<{word}>" for word in text.lower().split()]
    return sorted({*marked, *(w[k : k + n] for w in marked for n in (2, 3, 4) for k in range(len(w) - n + 1))})


def _hashed(gram: str) -> int:
    value = 0
    for byte in gram.encode():
        value = (value * 257 + byte) % 1_000_003
    return value % BUCKETS


def _numbered(texts: list[str]) -> Callable[[str], int]:
    """A number for each n-gram of these texts; 0 for all others."""
    ids = {gram: k for k, gram in enumerate(sorted({gram for text in texts for gram in _grams(text)}), start=1)}
    return lambda gram: ids.get(gram, 0)


def _naive_bayes(texts: list[str], labels: list[int], classes: int) -> Callable[[list[str]], torch.Tensor]:
    """Logarithms of the n-grams' frequencies in each class, one added to each count; nothing is trained."""
    counts = [Counter[str]() for _ in range(classes)]
    for text, label in zip(texts, labels, strict=True):
        counts[label].update(_grams(text))
    known = set[str]().union(*counts)
    totals = [math.log(counter.total() + len(known)) for counter in counts]

    def score(text: str) -> list[float]:
        grams = [gram for gram in _grams(text) if gram in known]
        return [sum(math.log(c[gram] + 1) - total for gram in grams) for c, total in zip(counts, totals, strict=True)]

    return lambda some: torch.tensor([score(text) for text in some])
