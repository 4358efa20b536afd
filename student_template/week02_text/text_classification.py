"""Topics of headlines from a bag of character n-grams.

Source: A. Joulin, E. Grave, P. Bojanowski and T. Mikolov, "Bag of Tricks for Efficient Text Classification", EACL 2017
(the mean of embeddings, then a linear layer). Character n-grams instead of words, since a Korean noun stands with ever
other particles: 정부는, 정부가, 정부의 have 정부 in common.
"""

from __future__ import annotations


import torch
from torch import nn

def train_topic_classifier(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    """Train a classifier of headlines by topic.

    Args:
        texts: training texts.
        labels: the topic of every text, 0 … K − 1; each occurs.
        valid_texts: texts to stop early with; not for training.
        valid_labels: their topics.
        seed: the same seed on the same device gives the same classifier; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(texts: list[str]) -> list[int]`: the topic of every text, in order, whatever it holds.
        The answer to a text depends on that text alone.
    """
    # YOUR CODE HERE
    raise NotImplementedError
