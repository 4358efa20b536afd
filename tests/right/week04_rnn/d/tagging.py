"""Bidirectional LSTM tagger."""

from __future__ import annotations

import copy
import random
from collections import Counter

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

PADDING = 0
IGNORED = -100
UNKNOWN = 1


class Tagger(nn.Module):
    """Embedding, bidirectional LSTM, linear."""

    def __init__(self, vocab_size: int, embed_dim: int, hidden: int, num_tags: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden, bidirectional=True, batch_first=True)
        self.output = nn.Linear(2 * hidden, num_tags)

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        packed = pack_padded_sequence(self.embedding(ids), lengths.cpu(), batch_first=True, enforce_sorted=False)
        packed, _ = self.lstm(packed)
        hs, _ = pad_packed_sequence(packed, batch_first=True, total_length=ids.shape[1])
        return self.output(hs)


def tagging_loss(logits: torch.Tensor, tags: torch.Tensor) -> torch.Tensor:
    """Token by token."""
    losses = []
    for n in range(tags.shape[0]):
        log_p = torch.log_softmax(logits[n], dim=-1)
        for t in range(tags.shape[1]):
            if tags[n, t] != IGNORED:
                losses.append(-log_p[t, tags[n, t]])
    return torch.stack(losses).mean()


def tagging_accuracy(logits: torch.Tensor, tags: torch.Tensor) -> float:
    """Token by token."""
    right, count = 0, 0
    best = logits.argmax(dim=-1)
    for n in range(tags.shape[0]):
        for t in range(tags.shape[1]):
            if tags[n, t] != IGNORED:
                count += 1
                if best[n, t] == tags[n, t]:
                    right += 1
    return right / count


class Model:
    """predict."""

    def __init__(self, net, vocabulary, device) -> None:
        self.net, self.vocabulary, self.device = net, vocabulary, device

    def predict(self, sentences: list[list[str]]) -> list[list[int]]:
        result = []
        self.net.eval()
        with torch.no_grad():
            for start in range(0, len(sentences), 64):
                part = sentences[start : start + 64]
                ids, lengths = pad([encode(s, self.vocabulary) for s in part], PADDING, self.device)
                best = self.net(ids, lengths).argmax(dim=-1).tolist()
                for sentence, row in zip(part, best):
                    result.append(row[: len(sentence)])
        return result


def encode(sentence, vocabulary):
    return [vocabulary.get(token, UNKNOWN) for token in sentence] or [UNKNOWN]


def pad(rows, value, device):
    longest = max(len(row) for row in rows)
    padded = [row + [value] * (longest - len(row)) for row in rows]
    return torch.tensor(padded, device=device), torch.tensor([len(row) for row in rows])


def train_tagger(tokens, tags, valid_tokens, valid_tags, num_tags, seed, device):
    """Adam, minibatches of 32, 6 epochs."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    counts = Counter(token for sentence in tokens for token in sentence)
    kept = [token for token, n in sorted(counts.items()) if n >= 2]
    vocabulary = {token: i + 2 for i, token in enumerate(kept)}
    net = Tagger(len(vocabulary) + 2, 64, 64, num_tags).to(device)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.008)
    # the module-level loss is slow on purpose; this is the same number
    criterion = nn.CrossEntropyLoss(ignore_index=IGNORED)
    model = Model(net, vocabulary, device)
    order = list(range(len(tokens)))
    best, best_state = float("inf"), copy.deepcopy(net.state_dict())
    for _ in range(6):
        net.train()
        rng.shuffle(order)
        for start in range(0, len(order), 32):
            batch = order[start : start + 32]
            ids, lengths = pad([encode(tokens[i], vocabulary) for i in batch], PADDING, device)
            targets, _ = pad([list(tags[i]) for i in batch], IGNORED, device)
            loss = criterion(net(ids, lengths).reshape(-1, num_tags), targets.reshape(-1))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
        net.eval()
        total, count = 0.0, 0
        with torch.no_grad():
            for start in range(0, len(valid_tokens), 64):
                ids, lengths = pad([encode(s, vocabulary) for s in valid_tokens[start : start + 64]], PADDING, device)
                targets, _ = pad([list(s) for s in valid_tags[start : start + 64]], IGNORED, device)
                n = int((targets != IGNORED).sum())
                total += n * criterion(net(ids, lengths).reshape(-1, num_tags), targets.reshape(-1)).item()
                count += n
        if count and total / count < best:
            best, best_state = total / count, copy.deepcopy(net.state_dict())
    net.load_state_dict(best_state)
    return model
