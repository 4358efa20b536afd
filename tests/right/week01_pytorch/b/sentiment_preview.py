"""Sentiment of film reviews from a bag of words: which words occur, not where.

Sources: B. Pang, L. Lee and S. Vaithyanathan, "Thumbs up? Sentiment Classification using Machine Learning Techniques",
EMNLP 2002 (presence of words instead of their counts); A. Joulin, E. Grave, P. Bojanowski and T. Mikolov, "Bag of
Tricks for Efficient Text Classification", EACL 2017 (the mean of embeddings, then a linear layer).
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable

import torch
from torch import nn


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _bags(texts: list[torch.Tensor], device: str) -> tuple[torch.Tensor, torch.Tensor]:
    """The words of all texts one after the other, and where each text begins."""
    lengths = torch.tensor([0] + [len(words) for words in texts[:-1]])
    return torch.cat(texts).to(device), lengths.cumsum(0).to(device)


class _BagOfWords(nn.Module):
    """The mean of the word vectors, then a linear layer."""

    def __init__(self, words: int, size: int) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(words, size, mode="mean")
        self.dropout = nn.Dropout(0.3)
        self.linear = nn.Linear(size, 2)

    def forward(self, words: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        return self.linear(self.dropout(self.embedding(words, offsets)))


class _Predictor:
    def __init__(self, model: nn.Module, encode: Callable[[list[str]], torch.Tensor], device: str) -> None:
        self.model = model
        self.encode = encode
        self.device = device

    def predict(self, texts: list[str]) -> list[int]:
        self.model.eval()
        with torch.no_grad():
            scores = self.model(*_bags([self.encode(_words(text)) for text in texts], self.device))
        return scores.argmax(1).tolist()


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
    split = [_words(text) for text in texts]
    counts = Counter(word for words in split for word in words)
    vocabulary = {word: i + 1 for i, word in enumerate(sorted(w for w, c in counts.items() if c >= 3))}  # 0: unknown
    model = _BagOfWords(len(vocabulary) + 1, 32).to(device)

    def encode(words: list[str]) -> torch.Tensor:
        return torch.tensor([vocabulary.get(word, 0) for word in words], dtype=torch.long)

    train = [encode(words) for words in split]
    valid = [encode(_words(text)) for text in valid_texts]
    y = torch.tensor(labels, device=device)
    y_valid = torch.tensor(valid_labels, device=device)

    epochs = 15 if len(train) < 5000 else 5
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    best, best_state = None, None
    for _ in range(epochs):
        model.train()
        for batch in torch.randperm(len(train)).split(50):
            optimizer.zero_grad()
            scores = model(*_bags([train[i] for i in batch.tolist()], device))
            nn.functional.cross_entropy(scores, y[batch.to(device)]).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            scores = model(*_bags(valid, device))
            accuracy = float((scores.argmax(1) == y_valid).float().mean())
            loss = float(nn.functional.cross_entropy(scores, y_valid))
        if best is None or (accuracy, -loss) > best:
            best = (accuracy, -loss)
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    model.eval()
    return _Predictor(model, encode, device)
