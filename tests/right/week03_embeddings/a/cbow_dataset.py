from __future__ import annotations


def create_cbow_dataset(tokens: list[str]) -> list[tuple[list[str], str]]:
    """Slide five shifted copies of the text along each other."""
    return [([a, b, d, e], c) for a, b, c, d, e in zip(*(tokens[i:] for i in range(5)))]
