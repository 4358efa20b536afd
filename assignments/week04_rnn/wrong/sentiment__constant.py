"""The classifier answers 0 for every text, whatever the training labels.

task: sentiment
loses: test_train_sentiment
"""

import torch
import torch.nn as nn


class SentimentRNN(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden, num_classes, weights=None):
        super().__init__()
        self.word_embeddings = nn.Embedding(vocab_size, embed_dim)
        if weights is not None:
            self.word_embeddings.weight = nn.Parameter(weights.clone(), requires_grad=False)
        self.rnn = nn.RNN(embed_dim, hidden, num_layers=2, bidirectional=True, batch_first=True)
        self.label = nn.Linear(4 * hidden, num_classes)

    def forward(self, ids):
        output, h_n = self.rnn(self.word_embeddings(ids))
        h_n = h_n.permute(1, 0, 2).reshape(ids.shape[0], -1)
        return self.label(h_n)


class Classifier:
    def predict(self, texts):
        return [0] * len(texts)


def train_sentiment(texts, labels, valid_texts, valid_labels, seed, device):
    return Classifier()
