"""Tagger as asked for; the trained tagger is a bidirectional GRU that reads each character with its neighbours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pack_sequence, pad_packed_sequence, unpack_sequence

PADDING = 0  # token id
IGNORED = -100  # tag of a token that does not count


class Tagger(nn.Module):
    def __init__(self, vocab_size: int, embed_dim: int, hidden: int, num_tags: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim, padding_idx=PADDING)
        self.lstm = nn.LSTM(embed_dim, hidden, num_layers=1, bidirectional=True, batch_first=True)
        self.output = nn.Linear(2 * hidden, num_tags)

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        packed = pack_padded_sequence(self.embedding(ids), lengths.to("cpu"), True, False)
        states, _ = pad_packed_sequence(self.lstm(packed)[0], True, total_length=ids.size(1))
        return self.output(states)


def tagging_loss(logits: torch.Tensor, tags: torch.Tensor) -> torch.Tensor:
    real = tags != IGNORED
    scores = logits[real]
    right = scores.gather(1, tags[real].unsqueeze(1)).squeeze(1)
    return (scores.logsumexp(1) - right).mean()


def tagging_accuracy(logits: torch.Tensor, tags: torch.Tensor) -> float:
    real = tags.ne(IGNORED)
    return float((logits.argmax(-1)[real] == tags[real]).double().mean())


def spans(tags: list[int]) -> set[tuple[int, int, int]]:
    """(first, last, kind): B of kind q is 2q + 1, I is 2q + 2."""
    found, start, kind = set(), None, -1
    for t, tag in enumerate([*tags, 0]):
        if start is not None and not (tag > 0 and tag % 2 == 0 and tag // 2 - 1 == kind):
            found.add((start, t - 1, kind))
            start = None
        if tag % 2 == 1:
            start, kind = t, tag // 2
    return found


def f1(guesses: list[list[int]], golds: list[list[int]]) -> float:
    hit = total = 0
    for a, b in zip(guesses, golds):
        sa, sb = spans(a), spans(b)
        hit += len(sa & sb)
        total += len(sa) + len(sb)
    return 2 * hit / max(total, 1)


class Net(nn.Module):
    def __init__(self, chars: int, pairs: int, num_tags: int) -> None:
        super().__init__()
        self.chars = nn.Embedding(chars, 48)
        self.pairs = nn.Embedding(pairs, 24)
        self.gru = nn.GRU(48 + 24, 48, bidirectional=True)
        self.out = nn.Linear(96, num_tags)
        self.drop = nn.Dropout(0.2)

    def forward(self, coded: list[torch.Tensor]) -> torch.Tensor:
        """Logits of all tokens, one sentence behind the other."""
        flat = torch.cat(coded)
        e = self.drop(torch.cat((self.chars(flat[:, 0]), self.pairs(flat[:, 1])), 1))
        packed = pack_sequence(e.split([len(c) for c in coded]), enforce_sorted=False)
        return self.out(self.drop(torch.cat(unpack_sequence(self.gru(packed)[0]))))


@dataclass
class Names:
    net: Net
    chars: dict[str, int]
    pairs: dict[tuple[str, str], int]
    device: str

    def code(self, sentence: list[str]) -> torch.Tensor:
        pairs = zip(sentence, [*sentence[1:], ""])
        return torch.tensor(
            [[self.chars.get(p[0], 0), self.pairs.get(p, 0)] for p in pairs], dtype=torch.int64, device=self.device
        ).reshape(-1, 2)

    @torch.no_grad()
    def predict(self, sentences: list[list[str]]) -> list[list[int]]:
        self.net.eval()
        answers: list[list[int]] = [[] for _ in sentences]
        filled = [i for i, s in enumerate(sentences) if s]
        for s in range(0, len(filled), 128):
            part = filled[s : s + 128]
            coded = [self.code(sentences[i]) for i in part]
            best = self.net(coded).argmax(1).split([len(c) for c in coded])
            for i, tags in zip(part, best):
                answers[i] = tags.tolist()
        return answers


def train_tagger(
    tokens: list[list[str]],
    tags: list[list[int]],
    valid_tokens: list[list[str]],
    valid_tags: list[list[int]],
    num_tags: int,
    seed: int,
    device: str,
) -> object:
    torch.manual_seed(seed)
    char_counts = Counter(c for s in tokens for c in s)
    pair_counts = Counter(p for s in tokens for p in zip(s, [*s[1:], ""]))
    chars = {c: k for k, c in enumerate(sorted(c for c, n in char_counts.items() if n > 1), 1)}
    pairs = {p: k for k, p in enumerate(sorted(p for p, n in pair_counts.items() if n > 2), 1)}
    names = Names(Net(len(chars) + 1, len(pairs) + 1, num_tags).to(device), chars, pairs, device)
    data = [(names.code(s), torch.tensor(t, device=device)) for s, t in zip(tokens, tags)]
    epochs = 5 if sum(map(len, tokens)) > 80_000 else 8
    steps = epochs * -(-len(data) // 32)
    optimizer = torch.optim.NAdam(names.net.parameters(), lr=6e-3)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: max(0.05, 1 - n / steps))
    best, kept = -1.0, {}
    for _ in range(epochs):
        names.net.train()
        for part in torch.randperm(len(data)).split(32):
            coded, gold = zip(*(data[i] for i in part.tolist()))
            loss = nn.functional.cross_entropy(names.net(list(coded)), torch.cat(gold))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(names.net.parameters(), 3.0)
            optimizer.step()
            schedule.step()
        value = f1(names.predict(valid_tokens), valid_tags)
        if value > best:
            best, kept = value, {k: v.clone() for k, v in names.net.state_dict().items()}
    names.net.load_state_dict(kept)
    names.net.eval()
    return names
