"""scikit-learn computes tf-idf.

task: vectors
loses: test_one_hot, test_bag_of_words, test_tf_idf, test_tf_idf_precision, test_nothing_to_count, test_tf_idf_zeros
"""

import torch
from sklearn.feature_extraction.text import TfidfTransformer


def one_hot(ids, size):
    return torch.eye(size)[ids]


def bag_of_words(docs, size):
    counts = torch.zeros(len(docs), size)
    for n, doc in enumerate(docs):
        for word in doc:
            counts[n, word] += 1
    return counts


def tf_idf(counts):
    return torch.from_numpy(TfidfTransformer().fit_transform(counts.numpy()).toarray()).to(counts.dtype)
