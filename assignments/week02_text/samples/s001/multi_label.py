import torch
from metrics import micro_f1
from my_utils import ngrams
from torch import nn


def features(text):
    return set(text.lower().split()) | set(ngrams(text))


class Linear(nn.Module):
    """A weight for each feature and label: logistic regression."""

    def __init__(self, names, num_labels):
        super().__init__()
        self.index = {name: i + 1 for i, name in enumerate(names)}
        self.weights = nn.EmbeddingBag(len(names) + 1, num_labels, mode="sum")
        nn.init.zeros_(self.weights.weight)
        self.bias = nn.Parameter(torch.zeros(num_labels))
        self.threshold = 0.5

    def ids(self, text):
        known = sorted(self.index[name] for name in features(text) if name in self.index)
        return torch.tensor(known or [0])

    def forward(self, rows):
        sizes = torch.tensor([len(row) for row in rows])
        scale = sizes.unsqueeze(1).float().sqrt()
        return self.weights(torch.cat(rows), sizes.cumsum(0) - sizes) / scale + self.bias

    @torch.no_grad()
    def predict(self, texts):
        given = torch.sigmoid(self([self.ids(text) for text in texts])) > self.threshold
        return [row.nonzero().flatten().tolist() for row in given]


def targets(labels, k):
    y = torch.zeros(len(labels), k)
    for row, some in zip(y, labels):
        row[some] = 1
    return y


def train_multi_label(texts, labels, valid_texts, valid_labels, num_labels, seed, device):
    torch.manual_seed(seed)
    seen = {}
    for text in texts:
        for name in features(text):
            seen[name] = seen.get(name, 0) + 1
    model = Linear(sorted(name for name in seen if seen[name] > 1), num_labels)
    y, y_valid = targets(labels, num_labels), targets(valid_labels, num_labels).bool()
    with torch.no_grad():
        share = (y.mean(0) * 0.98 + 0.01).clamp(max=0.99)
        model.bias.copy_(torch.log(share / (1 - share)))
    rows, rows_valid = [model.ids(t) for t in texts], [model.ids(t) for t in valid_texts]
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for epoch in range(8):
        for batch in torch.randperm(len(rows)).split(64):
            loss = nn.functional.binary_cross_entropy_with_logits(model([rows[i] for i in batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        p = torch.sigmoid(model(rows_valid))
    model.threshold = max((t / 100 for t in range(5, 60)), key=lambda t: micro_f1(y_valid, p > t))
    return model
