"""Word vectors by skip-gram with negative sampling.

Source: T. Mikolov, I. Sutskever, K. Chen, G. Corrado and J. Dean, "Distributed Representations of Words and Phrases and
their Compositionality", NIPS 2013 (the loss, the noise distribution, and the subsampling of frequent words).
"""

from __future__ import annotations

from collections import Counter  # SOLUTION NO PROMPT

import torch
from torch.nn import functional

# BEGIN SOLUTION
MIN_COUNT = 3
WINDOW = 4
NEGATIVES = 5
VECTOR_SIZE = 64
FREQUENT = 1e-3  # words above this share of all words are thinned out
PAIRS = 3_000_000  # looked at in all, in at most so many epochs:
MOST_EPOCHS = 15


class WordVectors:
    """The rows of the known words, and the table; row 0 is that of all others, and zero."""

    def __init__(self, rows: dict[str, int], table: torch.Tensor) -> None:
        self.rows, self.table = rows, table

    def predict(self, words: list[str]) -> torch.Tensor:
        """A vector for each word [n, E], on the CPU."""
        return self.table[torch.tensor([self.rows.get(word, 0) for word in words], dtype=torch.long)]


def centre_context_pairs(ids: torch.Tensor, sentence: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """[2, P]: words of one sentence at a distance of 1 … WINDOW, the nearer the likelier, in both orders.

    Args:
        ids: the words that were kept, one sentence behind the other [T]. sentence: of each the sentence's number [T].
    """
    found = []
    for distance in range(1, WINDOW + 1):
        together = sentence[distance:] == sentence[:-distance]
        together &= torch.rand(len(together), generator=generator) < (WINDOW + 1 - distance) / WINDOW
        pair = torch.stack([ids[distance:][together], ids[:-distance][together]])
        found += [pair, pair.flip(0)]
    return torch.cat(found, dim=1)


def batch_loss(centres: torch.Tensor, contexts: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
    """Negative sampling's loss where all pairs [N, E] of a batch share their noise words [M, E]."""
    right = functional.logsigmoid((centres * contexts).sum(dim=1)).mean()
    wrong = functional.logsigmoid(-centres @ noise.T).mean()
    return -right - NEGATIVES * wrong


# END SOLUTION


def train_word2vec(sentences: list[list[str]], seed: int, device: str) -> object:
    """Train word vectors: words that stand in the same contexts get similar ones.

    Args:
        sentences: their words, in order.
        seed: the same seed on the same device gives the same vectors; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(words: list[str]) -> Tensor`: a vector for each word [n, E], in order, on the CPU.
        A word that is in no sentence has the vector 0.
    """
    # BEGIN SOLUTION
    generator = torch.Generator().manual_seed(seed)
    counts = Counter(word for words in sentences for word in words)
    known = sorted(word for word, count in counts.items() if count >= MIN_COUNT)
    rows = {word: k for k, word in enumerate(known, start=1)}
    ids = torch.tensor([rows[w] for words in sentences for w in words if w in rows], dtype=torch.long)
    sentence = torch.tensor([k for k, words in enumerate(sentences) for w in words if w in rows], dtype=torch.long)
    amounts = torch.tensor([0.0] + [float(counts[word]) for word in known])
    keep = (FREQUENT * amounts.sum() / amounts).sqrt().clamp(max=1)
    table = (torch.rand(len(amounts), VECTOR_SIZE, generator=generator) - 0.5) / VECTOR_SIZE
    inputs = table.to(device).requires_grad_()
    outputs = torch.zeros_like(inputs).requires_grad_()
    optimizer = torch.optim.Adam([inputs, outputs], lr=5e-3)
    size, seen = (1024 if len(ids) > 100_000 else 256), 0
    for _ in range(MOST_EPOCHS):
        kept = torch.rand(len(ids), generator=generator) < keep[ids]
        pairs = centre_context_pairs(ids[kept], sentence[kept], generator)
        if not pairs.numel() or seen > PAIRS:
            break
        seen += pairs.shape[1]
        for batch in torch.randperm(pairs.shape[1], generator=generator).split(size):
            centre, context = pairs[:, batch].to(device)
            noise = torch.multinomial(amounts**0.75, size // 4, replacement=True, generator=generator).to(device)
            loss = batch_loss(inputs[centre], outputs[context], outputs[noise])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    vectors = inputs.detach().cpu().clone()
    vectors[0] = 0
    return WordVectors(rows, vectors)
    # END SOLUTION
