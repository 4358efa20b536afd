from __future__ import annotations

import copy
from collections import Counter

import torch
from torch import nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

PADDING = 0  # token id
IGNORED = -100  # tag of a token that does not count


class Tagger(nn.Module):
    def __init__(self, vocab_size: int, embed_dim: int, hidden: int, num_tags: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden, batch_first=True, bidirectional=True)
        self.output = nn.Linear(2 * hidden, num_tags)

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        e = self.embedding(ids)
        packed = pack_padded_sequence(e, lengths.cpu(), batch_first=True, enforce_sorted=False)
        hs, _ = self.lstm(packed)
        hs, _ = pad_packed_sequence(hs, batch_first=True, total_length=ids.shape[1])
        return self.output(hs)


def tagging_loss(logits: torch.Tensor, tags: torch.Tensor) -> torch.Tensor:
    K = logits.shape[2]
    return F.cross_entropy(logits.reshape(-1, K), tags.reshape(-1), ignore_index=IGNORED)


def tagging_accuracy(logits: torch.Tensor, tags: torch.Tensor) -> float:
    best = logits.argmax(dim=2)
    right, total = 0, 0
    for n in range(tags.shape[0]):
        for t in range(tags.shape[1]):
            if tags[n, t] != IGNORED:
                total += 1
                if best[n, t] == tags[n, t]:
                    right += 1
    return right / total


class Predictor:
    def __init__(self, model, vocab, device):
        self.model, self.vocab, self.device = model, vocab, device

    def ids(self, sentence):
        return torch.tensor([self.vocab.get(c, 1) for c in sentence], dtype=torch.int64)

    def predict(self, sentences):
        self.model.eval()
        result = []
        with torch.no_grad():
            for s in range(0, len(sentences), 100):
                part = [self.ids(x) for x in sentences[s : s + 100]]
                lengths = torch.tensor([len(p) for p in part])
                ids = pad_sequence(part, batch_first=True, padding_value=PADDING)
                if ids.shape[1] == 0:
                    result.extend([] for _ in part)
                    continue
                logits = self.model(ids.to(self.device), lengths.clamp(min=1))
                best = logits.argmax(2).tolist()
                for row, n in zip(best, lengths.tolist()):
                    result.append(row[:n])
        return result


def train_tagger(tokens, tags, valid_tokens, valid_tags, num_tags, seed, device):
    torch.manual_seed(seed)
    counts = Counter(c for sentence in tokens for c in sentence)
    vocab = {}
    for c in sorted(counts):
        if counts[c] > 1:
            vocab[c] = len(vocab) + 2
    model = Tagger(len(vocab) + 2, 64, 48, num_tags).to(device)
    predictor = Predictor(model, vocab, device)
    data = [(predictor.ids(s), torch.tensor(t, dtype=torch.int64)) for s, t in zip(tokens, tags)]
    optimizer = torch.optim.Adam(model.parameters(), lr=0.007)
    best, best_weights = -1.0, None
    # short sentences may be read more often
    epochs = 5 if sum(counts.values()) > 80000 else 8
    for epoch in range(epochs):
        model.train()
        order = torch.randperm(len(data)).tolist()
        for s in range(0, len(order), 32):
            batch = [data[i] for i in order[s : s + 32]]
            lengths = torch.tensor([len(x) for x, _ in batch])
            ids = pad_sequence([x for x, _ in batch], batch_first=True, padding_value=PADDING)
            gold = pad_sequence([y for _, y in batch], batch_first=True, padding_value=IGNORED)
            loss = tagging_loss(model(ids.to(device), lengths), gold.to(device))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
        right, total = 0, 0
        for guess, gold in zip(predictor.predict(valid_tokens), valid_tags):
            for g, t in zip(guess, gold):
                # O is easy, count the other ones
                if g != 0 or t != 0:
                    total += 1
                    right += int(g == t)
        value = right / max(total, 1)
        if value > best:
            best, best_weights = value, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_weights)
    return predictor
