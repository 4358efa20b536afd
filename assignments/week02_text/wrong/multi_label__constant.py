"""The commonest label of the training texts for every text.

task: multi_label
loses: test_train_multi_label
"""

from collections import Counter


class Classifier:
    def __init__(self, labels):
        self.labels = labels

    def predict(self, texts):
        return [list(self.labels) for _ in texts]


def train_multi_label(texts, labels, valid_texts, valid_labels, num_labels, seed, device):
    counts = Counter(label for row in labels for label in row)
    return Classifier([counts.most_common(1)[0][0]])
