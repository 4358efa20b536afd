from __future__ import annotations

import copy
from collections import Counter

import torch
from torch import nn
import torch.nn.functional as F


class SentimentRNN(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden, num_classes, weights=None) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(vocab_size, embed_dim)
        if weights is not None:
            self.word_embeddings = nn.Embedding.from_pretrained(weights.clone(), freeze=True)
        self.rnn = nn.RNN(embed_dim, hidden, num_layers=2, bidirectional=True, batch_first=True)
        self.label = nn.Linear(4 * hidden, num_classes)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        e = self.word_embeddings(ids)
        _, h_n = self.rnn(e)
        return self.label(torch.cat([h_n[0], h_n[1], h_n[2], h_n[3]], dim=1))


class Classifier:
    """Characters as tokens; batches of equally long texts, so that there is no padding."""

    def __init__(self, vocab, device):
        self.vocab = vocab
        self.device = device
        self.model = None

    def encode(self, text):
        ids = [self.vocab.get(ch, 1) for ch in text[-70:]]
        if len(ids) == 0:
            ids = [0]
        return ids

    def batches(self, texts, size):
        """lists of indices and tensors of ids [n, T], all of one length"""
        by_length = {}
        for i, text in enumerate(texts):
            ids = self.encode(text)
            by_length.setdefault(len(ids), []).append((i, ids))
        result = []
        for length in sorted(by_length):
            group = by_length[length]
            for s in range(0, len(group), size):
                part = group[s : s + size]
                result.append(([i for i, _ in part], torch.tensor([ids for _, ids in part])))
        return result

    def predict(self, texts):
        answer = [0] * len(texts)
        self.model.eval()
        with torch.no_grad():
            for indices, ids in self.batches(texts, 256):
                best = self.model(ids.to(self.device)).argmax(1).tolist()
                for i, k in zip(indices, best):
                    answer[i] = k
        return answer


def train_sentiment(texts, labels, valid_texts, valid_labels, seed, device):
    torch.manual_seed(seed)
    counts = Counter()
    for text in texts:
        counts.update(text)
    vocab = {}
    for ch, n in sorted(counts.items(), key=lambda p: (-p[1], p[0])):
        if n >= 2:
            vocab[ch] = len(vocab) + 2
    classifier = Classifier(vocab, device)
    model = SentimentRNN(len(vocab) + 2, 48, 40, 2).to(device)
    classifier.model = model
    optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
    large = len(texts) > 8000
    epochs = 4 if large else 12
    best, best_weights = -1.0, None
    for epoch in range(epochs):
        # new groups each epoch
        order = torch.randperm(len(texts)).tolist()
        shuffled = [texts[i] for i in order]
        parts = classifier.batches(shuffled, 64)
        model.train()
        for p in torch.randperm(len(parts)).tolist():
            indices, ids = parts[p]
            y = torch.tensor([labels[order[i]] for i in indices])
            logits = model(ids.to(device))
            # a small group counts less
            loss = F.cross_entropy(logits, y.to(device), reduction="sum") / 64
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        right = sum(int(p == t) for p, t in zip(classifier.predict(valid_texts), valid_labels))
        accuracy = right / max(len(valid_texts), 1)
        if accuracy > best:
            best, best_weights = accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_weights)
    return classifier
