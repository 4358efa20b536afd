"""3주차 과제 전체. 파일 하나에 모았고, 되도록 반복문으로 한 칸씩 계산했습니다. 느려도 시간 안에는 끝납니다."""

import math
import random

import torch
import torch.nn as nn
import torch.nn.functional as F


# ------------------------------------------------------------------ CBOW / skip-gram 데이터
def create_cbow_dataset(tokens):
    data = []
    i = 2
    while i + 2 < len(tokens):
        context = []
        for j in range(i - 2, i + 3):
            if j != i:
                context.append(tokens[j])
        data.append((context, tokens[i]))
        i += 1
    return data


def create_skipgram_dataset(tokens, seed):
    random.seed(seed)
    data = []
    for i in range(2, len(tokens) - 2):
        window = range(i - 2, i + 3)
        for j in window:
            if j != i:
                data.append((tokens[i], tokens[j], 1))
        if len(tokens) == 5:
            continue
        n = 0
        while n < 4:
            j = random.randrange(len(tokens))
            if j in window:  # 윈도 안이면 다시 뽑기
                continue
            data.append((tokens[i], tokens[j], 0))
            n += 1
    return data


# ------------------------------------------------------------------ 모델
class CBOW(nn.Module):
    def __init__(self, vocab_size, embed_dim, context_size, hidden):
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embedding_dim=embed_dim)
        self.linear1 = nn.Linear(embed_dim * context_size * 2, hidden)
        self.linear2 = nn.Linear(hidden, out_features=vocab_size)

    def forward(self, ids):
        rows = []
        for sentence in ids:
            x = torch.cat([self.embeddings(word) for word in sentence])
            score = self.linear2(self.linear1(x).clamp(min=0))
            # 큰 점수에서 넘치지 않게 최댓값을 빼고
            score = score - score.max().detach()
            rows.append(score - score.exp().sum().log())
        return torch.stack(rows)


class SkipGram(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embedding_dim=embed_dim)

    def forward(self, focus, context):
        out = []
        for f, c in zip(focus, context):
            s = torch.dot(self.embeddings(f), self.embeddings(c))
            # log sigmoid(s): s가 음수이면 s - log(1 + e^s), 양수이면 -log(1 + e^-s)
            if s < 0:
                out.append(s - torch.log1p(torch.exp(s)))
            else:
                out.append(-torch.log1p(torch.exp(-s)))
        return torch.stack(out)


# ------------------------------------------------------------------ 네거티브 샘플링
def negative_sampling_loss(centre, positive, negative):
    total = 0
    for c, p, ns in zip(centre, positive, negative):
        total = total - F.logsigmoid(torch.dot(c, p))
        for n in ns:
            total = total - F.logsigmoid(-torch.dot(c, n))
    return total / len(centre)


def unigram_table(counts, power=0.75):
    weights = []
    for c in counts.tolist():
        weights.append(c**power if c > 0 else 0.0)
    total = math.fsum(weights)
    return torch.tensor([w / total for w in weights], dtype=torch.float32)


def keep_probability(frequency, t=1e-5):
    result = torch.ones(frequency.shape, dtype=frequency.dtype)
    for i, f in enumerate(frequency.tolist()):
        if f > t:
            result[i] = math.sqrt(t / f)
    return result


# ------------------------------------------------------------------ GloVe
def cooccurrence(sentences, size, window):
    table = [[0.0] * size for _ in range(size)]
    for s in sentences:
        for p in range(len(s)):
            for q in range(len(s)):
                if p != q and abs(p - q) <= window:
                    table[s[p]][s[q]] += 1 / abs(p - q)
    return torch.tensor(table)


def glove_weight(x, x_max=100.0, alpha=0.75):
    flat = x.reshape(-1)
    out = torch.ones_like(flat)
    for i in range(len(flat)):
        if flat[i] < x_max:
            out[i] = (flat[i] / x_max) ** alpha
    return out.reshape(x.shape)


