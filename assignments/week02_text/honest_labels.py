"""Three other multi-label classifiers, as students would write them: a gate has to let them pass.

Counts of words and character n-grams into a linear layer, a convolution over characters, and the labels of the most
similar training texts. Each takes the threshold that is best on the validation texts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from assignments.week02_text.honest_networks import (
    CharacterIds,
    Convolution,
    CountVectors,
    fit,
    outputs,
    pieces,
)

MODELS = ("counts", "convolution", "neighbours")
NEIGHBOURS = 30
Likely = Callable[[list[str]], torch.Tensor]  # texts → how likely each label is [N, K]


@dataclass(frozen=True)
class _Classifier:
    likely: Likely
    threshold: float

    def predict(self, texts: list[str]) -> list[list[int]]:
        """The labels that are likely enough."""
        return [row.nonzero()[:, 0].tolist() for row in self.likely(texts) > self.threshold]


def train(
    kind: str,
    texts: list[str],
    labels: list[list[int]],
    valid_texts: list[str],
    valid_labels: list[list[int]],
    num_labels: int,
    seed: int,
    device: str,
) -> object:
    """Train one of `MODELS` on the CPU, whatever the device."""
    torch.manual_seed(seed)
    targets = _matrix(labels, num_labels)
    make = {"counts": _counts, "convolution": _convolution, "neighbours": _neighbours}[kind]
    likely = make(texts, targets)
    found, true = likely(valid_texts), _matrix(valid_labels, num_labels)
    thresholds = [k / 50 for k in range(1, 40)]
    return _Classifier(likely, max(thresholds, key=lambda t: _f1(found > t, true)))


def _matrix(labels: list[list[int]], num_labels: int) -> torch.Tensor:
    matrix = torch.zeros(len(labels), num_labels)
    for row, some in zip(matrix, labels, strict=True):
        row[some] = 1
    return matrix


def _f1(chosen: torch.Tensor, true: torch.Tensor) -> float:
    return float(2 * (chosen * true).sum() / (chosen.sum() + true.sum()))


def _counts(texts: list[str], targets: torch.Tensor) -> Likely:
    vectors = CountVectors(texts, pieces, 6_000)
    linear = nn.Linear(len(vectors.ids), targets.shape[1])
    loss = nn.functional.binary_cross_entropy_with_logits
    fit(linear, vectors(texts), targets, loss, epochs=12, lr=0.01)
    return lambda some: outputs(linear, vectors(some)).sigmoid()


def _convolution(texts: list[str], targets: torch.Tensor) -> Likely:
    ids, net = CharacterIds(texts), Convolution(targets.shape[1])
    loss = nn.functional.binary_cross_entropy_with_logits
    fit(net, ids(texts), targets, loss, epochs=8, lr=2e-3)
    return lambda some: outputs(net, ids(some)).sigmoid()


def _neighbours(texts: list[str], targets: torch.Tensor) -> Likely:
    """The share of the most similar training texts that have a label; rare words and n-grams weigh more."""
    vectors = CountVectors(texts, pieces, 8_000)
    rows = vectors(texts)
    weights = ((1 + len(rows)) / (1 + (rows > 0).sum(dim=0))).log() + 1
    known = nn.functional.normalize(rows * weights, dim=1)

    def likely(some: list[str]) -> torch.Tensor:
        asked = nn.functional.normalize(vectors(some) * weights, dim=1)
        nearest = (asked @ known.T).topk(NEIGHBOURS, dim=1)
        votes = nearest.values[:, :, None] * targets[nearest.indices]
        return votes.sum(dim=1) / nearest.values.sum(dim=1, keepdim=True).clamp(min=1e-6)

    return likely
