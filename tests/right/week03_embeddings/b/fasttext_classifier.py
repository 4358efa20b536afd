"""Logistic regression on tf-idf weights of words' character n-grams."""

from __future__ import annotations

from collections import Counter

import torch
from torch import nn
from torch.nn import functional

from fasttext import char_ngrams

MOST = 49_999


def _pieces(text: str) -> Counter:
    found: Counter = Counter()
    for word in text.split():
        grams = char_ngrams(word, 2, 5)
        grams.append("<" + word + "> ")  # the whole word, apart from its n-grams
        found.update(grams)
    return found


class _Classifier:
    def __init__(self, texts: list[str], classes: int, device: str) -> None:
        self.device = device
        bags = [_pieces(t) for t in texts]
        seen = Counter(g for bag in bags for g in bag)
        kept = sorted(seen, key=lambda g: (-seen[g], g))[:MOST]
        self.number = {g: i for i, g in enumerate(kept)}
        self.idf = (len(texts) / torch.tensor([seen[g] for g in kept] or [1.0], dtype=torch.float32)).log() + 1
        self.weight = nn.Parameter(torch.zeros(max(1, len(kept)), classes, device=device))
        self.bias = nn.Parameter(torch.zeros(classes, device=device))
        self.train_bags = [self._features(b) for b in bags]

    def _features(self, bag: Counter) -> tuple[torch.Tensor, torch.Tensor]:
        known = [(self.number[g], n) for g, n in bag.items() if g in self.number]
        ids = torch.tensor([i for i, _ in known], dtype=torch.int64)
        x = torch.tensor([n for _, n in known], dtype=torch.float32).log1p() * self.idf[ids]
        return ids, x / x.norm().clamp(min=1e-12)

    def _scores(self, batch: list[tuple[torch.Tensor, torch.Tensor]]) -> torch.Tensor:
        lengths = torch.tensor([0] + [len(i) for i, _ in batch[:-1]])
        ids = torch.cat([i for i, _ in batch]).to(self.device)
        x = torch.cat([v for _, v in batch]).to(self.device)
        bags = functional.embedding_bag(
            ids, self.weight, lengths.cumsum(0).to(self.device), mode="sum", per_sample_weights=x
        )
        return bags + self.bias

    @torch.no_grad()
    def predict(self, texts: list[str]) -> list[int]:
        answers: list[int] = []
        for text in texts:  # one by one: an answer cannot depend on the others
            answers += self._scores([self._features(_pieces(text))]).argmax(1).tolist()
        return answers


def train_fasttext(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    torch.manual_seed(seed)
    model = _Classifier(texts, max(labels) + 1, device)
    target = torch.tensor(labels, device=device)
    valid = [model._features(_pieces(t)) for t in valid_texts]
    valid_target = torch.tensor(valid_labels)
    optimizer = torch.optim.Adam([model.weight, model.bias], lr=0.1)
    best, best_state, bad = -1.0, None, 0
    for _ in range(25):
        for part in torch.randperm(len(texts)).split(256):
            loss = functional.cross_entropy(
                model._scores([model.train_bags[i] for i in part.tolist()]), target[part.to(device)]
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            right = (model._scores(valid).argmax(1).cpu() == valid_target).float().mean().item()
        if right > best:
            best, best_state, bad = right, (model.weight.detach().clone(), model.bias.detach().clone()), 0
        else:
            bad += 1
            if bad == 4:
                break
    with torch.no_grad():
        model.weight.copy_(best_state[0])
        model.bias.copy_(best_state[1])
    model.train_bags = []
    return model