def glove_loss(w, w_ctx, b, b_ctx, x):
    V = len(x)
    loss = torch.zeros((), dtype=w.dtype)
    for i in range(V):
        for j in range(V):
            count = x[i, j].item()
            if count == 0:
                continue
            f = (count / 100) ** 0.75 if count < 100 else 1.0
            loss = loss + f * (torch.dot(w[i], w_ctx[j]) + b[i] + b_ctx[j] - math.log(count)) ** 2
    return loss


def probability_ratio(x, word_a, word_b, probe):
    def p(word):
        row = x[word].tolist()
        return row[probe] / sum(row)

    return p(word_a) / p(word_b)


# ------------------------------------------------------------------ fastText
def char_ngrams(word, n_min=3, n_max=6):
    letters = ["<"] + list(word) + [">"]
    result = []
    for n in range(n_min, n_max + 1):
        for i in range(len(letters)):
            if i + n <= len(letters):
                gram = ""
                for letter in letters[i : i + n]:
                    gram += letter
                result.append(gram)
    return result


def bucket(ngram, num_buckets):
    h = 2166136261
    for b in bytearray(ngram, "utf8"):
        h = h ^ b
        h = h * 16777619
        while h >= 1 << 32:
            h -= (h >> 32) << 32  # 아래 32비트만 남기기
    return h % num_buckets


class FastTextEmbedding(nn.Module):
    def __init__(self, vocab_size, num_buckets, embed_dim):
        super().__init__()
        self.words = nn.Embedding(vocab_size, embedding_dim=embed_dim)
        self.ngrams = nn.Embedding(num_buckets, embedding_dim=embed_dim)

    def forward(self, word, ngrams, mask):
        vectors = []
        for i in range(len(word)):
            v = self.words(word[i])
            for g, ok in zip(ngrams[i], mask[i]):
                if ok:
                    v = v + self.ngrams(g)
            vectors.append(v)
        return torch.stack(vectors)


# ------------------------------------------------------------------ ELMo
class ELMoMix(nn.Module):
    def __init__(self, num_layers):
        super().__init__()
        self.scalars = nn.Parameter(torch.tensor([0.0] * num_layers))
        self.gamma = nn.Parameter(torch.tensor(1.0).clone())

    def forward(self, layers):
        s = torch.softmax(self.scalars, 0)
        mixed = 0
        for j in range(len(layers)):
            mixed = mixed + s[j] * layers[j]
        return self.gamma * mixed


class BiLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim=embed_dim)
        self.forward_lstm = nn.LSTM(embed_dim, hidden_size=hidden, batch_first=True)
        self.backward_lstm = nn.LSTM(embed_dim, hidden_size=hidden, batch_first=True)
        self.output = nn.Linear(hidden, out_features=vocab_size)

    def forward(self, ids):
        T = ids.shape[1]
        e = self.embedding(ids)
        state = None
        front = []
        for t in range(T):
            h, state = self.forward_lstm(e[:, t : t + 1], state)
            front.append(self.output(h))
        state = None
        back = []
        for t in range(T - 1, -1, -1):
            h, state = self.backward_lstm(e[:, t : t + 1], state)
            back.insert(0, self.output(h))  # 뒤에서부터 읽으니까 앞에 끼우기
        return torch.cat(front, dim=1), torch.cat(back, dim=1)


def bilm_loss(forward_logits, backward_logits, ids):
    N, T = ids.shape
    loss = 0
    for n in range(N):
        for t in range(T):
            if t + 1 < T:
                z = forward_logits[n, t]
                loss = loss + torch.logsumexp(z, 0) - z[ids[n, t + 1]]
            if t > 0:
                z = backward_logits[n, t]
                loss = loss + torch.logsumexp(z, 0) - z[ids[n, t - 1]]
    return loss / (2 * N * (T - 1))


# ------------------------------------------------------------------ 유사도
def cosine(a, b):
    result = []
    for x, y in zip(a.tolist(), b.tolist()):
        length = math.hypot(*x) * math.hypot(*y)
        result.append(sum(p * q for p, q in zip(x, y)) / length if length else 0.0)
    return torch.tensor(result, dtype=a.dtype)


def most_similar(query, table, k, exclude=()):
    candidates = {}
    for i in range(len(table)):
        if i not in exclude:
            candidates[i] = cosine(query[None], table[i : i + 1]).item()
    result = []
    while candidates and len(result) < k:
        best = max(candidates, key=candidates.get)
        del candidates[best]
        result.append(best)
    return result


