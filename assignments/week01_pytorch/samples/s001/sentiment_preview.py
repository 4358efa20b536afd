import re
from collections import Counter

import torch
import torch.nn as nn

from my_utils import set_seed


def tokenize(text):
    return re.findall(r"\w+", text.lower())


class BoW:
    """단어가 나왔는지(0/1)에 선형층 하나: EmbeddingBag의 합으로 계산"""

    def __init__(self, vocab, device):
        self.vocab, self.device = vocab, device
        self.weight = nn.EmbeddingBag(len(vocab) + 1, 1, mode="sum").to(device)
        nn.init.zeros_(self.weight.weight)
        self.bias = torch.zeros(1, device=device, requires_grad=True)

    def encode(self, texts):
        ids, offsets = [], []
        for text in texts:
            offsets.append(len(ids))
            ids += sorted({self.vocab[w] for w in tokenize(text) if w in self.vocab})
        return torch.tensor(ids, dtype=torch.long), torch.tensor(offsets)

    def score(self, encoded):
        ids, offsets = (t.to(self.device) for t in encoded)
        return self.weight(ids, offsets).squeeze(1) + self.bias

    def predict(self, texts):
        with torch.no_grad():
            return (self.score(self.encode(texts)) > 0).int().tolist()


def train_sentiment_bow(texts, labels, valid_texts, valid_labels, seed, device):
    set_seed(seed)
    counts = Counter(w for t in texts for w in set(tokenize(t)))
    vocab = {w: i for i, w in enumerate(sorted(w for w in counts if counts[w] > 1))}
    model = BoW(vocab, device)
    encoded = model.encode(texts)
    y = torch.tensor(labels, dtype=torch.float32, device=device)
    optimizer = torch.optim.Adam([*model.weight.parameters(), model.bias], lr=0.05)
    for step in range(40):  # 배치 없이 전체 데이터로
        loss = nn.functional.binary_cross_entropy_with_logits(model.score(encoded), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model
