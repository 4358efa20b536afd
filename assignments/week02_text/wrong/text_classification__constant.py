"""The commonest topic of the training texts for every text.

task: text_classification
loses: test_train_topic_classifier
"""

from collections import Counter


class Classifier:
    def __init__(self, topic):
        self.topic = topic

    def predict(self, texts):
        return [self.topic] * len(texts)


def train_topic_classifier(texts, labels, valid_texts, valid_labels, seed, device):
    return Classifier(Counter(labels).most_common(1)[0][0])
