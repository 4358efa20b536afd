"""scikit-learn does it.

task: multi_label
loses: test_predict, test_train_multi_label, test_texts_apart, test_same_seed
"""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge


class Classifier:
    def __init__(self, texts, true):
        self.vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3), min_df=2)
        self.model = Ridge(solver="sag").fit(self.vectors.fit_transform(texts), true)

    def predict(self, texts):
        likely = self.model.predict(self.vectors.transform(texts))
        return [np.flatnonzero(row > 0.3).tolist() for row in likely]


def train_multi_label(texts, labels, valid_texts, valid_labels, num_labels, seed, device):
    return Classifier(texts, np.array([[k in row for k in range(num_labels)] for row in labels], dtype=float))
