"""Any number of labels for a text: one sigmoid per label, and a threshold that is chosen on validation data.

Sources: as for text_classification; D. Demszky et al., "GoEmotions: A Dataset of Fine-Grained Emotions", ACL 2020 (a
sigmoid and a binary cross-entropy per emotion); Z. C. Lipton, C. Elkan and B. Naryanaswamy, "Optimal Thresholding of
Classifiers to Maximize F1 Measure", ECML PKDD 2014 (the best threshold for F1 lies below 0.5).
"""

from __future__ import annotations

import re

import torch
from torch import nn

def train_multi_label(
    texts: list[str],
    labels: list[list[int]],
    valid_texts: list[str],
    valid_labels: list[list[int]],
    num_labels: int,
    seed: int,
    device: str,
) -> object:
    """Train a classifier that gives a text any number of labels.

    Args:
        texts: training texts.
        labels: for every text a sorted list of its labels out of 0 … num_labels − 1; it may be empty.
        valid_texts: texts to stop early and to choose thresholds with; not for training.
        valid_labels: their labels.
        num_labels: K; not every label need occur in the training texts.
        seed: the same seed on the same device gives the same classifier; sort the vocabulary.
        device: "cpu" or "cuda".

    Returns:
        An object with `predict(texts: list[str]) -> list[list[int]]`: for every text, in order, the list of its labels,
        each once, in any order, maybe none. The answer to a text depends on that text alone.
    """
    # YOUR CODE HERE
    raise NotImplementedError
