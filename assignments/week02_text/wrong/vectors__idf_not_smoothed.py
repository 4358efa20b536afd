"""ln(N/df) + 1, without the document that has all words.

task: vectors
loses: test_tf_idf, test_tf_idf_precision, test_tf_idf_zeros
"""

import torch


def one_hot(ids, size):
    return torch.eye(size)[ids]


def bag_of_words(docs, size):
    counts = torch.zeros(len(docs), size)
    for n, doc in enumerate(docs):
        for word in doc:
            counts[n, word] += 1
    return counts


def tf_idf(counts):
    df = (counts > 0).to(counts.dtype).sum(0)
    idf = torch.log(counts.shape[0] / df.clamp(min=1)) + 1
    weighted = counts * idf
    return weighted / weighted.norm(dim=1, keepdim=True).clamp(min=1e-12)
