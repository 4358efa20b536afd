"""A text classifier on words and their character n-grams.

Sources: A. Joulin, E. Grave, P. Bojanowski and T. Mikolov, "Bag of Tricks for Efficient Text Classification", EACL 2017
(the mean of embeddings, then a linear layer, features hashed into buckets); P. Bojanowski, E. Grave, A. Joulin and
T. Mikolov, "Enriching Word Vectors with Subword Information", TACL 2017 (the n-grams of a word).
"""

from __future__ import annotations

import copy  # SOLUTION NO PROMPT
from zlib import crc32  # SOLUTION NO PROMPT

import torch
from torch import nn

# BEGIN SOLUTION
BUCKETS = 50_000
ALWAYS = 0  # a feature that every text has


def subword_features(text: str) -> list[int]:
    """The different words of a text and their n-grams of 2 to 5 characters, as numbers below BUCKETS, sorted."""
    found = set()
    for word in text.lower().split():
        marked = f"<{word}>"
        found |= {marked, *(marked[k : k + n] for n in range(2, 6) for k in range(len(marked) - n + 1))}
    return sorted({ALWAYS, *(1 + crc32(part.encode()) % (BUCKETS - 1) for part in found)})


class SubwordBag(nn.Module):
    """The mean of the features' embeddings, then a linear layer."""

    def __init__(self, classes: int, embed_dim: int = 32) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(BUCKETS, embed_dim, mode="mean", sparse=True)
        self.output = nn.Linear(embed_dim, classes)
        nn.init.normal_(self.embedding.weight, std=0.1)

    def forward(self, bags: list[torch.Tensor]) -> torch.Tensor:
        """A tensor of features per text → logits [N, K]."""
        starts = torch.tensor([0] + [len(bag) for bag in bags[:-1]]).cumsum(0)
        device = self.output.weight.device
        return self.output(self.embedding(torch.cat(bags).to(device), starts.to(device)))


class FastTextClassifier:
    """A trained SubwordBag."""

    def __init__(self, model: SubwordBag) -> None:
        self.model = model

    def predict(self, texts: list[str]) -> list[int]:
        """The class of every text."""
        return self.answers([torch.tensor(subword_features(text)) for text in texts])

    def answers(self, bags: list[torch.Tensor]) -> list[int]:
        """The same for texts that were taken apart before."""
        with torch.no_grad():
            parts = [self.model(bags[k : k + 500]) for k in range(0, len(bags), 500)]
            return torch.cat(parts).argmax(dim=1).tolist()


# END SOLUTION


def train_fasttext(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    """Train a classifier that knows words in forms it has not seen by their character n-grams.

    Args:
        texts: training texts.
        labels: the class of every text, 0 … K − 1; each occurs.
        valid_texts: texts to stop early with; not for training.
        valid_labels: their classes.
        seed: the same seed on the same device gives the same classifier; `hash` of a string differs from run to run.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(texts: list[str]) -> list[int]`: the class of every text, in order, whatever it holds.
        The answer to a text depends on that text alone.
    """
    # BEGIN SOLUTION
    torch.manual_seed(seed)
    model = SubwordBag(max(labels) + 1).to(device)
    classifier = FastTextClassifier(model)
    bags, valid_bags = ([torch.tensor(subword_features(text)) for text in some] for some in (texts, valid_texts))
    targets = torch.tensor(labels, device=device)
    optimizers = [
        torch.optim.SparseAdam(model.embedding.parameters(), lr=5e-3),
        torch.optim.Adam(model.output.parameters(), lr=5e-3),
    ]
    best, best_state = -1, copy.deepcopy(model.state_dict())
    for _ in range(4 if len(texts) > 5_000 else 10):
        for batch in torch.randperm(len(texts)).split(32):
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
