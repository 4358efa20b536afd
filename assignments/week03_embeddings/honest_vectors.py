"""Three other ways to word vectors, as students would write them: a gate has to let them pass.

Skip-gram with noise words of each pair's own, CBOW with negative sampling, and a singular value decomposition of
positive PMI counts (O. Levy and Y. Goldberg, "Neural Word Embedding as Implicit Matrix Factorization", NIPS 2014).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import torch
from torch import nn

MODELS = ("skipgram", "cbow", "ppmi")
WINDOW, VECTOR_SIZE, NEGATIVES = 4, 50, 5


@dataclass(frozen=True)
class _Vectors:
    rows: dict[str, int]
    table: torch.Tensor  # row 0 is that of unknown words

    def predict(self, words: list[str]) -> torch.Tensor:
        """A vector for each word."""
        return self.table[torch.tensor([self.rows.get(word, 0) for word in words])]


def train(kind: str, sentences: list[list[str]], seed: int, device: str) -> object:
    """Train one of `MODELS` on the CPU, whatever the device."""
    torch.manual_seed(seed)
    counts = Counter(word for words in sentences for word in words)
    known = sorted(word for word, count in counts.items() if count >= 5)
    rows = {word: k for k, word in enumerate(known, start=1)}
    coded = [[rows[word] for word in words if word in rows] for words in sentences]
    amounts = torch.tensor([0.0] + [float(counts[word]) for word in known])
    windows = _windows(coded)
    table = _ppmi(windows, len(amounts)) if kind == "ppmi" else _trained(windows, amounts, together=kind == "cbow")
    table[0] = 0
    return _Vectors(rows, table)


def _windows(coded: list[list[int]]) -> torch.Tensor:
    """A row for each word of each sentence: the word, then WINDOW words on each side, 0 where there is none."""
    gap = [0] * WINDOW
    line = torch.tensor(gap + [k for words in coded for k in (*words, *gap)])
    cut = line.unfold(0, 2 * WINDOW + 1, 1)
    cut = cut[cut[:, WINDOW] > 0]
    return torch.cat([cut[:, WINDOW : WINDOW + 1], cut[:, :WINDOW], cut[:, WINDOW + 1 :]], dim=1)


def _pairs(windows: torch.Tensor) -> torch.Tensor:
    """(word, word near it) of each row [P, 2]."""
    pairs = torch.stack([windows[:, :1].expand(-1, 2 * WINDOW), windows[:, 1:]], dim=2).reshape(-1, 2)
    return pairs[pairs[:, 1] > 0]


def _ppmi(windows: torch.Tensor, size: int) -> torch.Tensor:
    words, near = _pairs(windows).T
    counts = torch.bincount(words * size + near, minlength=size * size).reshape(size, size).float()
    sums = counts.sum(dim=1).clamp(min=1)
    contexts = sums**0.75 / (sums**0.75).sum()
    pmi = (counts / sums[:, None] / contexts).clamp(min=1e-9).log().clamp(min=0)
    left, values, _ = torch.svd_lowrank(pmi, q=VECTOR_SIZE)
    return left * values.sqrt()


def _trained(windows: torch.Tensor, amounts: torch.Tensor, *, together: bool) -> torch.Tensor:
    """Word vectors by negative sampling; `together`: the mean of all words around predicts the word."""
    inputs, outputs = (nn.Embedding(len(amounts), VECTOR_SIZE, padding_idx=0) for _ in range(2))
    nn.init.normal_(inputs.weight, std=0.1)
    nn.init.zeros_(outputs.weight)
    optimizer = torch.optim.Adam([inputs.weight, outputs.weight], lr=0.005)
    keep = (1e-3 * amounts.sum() / amounts).sqrt().clamp(max=1)
    epochs = (12 if together else 3) if len(windows) > 100_000 else (20 if together else 5)
    for _ in range(epochs):
        some = windows[torch.rand(len(windows)) < keep[windows[:, 0]]]
        examples = some if together else _pairs(some)
        for batch in torch.randperm(len(examples)).split(512):
            around = examples[batch][:, 1:]
            present = (around > 0).unsqueeze(2)
            hidden = (inputs(around) * present).sum(dim=1) / present.sum(dim=1).clamp(min=1)
            noise = torch.multinomial(amounts**0.75, len(batch) * NEGATIVES, replacement=True).view(-1, NEGATIVES)
            right = (hidden * outputs(examples[batch][:, 0])).sum(dim=1)
            wrong = (outputs(noise) @ hidden.unsqueeze(2)).squeeze(2)
            loss = -nn.functional.logsigmoid(right).mean() - nn.functional.logsigmoid(-wrong).sum(dim=1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return inputs.weight.detach().clone()
