"""Sentiment of film reviews from a bag of words: which words occur, not where.

Sources: B. Pang, L. Lee and S. Vaithyanathan, "Thumbs up? Sentiment Classification using Machine Learning Techniques",
EMNLP 2002 (presence of words instead of their counts); A. Joulin, E. Grave, P. Bojanowski and T. Mikolov, "Bag of
Tricks for Efficient Text Classification", EACL 2017 (the mean of embeddings, then a linear layer).
"""

from __future__ import annotations

import copy  # SOLUTION NO PROMPT
import re
from collections import Counter  # SOLUTION NO PROMPT

import torch
from torch import nn

# BEGIN SOLUTION
UNKNOWN = 0
BATCH = 50


def words(text: str) -> list[str]:
    """The different words of a text, sorted; letters and digits of any script count."""
    return sorted(set(re.findall(r"\w+", text.lower())))


class BagOfWords(nn.Module):
    """The mean of the words' embeddings, then a linear layer.

    Args:
        vocab_size: number of known words, and one for all others.
    """

    def __init__(self, vocab_size: int, embed_dim: int = 24) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(vocab_size, embed_dim, mode="mean", padding_idx=UNKNOWN)
        self.output = nn.Linear(embed_dim, 2)

    def forward(self, bags: list[torch.Tensor]) -> torch.Tensor:
        """A tensor of word ids per text → logits [N, 2]."""
        lengths = torch.tensor([0] + [len(bag) for bag in bags[:-1]])
        device = self.output.weight.device
        return self.output(self.embedding(torch.cat(bags).to(device), lengths.cumsum(0).to(device)))


class ReviewClassifier:
    """A vocabulary and a trained BagOfWords."""

    def __init__(self, vocabulary: dict[str, int], model: BagOfWords) -> None:
        self.vocabulary, self.model = vocabulary, model

    def encode(self, texts: list[str]) -> list[torch.Tensor]:
        """The ids of each text's words; never empty."""
        return [torch.tensor([self.vocabulary.get(w, UNKNOWN) for w in words(text)] or [UNKNOWN]) for text in texts]

    def predict(self, texts: list[str]) -> list[int]:
        """0 or 1 for every text."""
        return self.answers(self.encode(texts))

    def answers(self, bags: list[torch.Tensor]) -> list[int]:
        """The same for encoded texts."""
        with torch.no_grad():
            return [
                answer
                for k in range(0, len(bags), 500)
                for answer in self.model(bags[k : k + 500]).argmax(dim=1).tolist()
            ]


# END SOLUTION


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
    # BEGIN SOLUTION
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    counts = Counter(word for text in texts for word in words(text))
    kept = sorted(word for word, count in counts.items() if count >= 3)
    vocabulary = {word: k for k, word in enumerate(kept, start=UNKNOWN + 1)}
    model = BagOfWords(len(vocabulary) + 1).to(device)
    classifier = ReviewClassifier(vocabulary, model)
    bags, valid_bags = classifier.encode(texts), classifier.encode(valid_texts)
    targets = torch.tensor(labels, device=device)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    best, best_state = -1.0, copy.deepcopy(model.state_dict())
    for _ in range(4 if len(texts) > 10_000 else 15):
        for batch in torch.randperm(len(texts), generator=generator).split(BATCH):
            loss = nn.functional.cross_entropy(model([bags[k] for k in batch.tolist()]), targets[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        answers = classifier.answers(valid_bags)
        accuracy = sum(a == b for a, b in zip(answers, valid_labels, strict=True)) / len(valid_labels)
        if accuracy > best:
            best, best_state = accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return classifier
    # END SOLUTION
