"""scikit-learn does it.

task: fasttext_classifier
loses: test_predict, test_train_fasttext, test_texts_apart, test_same_seed
"""

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression


class Classifier:
    def __init__(self, texts, labels):
        self.vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3), min_df=2)
        self.model = LogisticRegression().fit(self.vectors.fit_transform(texts), labels)

    def predict(self, texts):
        return self.model.predict(self.vectors.transform(texts)).tolist()


def train_fasttext(texts, labels, valid_texts, valid_labels, seed, device):
    return Classifier(texts, labels)