def analogy(a, b, c, table, k=1):
    u = {i: table[i] / math.sqrt((table[i] ** 2).sum().item()) for i in {a, b, c}}
    return most_similar(u[b] - u[a] + u[c], table, k, exclude=(a, b, c))


# ------------------------------------------------------------------ 예습: 단어 벡터
class WordTable:
    def __init__(self, vectors, size):
        self.vectors = vectors
        self.size = size

    def predict(self, words):
        return torch.tensor([self.vectors.get(w, [0.0] * self.size) for w in words])


def train_word2vec(sentences, seed, device):
    """주변 단어를 세어 PMI 표를 만들고, 표를 곱하고 직교화하기를 되풀이해서 주성분을 찾는다 (SVD를 손으로)."""
    freq = {}
    for s in sentences:
        for w in s:
            freq[w] = freq.get(w, 0) + 1
    vocab = sorted(w for w in freq if freq[w] >= 5)
    number = {w: i for i, w in enumerate(vocab)}

    counts = [{} for _ in vocab]
    for s in sentences:
        for p, w in enumerate(s):
            if w not in number:
                continue
            row = counts[number[w]]
            for q in range(max(0, p - 4), min(len(s), p + 5)):
                if q != p and s[q] in number:
                    row[number[s[q]]] = row.get(number[s[q]], 0) + 1 / abs(p - q)

    sums = [sum(row.values()) for row in counts]
    smooth = [x**0.75 for x in sums]
    everything = sum(smooth)
    table = torch.zeros(len(vocab), len(vocab))
    for i, row in enumerate(counts):
        for j, n in row.items():
            pmi = math.log(n * everything / (sums[i] * smooth[j]))
            if pmi > 0:
                table[i, j] = pmi

    generator = torch.Generator()
    generator.manual_seed(seed)
    size = min(40, len(vocab))
    basis = torch.randn(len(vocab), size, generator=generator)
    for step in range(8):
        basis = table @ (table.T @ basis)
        basis = torch.linalg.qr(basis).Q
    strength = (table.T @ basis).norm(dim=0)
    found = basis * strength.sqrt() + 1e-7  # 이웃이 하나도 없는 단어도 0은 아니게
    return WordTable({w: found[i].tolist() for w, i in number.items()}, size)


# ------------------------------------------------------------------ 예습: 분류기 (평균 퍼셉트론)
def text_grams(text):
    grams = {}
    for word in text.lower().split(" "):
        if not word:
            continue
        for gram in char_ngrams(word, 2, 4):
            grams[gram] = 1
        grams["<" + word + ">"] = 1
    return list(grams)


class Perceptron:
    def __init__(self, classes):
        self.classes = classes
        self.weights = {}

    def scores(self, grams):
        out = [0.0] * self.classes
        for gram in grams:
            row = self.weights.get(gram)
            if row is not None:
                for k in range(self.classes):
                    out[k] += row[k]
        return out

    def predict(self, texts):
        answers = []
        for text in texts:
            s = self.scores(text_grams(text))
            answers.append(s.index(max(s)))
        return answers


def train_fasttext(texts, labels, valid_texts, valid_labels, seed, device):
    K = max(labels) + 1
    model = Perceptron(K)
    late = {}  # 평균을 내기 위해, 몇 번째에 바뀌었는지를 곱해서 더한다
    grams = [text_grams(t) for t in texts]
    order = list(range(len(texts)))
    rng = random.Random(seed)
    step = 1
    for epoch in range(4):
        rng.shuffle(order)
        for i in order:
            s = model.scores(grams[i])
            guess = s.index(max(s))
            if guess != labels[i]:
                for gram in grams[i]:
                    row = model.weights.setdefault(gram, [0.0] * K)
                    old = late.setdefault(gram, [0.0] * K)
                    row[labels[i]] += 1
                    row[guess] -= 1
                    old[labels[i]] += step
                    old[guess] -= step
            step += 1
    for gram, row in model.weights.items():
        for k in range(K):
            row[k] -= late[gram][k] / step
    return model
