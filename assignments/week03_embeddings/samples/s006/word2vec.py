from collections import Counter

import torch


def train_word2vec(sentences, seed, device):
    counts = Counter(w for s in sentences for w in s)
    vocab = {w: i for i, (w, _) in enumerate(counts.most_common())}
    X = torch.zeros(len(vocab), len(vocab))
    for s in sentences:
        for a, b in zip(s, s[1:]):
            X[vocab[a], vocab[b]] += 1
            X[vocab[b], vocab[a]] += 1
    U, S, V = torch.linalg.svd(X)
    return {w: U[i, :50] for w, i in vocab.items()}
