"""predict returns a tensor.

task: sentiment_preview
loses: test_predict, test_train_sentiment_bow, test_texts_apart, test_same_seed
"""

import torch
import torch.nn as nn


class Classifier:
    def __init__(self, ids):
        self.ids = ids
        self.bag = nn.EmbeddingBag(len(ids) + 1, 16, mode="mean")
        self.dropout = nn.Dropout(0.5)
        self.linear = nn.Linear(16, 2)
        self.net = nn.ModuleList([self.bag, self.dropout, self.linear])

    def encode(self, text):
        return [self.ids.get(word, 0) for word in text.split()] or [0]

    def logits(self, texts):
        rows = [self.encode(text) for text in texts]
        offsets = torch.tensor([0] + [len(row) for row in rows[:-1]]).cumsum(0)
        flat = torch.tensor([word for row in rows for word in row], dtype=torch.int64)
        features = self.bag(flat, offsets)
        return self.linear(self.dropout(features))

    def predict(self, texts):
        self.net.eval()
        with torch.no_grad():
            return self.logits(texts).argmax(dim=1)


def train_sentiment_bow(texts, labels, valid_texts, valid_labels, seed, device):
    torch.manual_seed(seed)
    vocabulary = sorted({word for text in texts for word in text.split()})
    model = Classifier({word: k + 1 for k, word in enumerate(vocabulary)})
    y = torch.tensor(labels)
    optimizer = torch.optim.Adam(model.net.parameters(), lr=1e-2)
    for epoch in range(12 if len(texts) < 10000 else 3):
        for batch in torch.randperm(len(texts)).split(32):
            loss = nn.functional.cross_entropy(model.logits([texts[k] for k in batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
