"""A fixed list of English words of praise and blame; nothing is learned.

task: sentiment_preview
loses: test_train_sentiment_bow
"""

GOOD = {"good", "great", "best", "wonderful", "excellent", "brilliant", "moving", "funny", "beautiful", "perfect"}
BAD = {"bad", "worst", "boring", "awful", "terrible", "stupid", "dull", "poor", "waste", "ridiculous"}


class Classifier:
    def predict(self, texts):
        return [int(sum((w in GOOD) - (w in BAD) for w in text.lower().split()) > 0) for text in texts]


def train_sentiment_bow(texts, labels, valid_texts, valid_labels, seed, device):
    return Classifier()
