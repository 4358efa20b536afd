from __future__ import annotations

from collections import Counter

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence


class SentimentRNN(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden, num_classes, weights=None):
        super().__init__()
        self.word_embeddings = nn.Embedding(vocab_size, embed_dim)
        if weights is not None:
            with torch.no_grad():
                self.word_embeddings.weight.copy_(weights)
            self.word_embeddings.requires_grad_(False)
        self.rnn = nn.RNN(embed_dim, hidden, 2, batch_first=True, bidirectional=True)
        self.label = nn.Linear(4 * hidden, num_classes)

    def forward(self, ids):
        return self.label(self.rnn(self.word_embeddings(ids))[1].transpose(0, 1).flatten(1))


class _Reader(nn.Module):
    """Syllable and pair embeddings added, one GRU from left to right, its last state."""

    def __init__(self, texts, size):
        super().__init__()
        counts = Counter(unit for text in texts for unit in self.units(text))
        frequent = sorted((u for u, n in counts.items() if n > 2), key=lambda u: (-counts[u], u))[:15_000]
        self.index = {unit: k for k, unit in enumerate(frequent, 1)}
        self.table = nn.Embedding(len(self.index) + 1, size, padding_idx=0)
        nn.init.normal_(self.table.weight[1:].detach(), std=0.3)
        self.gru = nn.GRU(size, size)
        self.score = nn.Linear(size, 1)

    @staticmethod
    def units(text):
        text = " " + text[-60:]
        return [*text[1:], *map("".join, zip(text, text[1:]))]

    def encode(self, text):
        """[T, 2]: the syllable and the pair that ends with it; 0 is the zero vector."""
        ids = torch.tensor([self.index.get(u, 0) for u in self.units(text or " ")])
        return ids.view(2, -1).T

    def forward(self, encoded):
        device = self.score.weight.device
        lengths = torch.tensor([len(e) for e in encoded])
        ids = pad_sequence(encoded).to(device)
        packed = pack_padded_sequence(self.table(ids).sum(2), lengths, enforce_sorted=False)
        return self.score(self.gru(packed)[1][0]).squeeze(1)

    @torch.no_grad()
    def predict(self, texts):
        encoded = [self.encode(t) for t in texts]
        order = sorted(range(len(texts)), key=lambda n: len(encoded[n]))
        out = [0] * len(texts)
        for s in range(0, len(order), 200):
            part = order[s : s + 200]
            for n, yes in zip(part, (self([encoded[n] for n in part]) > 0).tolist()):
                out[n] = int(yes)
        return out


def train_sentiment(texts, labels, valid_texts, valid_labels, seed, device):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        net = _Reader(texts, 48).to(device)
    shuffler = torch.Generator().manual_seed(seed)
    encoded, gold = [net.encode(t) for t in texts], torch.tensor(labels, dtype=torch.float32)
    lengths = torch.tensor([len(e) for e in encoded])
    size, epochs = 128, 4 if len(texts) > 8000 else 10
    optimizer = torch.optim.RMSprop(net.parameters(), lr=0.002)
    best = -1, None
    for _ in range(epochs):
        # similar lengths together: sort by length with noise, then shuffle the minibatches
        noisy = lengths + 4 * torch.rand(len(texts), generator=shuffler)
        batches = noisy.argsort().split(size)
        for n in torch.randperm(len(batches), generator=shuffler).tolist():
            batch = batches[n]
            logits = net([encoded[m] for m in batch.tolist()])
            loss = F.binary_cross_entropy_with_logits(logits, gold[batch].to(device))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_value_(net.parameters(), 0.1)
            optimizer.step()
        right = sum(p == t for p, t in zip(net.predict(valid_texts), valid_labels))
        if right > best[0]:
            best = right, {k: v.clone() for k, v in net.state_dict().items()}
    if best[1]:
        net.load_state_dict(best[1])
    return net.eval()
