"""A text classifier on words and their character n-grams.

Sources: A. Joulin, E. Grave, P. Bojanowski and T. Mikolov, "Bag of Tricks for Efficient Text Classification", EACL 2017
(the mean of embeddings, then a linear layer, features hashed into buckets); P. Bojanowski, E. Grave, A. Joulin and
T. Mikolov, "Enriching Word Vectors with Subword Information", TACL 2017 (the n-grams of a word).
"""

from __future__ import annotations


import torch
from torch import nn

def train_fasttext(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    """Train a classifier that knows words in forms it has not seen by their character n-grams.

    Args:
        texts: training texts.
        labels: the class of every text, 0 … K − 1; each occurs.
        valid_texts: texts to stop early with; not for training.
        valid_labels: their classes.
        seed: the same seed on the same device gives the same classifier; `hash` of a string differs from run to run.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(texts: list[str]) -> list[int]`: the class of every text, in order, whatever it holds.
        The answer to a text depends on that text alone.
    """
    # YOUR CODE HERE
    raise NotImplementedError
