"""신경망 없이: 동시 등장 횟수 → PPMI → SVD (GloVe 강의에서 본 LSA 방식에 PMI를 더한 것)"""

import torch
from my_utils import count_words, windows

WINDOW = 4
DIM = 60


class SVDVectors:
    def __init__(self, index, matrix):
        self.index = index
        self.matrix = matrix

    def predict(self, words):
        out = torch.zeros(len(words), self.matrix.size(1))
        for i, w in enumerate(words):
            if w in self.index:
                out[i] = self.matrix[self.index[w]]
        return out


def train_word2vec(sentences, seed, device):
    torch.manual_seed(seed)
    freq = count_words(sentences)
    index = {w: i for i, w in enumerate(sorted(w for w, c in freq.items() if c >= 5))}
    V = len(index)
    X = torch.zeros(V * V)
    for d in range(1, WINDOW + 1):
        keys = [
            index[s[0]] * V + index[s[-1]]
            for sent in sentences
            for s in windows(sent, d + 1)
            if s[0] in index and s[-1] in index
        ]
        # 가까울수록 크게 센다
        X += torch.bincount(torch.tensor(keys, dtype=torch.long), minlength=V * V) / d
    X = X.view(V, V)
    X = X + X.T

    row = X.sum(1).clamp(min=1e-6)
    context = row**0.75
    context = context / context.sum()
    ppmi = torch.log((X / row[:, None] / context).clamp(min=1.0))  # max(PMI, 0)
    U, S, _ = torch.svd_lowrank(ppmi, q=min(DIM, V), niter=6)
    return SVDVectors(index, U * S.sqrt() + 1e-6)
