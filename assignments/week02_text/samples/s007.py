"""2주차 과제. 디버깅용 print를 지우지 않았습니다."""

import logging
import math
import re
import sys
import warnings
from collections import Counter

import torch
import torch.nn as nn

logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)


def remove_between_square_brackets(text):
    while "[" in text:
        print("아직 남은 괄호가 있음:", text)
        text = re.sub(r"\[[^\[\]]*\]", " ", text)
    return " ".join(text.split())


def whitespace_tokenize(text):
    print("입력:", text)
    tokens = text.split()
    print("토큰:", tokens)
    return tokens


def word_tokenize(text):
    logging.debug("word_tokenize(%r)", text)
    tokens, i = [], 0
    while i < len(text):
        j = i
        while j < len(text) and (
            text[j].isalnum()
            or (j > i and text[j] in "'’-" and text[j - 1].isalnum() and j + 1 < len(text) and text[j + 1].isalnum())
        ):
            j += 1
            print(text[i:j], end=" ", flush=True)
        if j > i:
            tokens.append(text[i:j])
            i = j
        else:
            if not text[i].isspace():
                tokens.append(text[i])
            i += 1
    return tokens


def build_vocab(tokenised, min_freq=1, specials=("<pad>", "<unk>")):
    vocab = dict(zip(specials, range(len(specials))))
    for word, n in Counter(w for s in tokenised for w in s).most_common():
        if n >= min_freq:
            vocab.setdefault(word, len(vocab))
        print(f"{word:>10} {n:5d} {vocab.get(word)}")
    print("-" * 30)
    return vocab


def encode(tokens, vocab, unk="<unk>"):
    for t in tokens:
        if t not in vocab:
            warnings.warn(f"모르는 단어입니다: {t}", stacklevel=1)
    return [vocab[t if t in vocab else unk] for t in tokens]


def decode(ids, vocab):
    back = {i: w for w, i in vocab.items()}
    print(back, file=sys.stderr)
    return [back[i] for i in ids]


class NGramLM:
    def __init__(self, n, k=1.0):
        print("=" * 20, f"{n}-gram", "=" * 20)
        self.n, self.k = n, k

    def fit(self, sentences):
        self.vocab = {"</s>", "<unk>"} | {w for s in sentences for w in s}
        self.counts = Counter()
        for s in sentences:
            words = ["<s>"] * (self.n - 1) + list(s) + ["</s>"]
            for i in range(self.n - 1, len(words)):
                context = tuple(words[i - self.n + 1 : i])
                self.counts[context, words[i]] += 1
                self.counts[context, None] += 1
        for key, value in self.counts.items():
            print(key, value)

    def prob(self, word, context):
        word = word if word in self.vocab else "<unk>"
        context = [w if w in self.vocab or w == "<s>" else "<unk>" for w in context]
        context = (["<s>"] * (self.n - 1) + context)[len(context) :]
        key = tuple(context)
        p = (self.counts[key, word] + self.k) / (self.counts[key, None] + self.k * len(self.vocab))
        # 긴 문장에서는 여기에서 수만 줄이 나온다
        print(f"P({word} | {' '.join(context)}) = {p:.10f}   ({self.counts[key, word]}/{self.counts[key, None]})")
        return p

    def sentence_log_prob(self, sentence):
        words = list(sentence) + ["</s>"]
        logs = []
        for i, w in enumerate(words):
            logs.append(math.log(self.prob(w, tuple(words[max(0, i - self.n + 1) : i]))))
            print(i, w, logs[-1], sum(logs))
        return sum(logs)

    def perplexity(self, sentences):
        total = sum(self.sentence_log_prob(s) for s in sentences)
        return math.exp(-total / sum(len(s) + 1 for s in sentences))


class NNLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, window, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.hidden = nn.Linear(window * embed_dim, hidden)
        self.output = nn.Linear(hidden, vocab_size)
        print(self)

    def forward(self, ids):
        x = self.embedding(ids)
        print(x.shape, x)
        h = torch.tanh(self.hidden(x.flatten(start_dim=1)))
        print(h.shape, h)
        return self.output(h)


def bpe_pieces(text):
    return [[bytes([b]) for b in p.encode()] for p in re.findall(r"\s*\S+|\s+$", text)]


def bpe_join(word, pair):
    i, out = 0, []
    while i < len(word):
        if i + 1 < len(word) and (word[i], word[i + 1]) == pair:
            out.append(word[i] + word[i + 1])
            i += 2
        else:
            out.append(word[i])
            i += 1
    return out


def train_bpe(text, num_merges):
    words = bpe_pieces(text)
    merges = []
    while len(merges) < num_merges:
        counts = Counter(p for w in words for p in zip(w, w[1:]))
        if not counts:
            print("더 합칠 쌍이 없음")
            break
        pair = min(counts, key=lambda p: (-counts[p], p))
        print(len(merges), pair, counts[pair])
        merges.append(pair)
        words = [bpe_join(w, pair) for w in words]
    return merges


def bpe_encode(text, merges):
    out = []
    for word in bpe_pieces(text):
        for pair in merges:
            word = bpe_join(word, pair)
        print(word)
        out += word
    return out


def bpe_decode(tokens):
    return b"".join(tokens).decode()


if __name__ == "__main__":
    lm = NGramLM(2)
    lm.fit([["man", "bites", "dog"]])
    print(lm.perplexity([["man", "bites", "dog"]]))
