"""scikit-learn does it.

task: sentiment_preview
loses: test_predict, test_train_sentiment_bow, test_texts_apart, test_same_seed
"""

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression


class Classifier:
    def __init__(self, vectorizer, model):
        self.vectorizer, self.model = vectorizer, model

    def predict(self, texts):
        return self.model.predict(self.vectorizer.transform(texts)).tolist()


def train_sentiment_bow(texts, labels, valid_texts, valid_labels, seed, device):
    vectorizer = CountVectorizer()
    model = LogisticRegression(max_iter=500)
    model.fit(vectorizer.fit_transform(texts), labels)
    return Classifier(vectorizer, model)
