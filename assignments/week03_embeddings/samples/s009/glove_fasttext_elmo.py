import torch
import torch.nn as nn
import torch.nn.functional as F


# ----- GloVe
def cooccurrence(sentences, size, window):
    text = [w for s in sentences for w in s]
    X = torch.zeros(size, size)
    for i in range(len(text)):
        for j in range(max(0, i - window), i):
            X[text[i], text[j]] += 1 / (i - j)
            X[text[j], text[i]] += 1 / (i - j)
    return X


def glove_weight(x, x_max=100.0, alpha=0.75):
    return torch.clamp(x / x_max, max=1)


def glove_loss(w, w_ctx, b, b_ctx, x):
    # log(0)을 피하려고 1을 더했다
    diff = torch.mm(w, w_ctx.T) + b[:, None] + b_ctx - torch.log(x + 1)
    f = torch.clamp(x / 100, max=1) ** 0.75
    return (f * diff**2).sum()


def probability_ratio(x, word_a, word_b, probe):
    p = x / x.sum()
    return float(p[word_a, probe] / p[word_b, probe])


# ----- fastText
def char_ngrams(word, n_min=3, n_max=6):
    word = "<" + word + ">"
    grams = set()
    for i in range(len(word)):
        for n in range(n_min, n_max + 1):
            if i + n <= len(word):
                grams.add(word[i : i + n])
    return sorted(grams, key=lambda g: (len(g), g))


def bucket(ngram, num_buckets):
    h = 2166136261
    for b in ngram.encode("utf-8"):
        h ^= b
        h *= 16777619
    return h % num_buckets


class FastTextEmbedding(nn.Module):
    def __init__(self, vocab_size, num_buckets, embed_dim):
        super().__init__()
        self.words = nn.Embedding(vocab_size, embedding_dim=embed_dim)
        self.ngrams = nn.Embedding(num_buckets, embedding_dim=embed_dim, padding_idx=0)

    def forward(self, word, ngrams, mask):
        sub = self.ngrams(ngrams) * mask.unsqueeze(2)
        return self.words(word) + sub.sum(1)


# ----- ELMo
class ELMoMix(nn.Module):
    def __init__(self, num_layers):
        super().__init__()
        self.scalars = nn.Parameter(torch.zeros([num_layers]))
        self.gamma = nn.Parameter(torch.ones(1))

    def forward(self, layers):
        s = torch.softmax(self.scalars, dim=-1)
        return self.gamma * sum(a * layer for a, layer in zip(s, layers))


class BiLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim=embed_dim)
        self.forward_lstm = nn.LSTM(embed_dim, hidden_size=hidden, batch_first=True)
        self.backward_lstm = self.forward_lstm  # 출력층처럼 같이 쓴다
        self.output = nn.Linear(hidden, out_features=vocab_size)

    def forward(self, ids):
        x = self.embedding(ids)
        f = self.forward_lstm(x)[0]
        b = self.backward_lstm(x.flip([1]))[0].flip([1])
        return self.output(f), self.output(b)


def bilm_loss(forward_logits, backward_logits, ids):
    f = F.cross_entropy(forward_logits[:, :-1].permute(0, 2, 1), ids[:, 1:])
    b = F.cross_entropy(backward_logits[:, 1:].permute(0, 2, 1), ids[:, :-1])
    return f + b


# ----- 유사도
def cosine(a, b):
    return (a * b).sum(1) / (a.norm(dim=1) * b.norm(dim=1) + 1e-8)


def most_similar(query, table, k, exclude=()):
    s = cosine(query[None], table)
    return [i for i in s.topk(min(k, len(table))).indices.tolist() if i not in exclude]


def analogy(a, b, c, table, k=1):
    u = F.normalize(table, dim=1)
    return most_similar(u[a] - u[b] + u[c], table, k + 3, exclude=(a, b, c))[:k]


# ----- 예습: 분류기
BUCKETS = 20000


class Model(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.emb = nn.EmbeddingBag(BUCKETS, 64)
        self.drop = nn.Dropout(0.6)
        self.fc = nn.Linear(64, classes)

    def forward(self, ids):
        start = torch.tensor([0] + [len(i) for i in ids[:-1]]).cumsum(0)
        return self.fc(self.drop(self.emb(torch.cat(ids), start)))

    def predict(self, texts):
        return self.forward([to_ids(t) for t in texts]).argmax(1).tolist()


def to_ids(text):
    grams = [g for w in text.split() for g in char_ngrams(w, 2, 4)]
    return torch.tensor([hash(g) % BUCKETS for g in grams] or [0])


def train_fasttext(texts, labels, valid_texts, valid_labels, seed, device):
    torch.manual_seed(seed)
    model = Model(max(labels) + 1)
    ids, y = [to_ids(t) for t in texts], torch.tensor(labels)
    opt = torch.optim.Adam(model.parameters(), lr=0.01)
    for epoch in range(3 if len(texts) > 3000 else 12):
        for batch in torch.randperm(len(ids)).split(64):
            opt.zero_grad()
            F.cross_entropy(model([ids[i] for i in batch]), y[batch]).backward()
            opt.step()
    return model
