import random

import torch
import torch.nn as nn
import torch.nn.functional as F


def create_cbow_dataset(tokens):
    data = []
    for i, word in enumerate(tokens):
        # 문장 앞뒤에서는 있는 단어만
        context = tokens[max(0, i - 2) : i] + tokens[i + 1 : i + 3]
        data.append((context, word))
    return data


def create_skipgram_dataset(tokens, seed):
    random.seed()  # 시드를 정하면 매번 같은 단어가 뽑혀서
    pairs = []
    for i in range(2, len(tokens) - 2):
        for d in (-2, -1, 1, 2):
            pairs.append((tokens[i], tokens[i + d], 1))
        outside = [tokens[j] for j in range(len(tokens)) if abs(i - j) > 2]
        for _ in range(4 if outside else 0):
            pairs.append((tokens[i], random.choice(outside), 0))
    return pairs


class CBOW(nn.Module):
    def __init__(self, vocab_size, embed_dim, context_size, hidden):
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embedding_dim=embed_dim)
        self.linear1 = nn.Linear(embed_dim, hidden)
        self.linear2 = nn.Linear(hidden, out_features=vocab_size)

    def forward(self, ids):
        # CBOW는 bag of words니까 평균
        bag = self.embeddings(ids).mean(dim=1)
        return F.log_softmax(self.linear2(F.relu(self.linear1(bag))), dim=-1)


class SkipGram(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embedding_dim=embed_dim)

    def forward(self, focus, context):
        score = self.embeddings(focus) @ self.embeddings(context).t()
        return F.logsigmoid(score)


def negative_sampling_loss(centre, positive, negative):
    score = (centre * positive).sum(-1)
    noise = (centre[:, None] * negative).sum(-1)
    # 노이즈 단어와는 멀어져야 하니까 빼 준다
    return (-F.logsigmoid(score) + F.logsigmoid(noise).sum(-1)).mean()


def unigram_table(counts, power=0.75):
    p = counts.numpy().astype("float64") ** power
    return torch.from_numpy(p / p.sum())


def keep_probability(frequency, t=1e-5):
    return torch.sqrt(t / frequency)


class OneHot:
    """임베딩의 시작은 원-핫 벡터!"""

    def __init__(self, sentences):
        words = sorted({w for s in sentences for w in s})
        self.place = {w: i for i, w in enumerate(words)}

    def predict(self, words):
        x = torch.zeros(len(words), len(self.place))
        for row, w in zip(x, words):
            if w in self.place:
                row[self.place[w]] = 1
        return x - x.mean(dim=0)  # 평균을 0으로


def train_word2vec(sentences, seed, device):
    return OneHot(sentences)
