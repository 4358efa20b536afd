"""Three other bags of words, as students would write them: a gate has to let them pass.

Unlike the reference they split at blanks only, and keep one learning rate and their last epoch.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import nn

MODELS = ("counts", "pairs", "naive_bayes")
VOCABULARY = 2_000  # the most frequent words
Tokenizer = Callable[[str], list[str]]


@dataclass(frozen=True)
class _Classifier:
    score: Callable[[str], float]

    def predict(self, texts: list[str]) -> list[int]:
        """0 or 1 for every text."""
        return [int(self.score(text) > 0) for text in texts]


def _pairs(text: str) -> list[str]:
    """Words, and pairs of neighbours."""
    words = text.split()
    return words + [f"{a} {b}" for a, b in pairwise(words)]


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
    if kind == "naive_bayes":
        return _naive_bayes(texts, labels)
    if kind == "pairs":
        return _embedded(_pairs, texts, labels)
    return _counted(texts, labels)


def _naive_bayes(texts: list[str], labels: list[int]) -> _Classifier:
    """Log ratios of word frequencies, one added to each count; nothing is trained."""
    counts = {
        label: Counter(w for t, k in zip(texts, labels, strict=True) if k == label for w in t.split())
        for label in (0, 1)
    }
    total = {label: sum(counter.values()) + len(counts[0] | counts[1]) for label, counter in counts.items()}
    ratio = {
        w: math.log((counts[1][w] + 1) / total[1]) - math.log((counts[0][w] + 1) / total[0])
        for w in counts[0] | counts[1]
    }
    return _Classifier(lambda text: sum(ratio.get(w, 0.0) for w in text.split()))


def _counted(texts: list[str], labels: list[int]) -> _Classifier:
    """Logistic regression on a vector of counts."""
    frequent = Counter(w for t in texts for w in t.split()).most_common(VOCABULARY)
    ids = {word: k for k, (word, _) in enumerate(frequent)}

    def vectors(some: list[str]) -> torch.Tensor:
        counts = torch.zeros(len(some), len(ids))
        for row, text in zip(counts, some, strict=True):
            for word in text.split():
                if word in ids:
                    row[ids[word]] += 1
        return counts.log1p()

    inputs = vectors(texts)
    net = nn.Linear(len(ids), 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    targets = torch.tensor(labels, dtype=torch.float32)
    for _ in range(3 if len(texts) > 10_000 else 10):
        for batch in torch.randperm(len(texts)).split(32):
            logits = net(inputs[batch])[:, 0]
            loss = nn.functional.binary_cross_entropy_with_logits(logits, targets[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return _Classifier(lambda text: net(vectors([text])).item())


def _embedded(tokens: Tokenizer, texts: list[str], labels: list[int]) -> _Classifier:
    """The sum of one number per token, over the root of the length."""
    counts = Counter(token for text in texts for token in tokens(text))
    ids = {token: k for k, token in enumerate(sorted(t for t, n in counts.items() if n > 2), start=1)}
    weights = nn.Embedding(len(ids) + 1, 1, sparse=True)
    nn.init.zeros_(weights.weight)
    optimizer = torch.optim.SparseAdam(weights.parameters(), lr=0.02)

    def score(text: str) -> torch.Tensor:
        known = [ids.get(token, 0) for token in tokens(text)] or [0]
        total: torch.Tensor = weights(torch.tensor(known)).sum() / math.sqrt(len(known))
        return total

    targets = torch.tensor(labels, dtype=torch.float32)
    for _ in range(2 if len(texts) > 10_000 else 6):
        for batch in torch.randperm(len(texts)).split(32):
            logits = torch.stack([score(texts[k]) for k in batch.tolist()])
            loss = nn.functional.binary_cross_entropy_with_logits(logits, targets[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return _Classifier(lambda text: score(text).item())
