from __future__ import annotations

import math
import re
from collections import Counter

import torch
import torch.nn.functional as F

from metrics import micro_f1


def _features(text: str) -> list[str]:
    padded = f" {text} "
    grams = {padded[i : i + size] for size in (2, 3) for i in range(len(padded) - size + 1)}
    return sorted(grams | {f"word:{word}" for word in re.findall(r"\w+|[^\w\s]", text.lower())})


class _Linear:
    """Logistic regression on tf-idf vectors: the rows of `weight` are the features' votes for the labels."""

    def __init__(self, numbers: dict[str, int], idf: torch.Tensor, num_labels: int) -> None:
        self.numbers, self.idf = numbers, idf
        self.weight = torch.zeros(len(numbers) + 1, num_labels, device=idf.device)
        self.bias = torch.zeros(num_labels, device=idf.device)
        self.threshold = 0.5

    def vectors(self, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Flat feature numbers, their starts and weights; the last feature, of weight 0, keeps no bag empty."""
        bags = [[self.numbers[f] for f in _features(t) if f in self.numbers] + [len(self.numbers)] for t in texts]
        flat = torch.tensor([i for bag in bags for i in bag], device=self.idf.device)
        sizes = torch.tensor([len(bag) for bag in bags], device=self.idf.device)
        row = torch.arange(len(bags), device=self.idf.device).repeat_interleave(sizes)
        value = self.idf[flat]
        norm = torch.zeros(len(bags), device=value.device).index_add(0, row, value.square()).sqrt().clamp(min=1e-6)
        return flat, sizes.cumsum(0) - sizes, value / norm[row]

    def logits(self, vectors: tuple[torch.Tensor, torch.Tensor, torch.Tensor]) -> torch.Tensor:
        flat, starts, value = vectors
        return F.embedding_bag(flat, self.weight, starts, mode="sum", per_sample_weights=value) + self.bias

    def predict(self, texts: list[str]) -> list[list[int]]:
        with torch.no_grad():
            yes = self.logits(self.vectors(texts)).sigmoid() > self.threshold
        return [row.nonzero().flatten().tolist() for row in yes]


def _rows(vectors, chosen):
    """The chosen texts out of `vectors`."""
    flat, starts, value = vectors
    sizes = torch.cat([starts[1:], starts.new_tensor([len(flat)])]) - starts
    sizes = sizes[chosen]
    ends = sizes.cumsum(0)
    where = torch.arange(int(ends[-1]), device=flat.device) + (starts[chosen] - ends + sizes).repeat_interleave(sizes)
    return flat[where], ends - sizes, value[where]


def train_multi_label(
    texts: list[str],
    labels: list[list[int]],
    valid_texts: list[str],
    valid_labels: list[list[int]],
    num_labels: int,
    seed: int,
    device: str,
) -> object:
    torch.manual_seed(seed)
    frequency = Counter(f for text in texts for f in _features(text))
    numbers = {f: i for i, f in enumerate(sorted(f for f, count in frequency.items() if count >= 2))}
    idf = torch.tensor(
        [(math.log((1 + len(texts)) / (1 + frequency[f])) + 1) * (3 if f.startswith("word:") else 1) for f in numbers]
        + [0.0],
        device=device,
    )

    def matrix(lists: list[list[int]]) -> torch.Tensor:
        return torch.tensor([[float(k in row) for k in range(num_labels)] for row in lists], device=device)

    model, goal, valid_goal = _Linear(numbers, idf, num_labels), matrix(labels), matrix(valid_labels)
    rate = (goal.sum(dim=0) + 0.5) / (len(texts) + 1)
    model.bias = (rate / (1 - rate)).log().requires_grad_()
    model.weight.requires_grad_()
    train, valid = model.vectors(texts), model.vectors(valid_texts)
    optimiser = torch.optim.Adam([model.weight, model.bias], lr=0.05)
    best, patience = (-1.0, 0.5, model.weight, model.bias), 0
    for _ in range(15):
        for batch in torch.randperm(len(texts)).split(64):
            optimiser.zero_grad()
            F.binary_cross_entropy_with_logits(model.logits(_rows(train, batch.to(device))), goal[batch]).backward()
            optimiser.step()
        with torch.no_grad():
            score = model.logits(valid).sigmoid()
            f1, threshold = max((micro_f1(valid_goal.bool(), score > t / 100), t / 100) for t in range(5, 61))
        if f1 > best[0]:
            best, patience = (f1, threshold, model.weight.detach().clone(), model.bias.detach().clone()), 0
        elif (patience := patience + 1) == 4:
            break
    _, model.threshold, model.weight, model.bias = best
    return model
