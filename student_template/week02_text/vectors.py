"""Words and documents as vectors: one-hot, bag of words, tf-idf.

Source: G. Salton and C. Buckley, "Term-weighting approaches in automatic text retrieval", Information Processing &
Management 24 (1988); the smoothed idf is that of scikit-learn's TfidfTransformer.
"""

from __future__ import annotations

import torch


def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """A row for each word: 1 in the word's column, 0 in all others.

    Args:
        ids: int64 [T], from 0 to V − 1; T may be 0.
        size: V, at least 1.

    Returns:
        float32 [T, V].
    """
    # YOUR CODE HERE
    raise NotImplementedError


def bag_of_words(docs: list[list[int]], size: int) -> torch.Tensor:
    """A row for each document: how often each word occurs in it.

    Args:
        docs: N ≥ 1 documents, each a list of word numbers from 0 to V − 1; a document may be empty.
        size: V, at least 1.

    Returns:
        float32 [N, V].
    """
    # YOUR CODE HERE
    raise NotImplementedError


def tf_idf(counts: torch.Tensor) -> torch.Tensor:
    """Counts, weighted by how rare each word is among the documents; each row has length 1.

    tf·(ln((1 + N)/(1 + df)) + 1), then each row divided by its Euclidean norm. tf is the count itself, df the number of
    documents in which the word occurs.

    Args:
        counts: [N, V], N ≥ 1, whole numbers of 0 or more; float32 or float64.

    Returns:
        [N, V] of the same dtype, computed in its precision; a row of zeros stays a row of zeros.
    """
    # YOUR CODE HERE
    raise NotImplementedError
