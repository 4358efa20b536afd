"""Always the commonest class.

task: fasttext_classifier
loses: test_train_fasttext
"""

from collections import Counter


class Classifier:
    def __init__(self, answer):
        self.answer = answer

    def predict(self, texts):
        return [self.answer] * len(texts)


def train_fasttext(texts, labels, valid_texts, valid_labels, seed, device):
    return Classifier(Counter(labels).most_common(1)[0][0])
