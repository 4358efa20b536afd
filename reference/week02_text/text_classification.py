"""Topics of headlines from a bag of character n-grams.

Source: A. Joulin, E. Grave, P. Bojanowski and T. Mikolov, "Bag of Tricks for Efficient Text Classification", EACL 2017
(the mean of embeddings, then a linear layer). Character n-grams instead of words, since a Korean noun stands with ever
other particles: 정부는, 정부가, 정부의 have 정부 in common.
"""

from __future__ import annotations

import copy  # SOLUTION NO PROMPT
from collections import Counter  # SOLUTION NO PROMPT

import torch
from torch import nn

# BEGIN SOLUTION
UNKNOWN_GRAM = 0
TOPIC_EPOCHS = 6


def character_grams(text: str) -> list[str]:
    """The different characters and pairs of characters of a text in lower case, sorted; blanks count as characters."""
    line = f" {' '.join(text.lower().split())} "
    return sorted({*line, *(line[k : k + 2] for k in range(len(line) - 1))})


class GramBag(nn.Module):
    """The mean of the n-grams' embeddings, then a linear layer.

    Args:
        size: number of known n-grams, and one for all others.
    """

    def __init__(self, size: int, classes: int, embed_dim: int = 32) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(size, embed_dim, mode="mean", sparse=True)
        self.output = nn.Linear(embed_dim, classes)

    def forward(self, bags: list[torch.Tensor]) -> torch.Tensor:
        """A tensor of ids per text → logits [N, K]."""
        starts = torch.tensor([0] + [len(bag) for bag in bags[:-1]]).cumsum(0)
        device = self.output.weight.device
        return self.output(self.embedding(torch.cat(bags).to(device), starts.to(device)))


class TopicClassifier:
    """The ids of the known n-grams, and a trained GramBag."""

    def __init__(self, ids: dict[str, int], model: GramBag) -> None:
        self.ids, self.model = ids, model

    def encode(self, texts: list[str]) -> list[torch.Tensor]:
        """The ids of each text's known n-grams; never empty."""
        return [
            torch.tensor([self.ids[gram] for gram in character_grams(text) if gram in self.ids] or [UNKNOWN_GRAM])
            for text in texts
        ]

    def predict(self, texts: list[str]) -> list[int]:
        """The topic of every text."""
        return self.answers(self.encode(texts))

    def answers(self, bags: list[torch.Tensor]) -> list[int]:
        """The same for encoded texts."""
        with torch.no_grad():
            parts = [self.model(bags[k : k + 500]) for k in range(0, len(bags), 500)]
            return torch.cat(parts).argmax(dim=1).tolist()


# END SOLUTION


def train_topic_classifier(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    """Train a classifier of headlines by topic.

    Args:
        texts: training texts.
        labels: the topic of every text, 0 … K − 1; each occurs.
        valid_texts: texts to stop early with; not for training.
        valid_labels: their topics.
        seed: the same seed on the same device gives the same classifier; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(texts: list[str]) -> list[int]`: the topic of every text, in order, whatever it holds.
        The answer to a text depends on that text alone.
    """
    # BEGIN SOLUTION
    torch.manual_seed(seed)
    counts = Counter(gram for text in texts for gram in character_grams(text))
    kept = sorted(gram for gram, count in counts.items() if count >= 2)
    ids = {gram: k for k, gram in enumerate(kept, start=UNKNOWN_GRAM + 1)}
    model = GramBag(len(ids) + 1, max(labels) + 1).to(device)
    classifier = TopicClassifier(ids, model)
    bags, valid_bags = classifier.encode(texts), classifier.encode(valid_texts)
    targets = torch.tensor(labels, device=device)
    optimizers = [
        torch.optim.SparseAdam(model.embedding.parameters(), lr=5e-3),
        torch.optim.Adam(model.output.parameters(), lr=5e-3),
    ]
    best, best_state = -1, copy.deepcopy(model.state_dict())
    for _ in range(TOPIC_EPOCHS if len(texts) > 5_000 else 3 * TOPIC_EPOCHS):
        for batch in torch.randperm(len(texts)).split(64 if len(texts) > 5_000 else 32):
            loss = nn.functional.cross_entropy(model([bags[k] for k in batch.tolist()]), targets[batch.to(device)])
            model.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
        right = sum(a == b for a, b in zip(classifier.answers(valid_bags), valid_labels, strict=True))
        if right > best:
            best, best_state = right, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return classifier
    # END SOLUTION
