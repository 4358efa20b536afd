from __future__ import annotations

from collections import Counter

import torch
import torch.nn.functional as F


def _pieces(text: str) -> list[str]:
    padded = f" {text} "
    return sorted({padded[i : i + size] for size in (2, 3) for i in range(len(padded) - size + 1)})


class _NaiveBayes:
    """A piece counts once per text; the topics' log probabilities of the pieces are summed."""

    def __init__(self, numbers: dict[str, int], scores: torch.Tensor, prior: torch.Tensor) -> None:
        self.numbers, self.scores, self.prior = numbers, scores, prior

    def predict(self, texts: list[str]) -> list[int]:
        bags = [[self.numbers[p] for p in _pieces(text) if p in self.numbers] for text in texts]
        sizes = torch.tensor([0, *map(len, bags)])
        flat = torch.tensor([i for bag in bags for i in bag], dtype=torch.int64, device=self.scores.device)
        starts = sizes.cumsum(0)[:-1].to(flat.device)
        return (F.embedding_bag(flat, self.scores, starts, mode="sum") + self.prior).argmax(dim=1).tolist()


def train_topic_classifier(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    torch.manual_seed(seed)
    topics = max(labels) + 1
    split = [_pieces(text) for text in texts]
    frequency = Counter(piece for pieces in split for piece in pieces)
    numbers = {piece: i for i, piece in enumerate(sorted(p for p, count in frequency.items() if count >= 2))}
    cells = [numbers[p] * topics + k for pieces, k in zip(split, labels) for p in pieces if p in numbers]
    counts = torch.bincount(torch.tensor(cells, dtype=torch.int64), minlength=len(numbers) * topics)
    counts = counts.reshape(-1, topics).to(device, torch.float64)
    prior = torch.bincount(torch.tensor(labels), minlength=topics).to(device, torch.float64)

    def model(alpha: float) -> _NaiveBayes:
        smooth = counts + alpha
        return _NaiveBayes(numbers, (smooth / smooth.sum(dim=0)).log(), (prior / prior.sum()).log())

    candidates = [model(alpha) for alpha in (1.0, 0.5, 0.25, 0.1, 0.05)]
    if not valid_texts or not numbers:
        return candidates[0]
    return max(candidates, key=lambda m: sum(map(int.__eq__, m.predict(valid_texts), valid_labels)))
