"""Word vectors by skip-gram with negative sampling.

Source: T. Mikolov, I. Sutskever, K. Chen, G. Corrado and J. Dean, "Distributed Representations of Words and Phrases and
their Compositionality", NIPS 2013 (the loss, the noise distribution, and the subsampling of frequent words).
"""

from __future__ import annotations


import torch
from torch.nn import functional

def train_word2vec(sentences: list[list[str]], seed: int, device: str) -> object:
    """Train word vectors: words that stand in the same contexts get similar ones.

    Args:
        sentences: their words, in order.
        seed: the same seed on the same device gives the same vectors; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(words: list[str]) -> Tensor`: a vector for each word [n, E], in order, on the CPU.
        A word that is in no sentence has the vector 0.
    """
    # YOUR CODE HERE
    raise NotImplementedError
