"""Any number of labels for a text: one sigmoid per label, and a threshold that is chosen on validation data.

Sources: as for text_classification; D. Demszky et al., "GoEmotions: A Dataset of Fine-Grained Emotions", ACL 2020 (a
sigmoid and a binary cross-entropy per emotion); Z. C. Lipton, C. Elkan and B. Naryanaswamy, "Optimal Thresholding of
Classifiers to Maximize F1 Measure", ECML PKDD 2014 (the best threshold for F1 lies below 0.5).
"""

from __future__ import annotations

import copy  # SOLUTION NO PROMPT
import re
from collections import Counter  # SOLUTION NO PROMPT

import torch
from torch import nn

# BEGIN SOLUTION
UNKNOWN_PIECE = 0
LABEL_EPOCHS = 8
THRESHOLDS = [k / 100 for k in range(5, 96)]


def text_pieces(text: str) -> list[str]:
    """The different words and, with a mark before them, character pairs and triples of a text, sorted."""
    words = re.findall(r"\w+|[^\w\s]", text.lower())
    line = f" {' '.join(words)} "
    return sorted({*words, *("_" + line[k : k + n] for n in (2, 3) for k in range(len(line) - n + 1))})


class PieceBag(nn.Module):
    """The mean of the pieces' embeddings, then a linear layer.

    Args:
        shares: how often each label occurs [K]; the biases begin there.
    """

    def __init__(self, size: int, shares: torch.Tensor, embed_dim: int = 64) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(size, embed_dim, mode="mean", sparse=True)
        self.output = nn.Linear(embed_dim, len(shares))
        with torch.no_grad():
            self.output.bias.copy_(torch.logit(shares, eps=1e-3))

    def forward(self, bags: list[torch.Tensor]) -> torch.Tensor:
        """A tensor of ids per text → logits [N, K]."""
        starts = torch.tensor([0] + [len(bag) for bag in bags[:-1]]).cumsum(0)
        device = self.output.weight.device
        return self.output(self.embedding(torch.cat(bags).to(device), starts.to(device)))


class MultiLabelClassifier:
    """The ids of the known pieces, a trained PieceBag, and the probability from which on a label is given."""

    def __init__(self, ids: dict[str, int], model: PieceBag) -> None:
        self.ids, self.model, self.threshold = ids, model, 0.5

    def encode(self, texts: list[str]) -> list[torch.Tensor]:
        """The ids of each text's known pieces; never empty."""
        return [
            torch.tensor([self.ids[piece] for piece in text_pieces(text) if piece in self.ids] or [UNKNOWN_PIECE])
            for text in texts
        ]

    def probabilities(self, bags: list[torch.Tensor]) -> torch.Tensor:
        """Encoded texts → how likely they have each label [N, K], on the CPU."""
        with torch.no_grad():
            return torch.cat([self.model(bags[k : k + 500]).sigmoid().cpu() for k in range(0, len(bags), 500)])

    def predict(self, texts: list[str]) -> list[list[int]]:
        """The labels of every text."""
        chosen = self.probabilities(self.encode(texts)) >= self.threshold
        return [row.nonzero()[:, 0].tolist() for row in chosen]


def label_matrix(labels: list[list[int]], num_labels: int) -> torch.Tensor:
    """1 where a text has a label, else 0 [N, K]."""
    matrix = torch.zeros(len(labels), num_labels)
    for row, found in zip(matrix, labels, strict=True):
        row[found] = 1
    return matrix


def f1_at(threshold: float, probabilities: torch.Tensor, true: torch.Tensor) -> float:
    """Micro-F1 of the labels that are at least so likely."""
    chosen = probabilities >= threshold
    return float(2 * true[chosen].sum() / (chosen.sum() + true.sum()).clamp(min=1))


# END SOLUTION


def train_multi_label(
    texts: list[str],
    labels: list[list[int]],
    valid_texts: list[str],
    valid_labels: list[list[int]],
    num_labels: int,
    seed: int,
    device: str,
) -> object:
    """Train a classifier that gives a text any number of labels.

    Args:
        texts: training texts.
        labels: for every text a sorted list of its labels out of 0 … num_labels − 1; it may be empty.
        valid_texts: texts to stop early and to choose thresholds with; not for training.
        valid_labels: their labels.
        num_labels: K; not every label need occur in the training texts.
        seed: the same seed on the same device gives the same classifier; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(texts: list[str]) -> list[list[int]]`: for every text, in order, the list of its labels,
        each once, in any order, maybe none. The answer to a text depends on that text alone.
    """
    # BEGIN SOLUTION
    torch.manual_seed(seed)
    counts = Counter(piece for text in texts for piece in text_pieces(text))
    kept = sorted(piece for piece, count in counts.items() if count >= 2)
    ids = {piece: k for k, piece in enumerate(kept, start=UNKNOWN_PIECE + 1)}
    true, valid_true = label_matrix(labels, num_labels), label_matrix(valid_labels, num_labels)
    model = PieceBag(len(ids) + 1, true.mean(dim=0)).to(device)
    classifier = MultiLabelClassifier(ids, model)
    bags, valid_bags = classifier.encode(texts), classifier.encode(valid_texts)
    targets = true.to(device)
    optimizers = [
        torch.optim.SparseAdam(model.embedding.parameters(), lr=5e-3),
        torch.optim.Adam(model.output.parameters(), lr=5e-3),
    ]
    best, best_threshold, best_state = -1.0, 0.5, copy.deepcopy(model.state_dict())
    for _ in range(LABEL_EPOCHS if len(texts) > 3_000 else 2 * LABEL_EPOCHS):
        for batch in torch.randperm(len(texts)).split(64 if len(texts) > 3_000 else 32):
            logits = model([bags[k] for k in batch.tolist()])
            loss = nn.functional.binary_cross_entropy_with_logits(logits, targets[batch.to(device)])
            model.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
        likely = classifier.probabilities(valid_bags)
        score, threshold = max((f1_at(t, likely, valid_true), t) for t in THRESHOLDS)
        if score > best:
            best, best_threshold, best_state = score, threshold, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    classifier.threshold = best_threshold
    return classifier
    # END SOLUTION
