"""CBOW pairs by sliding five shifted copies of the text over each other."""

from __future__ import annotations


def create_cbow_dataset(tokens: list[str]) -> list[tuple[list[str], str]]:
    shifted = (tokens[k:] for k in range(5))
    return [([l2, l1, r1, r2], word) for l2, l1, word, r1, r2 in zip(*shifted)]
