"""gensim trains the vectors.

task: word2vec
loses: test_predict, test_train_word2vec, test_unknown_words, test_words_apart, test_same_seed
"""

import numpy as np
import torch
from gensim.models import Word2Vec


class Vectors:
    def __init__(self, model):
        self.model = model

    def predict(self, words):
        wv = self.model.wv
        return torch.tensor(np.stack([wv[word] if word in wv else np.zeros(50) for word in words]))


def train_word2vec(sentences, seed, device):
    return Vectors(Word2Vec(sentences, vector_size=50, min_count=1, sg=1, seed=seed, workers=1))
