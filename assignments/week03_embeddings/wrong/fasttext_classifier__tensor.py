"""predict returns a tensor.

task: fasttext_classifier
loses: test_predict, test_train_fasttext, test_texts_apart, test_same_seed
"""

from collections import Counter

import torch
import torch.nn as nn


def grams(text):
    marked = [f"<{word}>" for word in text.split()]
    return [word[k : k + n] for word in marked for n in (2, 3, 4) for k in range(len(word) - n + 1)]


class Classifier:
    def __init__(self, ids, classes):
        self.ids = ids
        self.bag = nn.EmbeddingBag(len(ids) + 1, 32, mode="mean")
        self.dropout = nn.Dropout(0.5)
        self.linear = nn.Linear(32, classes)
        self.net = nn.ModuleList([self.bag, self.dropout, self.linear])

    def encode(self, text):
        return [self.ids.get(gram, 0) for gram in grams(text)] or [0]

    def logits(self, rows):
        offsets = torch.tensor([0] + [len(row) for row in rows[:-1]]).cumsum(0)
        features = self.bag(torch.tensor([k for row in rows for k in row]), offsets)
        return self.linear(self.dropout(features))

    def predict(self, texts):
        self.net.eval()
        with torch.no_grad():
            return self.logits([self.encode(text) for text in texts]).argmax(dim=1)


def train_fasttext(texts, labels, valid_texts, valid_labels, seed, device):
    torch.manual_seed(seed)
    counts = Counter(gram for text in texts for gram in grams(text))
    known = sorted(gram for gram, count in counts.items() if count > 1)
    model = Classifier({gram: k + 1 for k, gram in enumerate(known)}, max(labels) + 1)
    rows, y = [model.encode(text) for text in texts], torch.tensor(labels)
    optimizer = torch.optim.Adam(model.net.parameters(), lr=1e-2)
    for epoch in range(2 if len(texts) > 5000 else 8):
        for batch in torch.randperm(len(texts)).split(32):
            loss = nn.functional.cross_entropy(model.logits([rows[k] for k in batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
