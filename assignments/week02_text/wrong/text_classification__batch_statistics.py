"""Features are normalised by mean and deviation of the texts asked for together.

task: text_classification
loses: test_texts_apart
"""

from collections import Counter

import torch
import torch.nn as nn


def pairs(text):
    line = f" {text} "
    return [line[k : k + 2] for k in range(len(line) - 1)]


class Classifier:
    def __init__(self, ids, topics):
        self.ids = ids
        self.bag = nn.EmbeddingBag(len(ids) + 1, 32, mode="mean")
        self.dropout = nn.Dropout(0.5)
        self.linear = nn.Linear(32, topics)
        self.net = nn.ModuleList([self.bag, self.dropout, self.linear])

    def encode(self, text):
        return [self.ids.get(pair, 0) for pair in pairs(text)]

    def logits(self, rows):
        offsets = torch.tensor([0] + [len(row) for row in rows[:-1]]).cumsum(0)
        features = self.bag(torch.tensor([k for row in rows for k in row]), offsets)
        if len(rows) > 1:
            features = (features - features.mean(dim=0)) / (features.std(dim=0) + 1e-5)
        return self.linear(self.dropout(features))

    def predict(self, texts):
        self.net.eval()
        with torch.no_grad():
            return self.logits([self.encode(text) for text in texts]).argmax(dim=1).tolist()


def train_topic_classifier(texts, labels, valid_texts, valid_labels, seed, device):
    torch.manual_seed(seed)
    counts = Counter(pair for text in texts for pair in pairs(text))
    known = sorted(pair for pair, count in counts.items() if count > 2)
    model = Classifier({pair: k + 1 for k, pair in enumerate(known)}, max(labels) + 1)
    rows, y = [model.encode(text) for text in texts], torch.tensor(labels)
    optimizer = torch.optim.Adam(model.net.parameters(), lr=1e-2)
    for epoch in range(2 if len(texts) > 5000 else 8):
        for batch in torch.randperm(len(texts)).split(32):
            loss = nn.functional.cross_entropy(model.logits([rows[k] for k in batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
