"""Sentiment of film reviews from a bag of words: which words occur, not where.

Sources: B. Pang, L. Lee and S. Vaithyanathan, "Thumbs up? Sentiment Classification using Machine Learning Techniques",
EMNLP 2002 (presence of words instead of their counts); A. Joulin, E. Grave, P. Bojanowski and T. Mikolov, "Bag of
Tricks for Efficient Text Classification", EACL 2017 (the mean of embeddings, then a linear layer).
"""

from __future__ import annotations

import copy
import re
from collections import Counter

import torch
from torch import nn



def _features(text: str) -> set[str]:
    """The words of a text, its pairs of neighbours, and, beyond ASCII, the pairs of letters inside of its words."""
    words = re.findall(r"[^\W_]+", text.lower())
    found = set(words)
    found.update(f"{a} {b}" for a, b in zip(words, words[1:]))
    for word in words:
        if not word.isascii():
            marked = f"<{word}>"
            found.update(f"~{marked[i : i + 2]}" for i in range(len(marked) - 1))
    return found


def _encode(features: set[str], vocabulary: dict[str, int]) -> torch.Tensor:
    """Numbers of the known features, in ascending order; the others are left out."""
    return torch.tensor(sorted(vocabulary[f] for f in features if f in vocabulary), dtype=torch.int64)


def _pack(bags: list[torch.Tensor], device: torch.device) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The bags behind one another, where each begins, and a weight of 1/√size for every entry."""
    sizes = torch.tensor([len(bag) for bag in bags])
    offsets = torch.cumsum(sizes, 0) - sizes
    weights = sizes.clamp(min=1).to(torch.float32).rsqrt().repeat_interleave(sizes)
    return torch.cat(bags).to(device), offsets.to(device), weights.to(device)


def _naive_bayes(bags: list[torch.Tensor], target: torch.Tensor, rows: int) -> torch.Tensor:
    """[rows]: for each feature the logarithm of how much more often it occurs in positive texts; 0 for row 0."""
    counts = torch.ones(2, rows)
    for kind in (0, 1):
        chosen = [bag for bag, t in zip(bags, target.tolist()) if int(t) == kind]
        if chosen:
            counts[kind] += torch.bincount(torch.cat(chosen), minlength=rows)
    counts[:, 0] = 1
    shares = counts / counts[:, 1:].sum(1, keepdim=True).clamp(min=1)
    ratio = (shares[1] / shares[0]).log()
    ratio[0] = 0
    return ratio


class _BagModel(nn.Module):
    """Logistic regression on the presence of features: a weight for each, summed over the bag, and a bias."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.words = nn.EmbeddingBag(rows, 1, mode="sum", padding_idx=0)
        self.bias = nn.Parameter(torch.zeros(()))

    def forward(self, ids: torch.Tensor, offsets: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
        return self.words(ids, offsets, per_sample_weights=weights)[:, 0] + self.bias


@torch.no_grad()
def _score(model: _BagModel, bags: list[torch.Tensor], device: torch.device) -> torch.Tensor:
    model.eval()
    return torch.cat([model(*_pack(bags[i : i + 200], device)).cpu() for i in range(0, len(bags), 200)])


class _Sentiment:
    """A trained model together with its vocabulary."""

    def __init__(self, model: _BagModel, vocabulary: dict[str, int], device: torch.device) -> None:
        self.model, self.vocabulary, self.device = model, vocabulary, device

    def predict(self, texts: list[str]) -> list[int]:
        """0 or 1 for every text."""
        bags = [_encode(_features(text), self.vocabulary) for text in texts]
        return [int(score > 0) for score in _score(self.model, bags, self.device).tolist()]


def train_sentiment_bow(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    """Train a classifier of film reviews on bags of words.

    Args:
        texts: training texts.
        labels: 0 (negative) or 1 (positive) for every text.
        valid_texts: texts to stop early with; not for training.
        valid_labels: their labels.
        seed: the same seed on the same device gives the same classifier; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(texts: list[str]) -> list[int]`: 0 or 1 for every text, in order, whatever words it
        holds. The answer to a text depends on that text alone.
    """
    torch.manual_seed(seed)
    place = torch.device(device)
    documents = [_features(text) for text in texts]
    frequency = Counter(feature for document in documents for feature in document)
    # row 0 is padding; sorted, since the order of a set differs from run to run
    vocabulary = {f: i for i, f in enumerate(sorted(f for f, c in frequency.items() if c >= 3), start=1)}
    bags = [_encode(document, vocabulary) for document in documents]
    valid_bags = [_encode(_features(text), vocabulary) for text in valid_texts]
    target = torch.tensor([float(label) for label in labels])
    valid_target = torch.tensor([float(label) for label in valid_labels])

    model = _BagModel(len(vocabulary) + 1)
    with torch.no_grad():
        model.words.weight[:, 0] = _naive_bayes(bags, target, len(vocabulary) + 1)
    model.to(place)

    def validate() -> tuple[float, float]:
        if not valid_bags:
            return 0.0, 0.0
        scores = _score(model, valid_bags, place)
        right = ((scores > 0).float() == valid_target).double().mean().item()
        return right, -nn.functional.binary_cross_entropy_with_logits(scores, valid_target).item()

    best, best_state = validate(), copy.deepcopy(model.state_dict())
    epochs = 15 if len(texts) <= 5000 else 4
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01, weight_decay=0.1)
    for _ in range(epochs):
        model.train()
        for rows in torch.randperm(len(bags)).split(50):
            scores = model(*_pack([bags[i] for i in rows.tolist()], place))
            loss = nn.functional.binary_cross_entropy_with_logits(scores, target[rows].to(place))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        quality = validate()
        if quality >= best:
            best, best_state = quality, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return _Sentiment(model, vocabulary, place)
