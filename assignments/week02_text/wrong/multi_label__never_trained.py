"""optimizer.step() is missing: the weights stay as they were drawn.

task: multi_label
loses: test_train_multi_label
"""

from collections import Counter

import torch
import torch.nn as nn


def pieces(text):
    line = f" {text.lower()} "
    return [line[k : k + n] for n in (2, 3) for k in range(len(line) - n + 1)] + line.split()


class Classifier:
    def __init__(self, ids, shares):
        self.ids, self.threshold = ids, 0.5
        self.bag = nn.EmbeddingBag(len(ids) + 1, 32, mode="mean")
        self.dropout = nn.Dropout(0.2)
        self.linear = nn.Linear(32, len(shares))
        self.linear.bias.data = torch.logit(shares, eps=1e-3)
        self.net = nn.ModuleList([self.bag, self.dropout, self.linear])

    def encode(self, text):
        return [self.ids.get(piece, 0) for piece in pieces(text)]

    def logits(self, rows):
        offsets = torch.tensor([0] + [len(row) for row in rows[:-1]]).cumsum(0)
        features = self.bag(torch.tensor([k for row in rows for k in row]), offsets)
        return self.linear(self.dropout(features))

    def probabilities(self, texts):
        self.net.eval()
        with torch.no_grad():
            return self.logits([self.encode(text) for text in texts]).sigmoid()

    def predict(self, texts):
        return [row.nonzero()[:, 0].tolist() for row in self.probabilities(texts) > self.threshold]


def matrix(labels, num_labels):
    return torch.stack([torch.zeros(num_labels).index_fill(0, torch.tensor(row).long(), 1) for row in labels])


def f1(chosen, true):
    return float(2 * (chosen * true).sum() / (chosen.sum() + true.sum()))


def train_multi_label(texts, labels, valid_texts, valid_labels, num_labels, seed, device):
    torch.manual_seed(seed)
    counts = Counter(piece for text in texts for piece in pieces(text))
    known = sorted(piece for piece, count in counts.items() if count > 2)
    y, valid_y = matrix(labels, num_labels), matrix(valid_labels, num_labels)
    model = Classifier({piece: k + 1 for k, piece in enumerate(known)}, y.mean(dim=0))
    rows = [model.encode(text) for text in texts]
    optimizer = torch.optim.Adam(model.net.parameters(), lr=1e-2)
    for epoch in range(1):
        for batch in torch.randperm(len(texts)).split(32):
            loss = nn.functional.binary_cross_entropy_with_logits(model.logits([rows[k] for k in batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
    likely = model.probabilities(valid_texts)
    model.threshold = max((k / 50 for k in range(1, 40)), key=lambda t: f1(likely > t, valid_y))
    return model
