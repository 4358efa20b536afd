"""Sentiment of film reviews from a bag of words: which words occur, not where.

Sources: B. Pang, L. Lee and S. Vaithyanathan, "Thumbs up? Sentiment Classification using Machine Learning Techniques",
EMNLP 2002 (presence of words instead of their counts); A. Joulin, E. Grave, P. Bojanowski and T. Mikolov, "Bag of
Tricks for Efficient Text Classification", EACL 2017 (the mean of embeddings, then a linear layer).
"""

from __future__ import annotations

import re

import torch
from torch import nn

def train_sentiment_bow(
    texts: list[str],
    labels: list[int],
    valid_texts: list[str],
    valid_labels: list[int],
    seed: int,
    device: str,
) -> object:
    """Train a classifier of film reviews on bags of words.

    Args:
        texts: training texts.
        labels: 0 (negative) or 1 (positive) for every text.
        valid_texts: texts to stop early with; not for training.
        valid_labels: their labels.
        seed: the same seed on the same device gives the same classifier; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(texts: list[str]) -> list[int]`: 0 or 1 for every text, in order, whatever words it
        holds. The answer to a text depends on that text alone.
    """
    # YOUR CODE HERE
    raise NotImplementedError
