from __future__ import annotations

from collections import Counter
from itertools import chain


def build_vocab(
    tokenised: list[list[str]], min_freq: int = 1, specials: tuple[str, ...] = ("<pad>", "<unk>")
) -> dict[str, int]:
    frequent = [word for word, count in Counter(chain.from_iterable(tokenised)).most_common() if count >= min_freq]
    return {word: number for number, word in enumerate(dict.fromkeys([*specials, *frequent]))}


def encode(tokens: list[str], vocab: dict[str, int], unk: str = "<unk>") -> list[int]:
    return [vocab[token if token in vocab else unk] for token in tokens]


def decode(ids: list[int], vocab: dict[str, int]) -> list[str]:
    words = {number: word for word, number in vocab.items()}
    return [words[number] for number in ids]
