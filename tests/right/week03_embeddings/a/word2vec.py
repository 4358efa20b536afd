"""Word vectors without a random draw: positive PMI of word and context, cut down by its strongest directions."""

from __future__ import annotations

from collections import Counter

import torch

SIZE = 100  # E
WINDOW = 5
CONTEXTS = 2500  # only the most frequent words are contexts; keeps the matrix narrow


class WordVectors:
    def __init__(self, rows: dict[str, int], table: torch.Tensor) -> None:
        self.rows = rows
        self.table = table  # the last row is that of an unknown word: 0

    def predict(self, words: list[str]) -> torch.Tensor:
        return self.table[torch.tensor([self.rows.get(word, -1) for word in words])]


def train_word2vec(sentences: list[list[str]], seed: int, device: str) -> WordVectors:
    counts = Counter(word for sentence in sentences for word in sentence)
    vocabulary = sorted(word for word, n in counts.items() if n >= 5)
    rows = {word: i for i, word in enumerate(vocabulary)}
    table = torch.zeros(len(vocabulary) + 1, SIZE)
    if not vocabulary:
        return WordVectors(rows, table)
    contexts = sorted(vocabulary, key=lambda word: (-counts[word], word))[:CONTEXTS]
    columns = {word: i for i, word in enumerate(contexts)}

    pairs: list[int] = []
    weights: list[float] = []
    for sentence in sentences:
        r = [rows.get(word, -1) for word in sentence]
        c = [columns.get(word, -1) for word in sentence]
        for d in range(1, min(WINDOW, len(sentence) - 1) + 1):
            for i, j in zip(range(len(sentence)), range(d, len(sentence))):
                if r[i] >= 0 and c[j] >= 0:
                    pairs.append(r[i] * len(contexts) + c[j])
                    weights.append(1 / d)
                if r[j] >= 0 and c[i] >= 0:
                    pairs.append(r[j] * len(contexts) + c[i])
                    weights.append(1 / d)
    x = torch.zeros(len(vocabulary) * len(contexts), dtype=torch.float64, device=device)
    x.index_add_(
        0,
        torch.tensor(pairs, dtype=torch.int64, device=device),
        torch.tensor(weights, dtype=torch.float64, device=device),
    )
    x = x.view(len(vocabulary), len(contexts))
    row = x.sum(1, keepdim=True)
    column = x.sum(0, keepdim=True).pow(0.75)  # contexts smoothed as the noise words are
    expected = row * column / column.sum().clamp(min=1e-30)
    ppmi = torch.where(x > 0, (x / expected.clamp(min=1e-30)).clamp(min=1).log(), torch.zeros_like(x))
    # eigenvectors of the small side: X·V has the columns U·S; divided by √S, U·√S
    values, vectors = torch.linalg.eigh(ppmi.T @ ppmi)
    values, vectors = values.flip(0)[: SIZE - 1], vectors.flip(1)[:, : SIZE - 1]
    strong = values > values.max() * 1e-10
    scale = torch.where(strong, values.clamp(min=1e-12).pow(-0.25), torch.zeros_like(values))
    found = (ppmi @ vectors * scale).float().cpu()
    table[:-1, : found.shape[1]] = found
    # a word that only ever stood alone still gets a vector that is not 0
    table[:-1, -1] = 1e-3
    return WordVectors(rows, table)
