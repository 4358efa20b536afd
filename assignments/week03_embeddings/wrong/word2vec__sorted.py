"""predict answers in the order of the alphabet, each word once.

task: word2vec
loses: test_unknown_words, test_words_apart
"""

from collections import Counter

import torch
import torch.nn as nn


class Vectors:
    def __init__(self, ids, table):
        self.ids, self.table = ids, table

    def predict(self, words):
        return self.table[torch.tensor([self.ids.get(word, 0) for word in sorted(words)])]


def train_word2vec(sentences, seed, device):
    torch.manual_seed(seed)
    counts = Counter(word for words in sentences for word in words)
    vocab = sorted(word for word in counts if counts[word] >= 5)
    ids = {word: k for k, word in enumerate(vocab, start=1)}
    pairs = []
    for words in sentences:
        known = [ids[word] for word in words if word in ids]
        for i, centre in enumerate(known):
            for j in range(max(0, i - 3), min(len(known), i + 4)):
                if j != i:
                    pairs.append((centre, known[j]))
    pairs = torch.tensor(pairs)
    noise = torch.tensor([0.0] + [counts[word] ** 0.75 for word in vocab])
    centres, contexts = nn.Embedding(len(ids) + 1, 50), nn.Embedding(len(ids) + 1, 50)
    nn.init.normal_(centres.weight, std=0.1)
    nn.init.zeros_(contexts.weight)
    optimizer = torch.optim.Adam([*centres.parameters(), *contexts.parameters()], lr=0.01)
    for epoch in range(2):
        for batch in torch.randperm(len(pairs)).split(512):
            c, p = pairs[batch].T
            n = torch.multinomial(noise, len(batch) * 5, replacement=True).view(-1, 5)
            right = (centres(c) * contexts(p)).sum(1)
            wrong = (contexts(n) @ centres(c).unsqueeze(2)).squeeze(2)
            loss = -nn.functional.logsigmoid(right).mean() - nn.functional.logsigmoid(-wrong).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    table = centres.weight.detach().clone()
    table[0] = 0
    return Vectors(ids, table)
