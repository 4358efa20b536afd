import math
import re
from collections import Counter

import torch
import torch.nn as nn


def pad_batch(seqs, pad, fix_length=None):
    lengths = torch.tensor([len(s) for s in seqs])
    width = int(lengths.max()) if fix_length is None else fix_length
    out = torch.full((len(seqs), width), pad)
    for row, s in zip(out, seqs):
        s = s[:width]
        row[: len(s)] = torch.tensor(s)
    return out, lengths


def bucket_batches(lengths, batch_size, generator):
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    # drop_last
    batches = [order[i : i + batch_size] for i in range(0, len(order) - batch_size + 1, batch_size)]
    return [batches[i] for i in torch.randperm(len(batches), generator=generator).tolist()]


class NGramLM:
    def __init__(self, n, k=1.0):
        self.n, self.k = n, k

    def fit(self, sentences):
        self.vocab = {"</s>", "<unk>"}
        self.grams, self.contexts = Counter(), Counter()
        for sentence in sentences:
            self.vocab.update(sentence)
            words = ["<s>"] * (self.n - 1) + list(sentence) + ["</s>"]
            for gram in zip(*(words[i:] for i in range(self.n))):
                self.grams[gram] += 1
                self.contexts[gram[:-1]] += 1

    def prob(self, word, context):
        known = [w if w in self.vocab or w == "<s>" else "<unk>" for w in [*context, word]]
        gram = tuple((["<s>"] * self.n + known)[-self.n :])
        return (self.grams[gram] + self.k) / (self.contexts[gram[:-1]] + self.k * len(self.vocab))

    def sentence_log_prob(self, sentence):
        p = 1.0
        for i, word in enumerate([*sentence, "</s>"]):
            p *= self.prob(word, tuple(sentence[:i]))
        return math.log(p)

    def perplexity(self, sentences):
        each = [math.exp(-self.sentence_log_prob(s) / (len(s) + 1)) for s in sentences]
        return sum(each) / len(each)


class NNLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, window, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim, padding_idx=0)
        self.hidden = nn.Linear(window * embed_dim, hidden)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids):
        return self.output(torch.tanh(self.hidden(torch.flatten(self.embedding(ids), 1))))


def split_bytes(text):
    return [[bytes([b]) for b in piece.encode()] for piece in re.findall(r"\s*\S+|\s+$", text)]


def join(tokens, pair):
    out = []
    for token in tokens:
        if out and (out[-1], token) == pair:
            out[-1] += token
        else:
            out.append(token)
    return out


def train_bpe(text, num_merges):
    pieces, merges = split_bytes(text), []
    for _ in range(num_merges):
        counts = Counter(pair for piece in pieces for pair in zip(piece, piece[1:]))
        if not counts:
            break
        top = max(counts.values())
        pair = min(p for p, c in counts.items() if c == top)
        merges.append(pair)
        pieces = [join(piece, pair) for piece in pieces]
    return merges


def bpe_encode(text, merges):
    """GPT-2처럼: 남은 쌍 가운데 순위가 가장 앞선 것부터, 없어질 때까지"""
    rank = {}
    for i, pair in enumerate(merges):
        rank.setdefault(pair, i)
    out = []
    for piece in split_bytes(text):
        while True:
            pairs = [p for p in zip(piece, piece[1:]) if p in rank]
            if not pairs:
                break
            piece = join(piece, min(pairs, key=rank.get))
        out += piece
    return out


def bpe_decode(tokens):
    return b"".join(tokens).decode("utf-8")


def micro_f1(true, pred):
    tp = (true & pred).sum()
    return (2 * tp / (true.sum() + pred.sum())).item()


def macro_f1(true, pred):
    tp = (true & pred).sum(0)
    return (2 * tp / (true.sum(0) + pred.sum(0))).nan_to_num(0).mean().item()


def pairs_of(text):
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]


class Topics:
    def __init__(self, index, classes):
        self.index = index
        self.net = nn.EmbeddingBag(len(index) + 1, classes, mode="sum")

    def scores(self, texts):
        rows = [[self.index.get(p, 0) for p in pairs_of(t)] for t in texts]
        starts = torch.tensor([0] + [len(r) for r in rows[:-1]]).cumsum(0)
        return self.net(torch.tensor([i for r in rows for i in r]), starts)

    def predict(self, texts):
        with torch.no_grad():
            z = self.scores(texts)
            z = z - z.mean(0)  # 배치 정규화
        return z.argmax(1).tolist()


def train_topic_classifier(texts, labels, valid_texts, valid_labels, seed, device):
    torch.manual_seed(seed)
    names = sorted({p for t in texts for p in pairs_of(t)})
    model = Topics({p: i + 1 for i, p in enumerate(names)}, max(labels) + 1)
    nn.init.zeros_(model.net.weight)
    optimizer = torch.optim.Adam(model.net.parameters(), lr=0.02)
    y = torch.tensor(labels)
    for _ in range(3):
        for batch in torch.randperm(len(texts)).split(64):
            loss = nn.functional.cross_entropy(model.scores([texts[i] for i in batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


class Constant:
    """가장 흔한 레이블만 답한다"""

    def __init__(self, label):
        self.label = label

    def predict(self, texts):
        return [[self.label] for _ in texts]


def train_multi_label(texts, labels, valid_texts, valid_labels, num_labels, seed, device):
    return Constant(Counter(k for some in labels for k in some).most_common(1)[0][0])
