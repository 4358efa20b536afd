"""Naive Bayes over words and their character n-grams; smoothing and lengths picked on the validation texts."""

from __future__ import annotations

import torch

from fasttext import bucket, char_ngrams

BUCKETS = 49_999
RANGES = ((2, 5), (3, 6), (2, 4))
SMOOTHING = (0.03, 0.1, 0.3, 1.0)


class Features:
    def __init__(self, n_min: int, n_max: int) -> None:
        self.range = (n_min, n_max)
        self.cache: dict[str, list[int]] = {}

    def word(self, word: str) -> list[int]:
        if word not in self.cache:
            pieces = {f"<{word}>", *char_ngrams(word, *self.range)}
            self.cache[word] = sorted({bucket(piece, BUCKETS) for piece in pieces})
        return self.cache[word]

    def bags(self, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """Number of the text, number of the piece; a piece counts once in a text."""
        text_ids: list[int] = []
        pieces: list[int] = []
        for i, text in enumerate(texts):
            bag = sorted({piece for word in text.split() for piece in self.word(word)})
            text_ids += [i] * len(bag)
            pieces += bag
        return torch.tensor(text_ids, dtype=torch.int64), torch.tensor(pieces, dtype=torch.int64)


class Classifier:
    def __init__(self, features: Features, weight: torch.Tensor, bias: torch.Tensor) -> None:
        self.features, self.weight, self.bias = features, weight, bias

    def scores(self, bags: tuple[torch.Tensor, torch.Tensor], n: int) -> torch.Tensor:
        rows, pieces = (part.to(self.weight.device) for part in bags)
        empty = self.bias.expand(n, -1).clone()
        return empty.index_add(0, rows, self.weight[pieces])

    def predict(self, texts: list[str]) -> list[int]:
        return self.scores(self.features.bags(texts), len(texts)).argmax(1).tolist()


def train_fasttext(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> Classifier:
    torch.manual_seed(seed)  # nothing is drawn; kept for the rule
    classes = max(labels) + 1
    y = torch.tensor(labels)
    truth = torch.tensor(valid_labels, device=device)
    bias = (torch.bincount(y, minlength=classes).double() / len(y)).log().to(device)
    best: tuple[float, Classifier] | None = None
    for n_min, n_max in RANGES:
        features = Features(n_min, n_max)
        rows, pieces = features.bags(texts)
        valid = features.bags(valid_texts)
        counts = torch.bincount(pieces * classes + y[rows], minlength=BUCKETS * classes).view(BUCKETS, classes).double()
        known = counts.sum(1, keepdim=True) > 0
        for alpha in SMOOTHING:
            weight = (counts + alpha).log() - (counts + alpha).sum(0).log()
            weight = torch.where(known, weight, torch.zeros_like(weight)).to(device)
            model = Classifier(features, weight, bias)
            right = (model.scores(valid, len(valid_texts)).argmax(1) == truth).float().mean().item()
            if best is None or right > best[0]:
                best = right, model
    return best[1]
