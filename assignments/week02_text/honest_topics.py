"""Three other topic classifiers, as students would write them: a gate has to let them pass.

Words between blanks, pairs of characters that are only counted (naive Bayes), and a convolution over characters.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from assignments.week02_text.honest_networks import (
    CharacterIds,
    Convolution,
    CountVectors,
    fit,
    grams,
    outputs,
    words,
)

MODELS = ("words", "naive_bayes", "convolution")


@dataclass(frozen=True)
class _Classifier:
    scores: Callable[[list[str]], torch.Tensor]  # [N, K]

    def predict(self, texts: list[str]) -> list[int]:
        """The topic with the highest score."""
        topics: list[int] = self.scores(texts).argmax(dim=1).tolist()
        return topics


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
    topics, targets = max(labels) + 1, torch.tensor(labels)
    if kind == "naive_bayes":
        return _Classifier(_naive_bayes(texts, labels, topics))
    if kind == "words":
        vectors = CountVectors(texts, words, 5_000)
        linear = nn.Linear(len(vectors.ids), topics)
        fit(linear, vectors(texts), targets, nn.functional.cross_entropy, epochs=5, lr=0.01)
        return _Classifier(lambda some: outputs(linear, vectors(some)))
    ids, net = CharacterIds(texts), Convolution(topics)
    epochs = 3 if len(texts) > 5_000 else 10
    fit(net, ids(texts), targets, nn.functional.cross_entropy, epochs=epochs, lr=2e-3)
    return _Classifier(lambda some: outputs(net, ids(some)))


def _naive_bayes(texts: list[str], labels: list[int], topics: int) -> Callable[[list[str]], torch.Tensor]:
    """Logarithms of the pairs' frequencies in each topic, one added to each count; nothing is trained."""
    counts = [Counter[str]() for _ in range(topics)]
    for text, label in zip(texts, labels, strict=True):
        counts[label].update(grams(text))
    known = set[str]().union(*counts)
    totals = [math.log(counter.total() + len(known)) for counter in counts]

    def score(text: str) -> list[float]:
        pairs = [pair for pair in grams(text) if pair in known]
        return [sum(math.log(c[pair] + 1) - total for pair in pairs) for c, total in zip(counts, totals, strict=True)]

    return lambda some: torch.tensor([score(text) for text in some])
