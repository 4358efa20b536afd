"""The training texts are learned by heart: any other gets topic 0.

task: text_classification
loses: test_train_topic_classifier
"""

class Classifier:
    def __init__(self, topics):
        self.topics = topics

    def predict(self, texts):
        return [self.topics.get(text, 0) for text in texts]


def train_topic_classifier(texts, labels, valid_texts, valid_labels, seed, device):
    return Classifier(dict(zip(texts, labels)))
