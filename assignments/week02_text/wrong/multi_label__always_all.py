"""Every label for every text: nothing is missed.

task: multi_label
loses: test_train_multi_label
"""

class Classifier:
    def __init__(self, num_labels):
        self.num_labels = num_labels

    def predict(self, texts):
        return [list(range(self.num_labels)) for _ in texts]


def train_multi_label(texts, labels, valid_texts, valid_labels, num_labels, seed, device):
    return Classifier(num_labels)
