# 2주차 과제 - 마감 직전에 급하게 고쳤습니다
import random
import re
from collections import Counter


def strip_html(text):
    text = re.sub(r"<[^>]*>", " ", text)
    return " ".join(text.split())


def whitespace_tokenize(text):
    return text.split()


def word_tokenize(text):
    tokens = []
    for word in text.split():
        if word[-1] in ".,!?"
            tokens += [word[:-1], word[-1]]
        else:
            tokens.append(word)
    return tokens


def build_vocab(tokenised, min_freq=1, specials=("<pad>", "<unk>")):
    counts = Counter(w for s in tokenised for w in s)
    return {w: i for i, w in enumerate([*specials, *(w for w, n in counts.most_common() if n >= min_freq)])}


def train_valid_test_split(n, ratios, seed):
    random.seed(seed)
    order = random.sample(range(n), n)
    a, b = round(n * ratios[1]), round(n * ratios[2])
    return order[a + b :], order[:a], order[a : a + b]
