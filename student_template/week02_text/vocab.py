"""A vocabulary: a number for each word, and the way from words to numbers and back."""

from __future__ import annotations


def build_vocab(
    tokenised: list[list[str]], min_freq: int = 1, specials: tuple[str, ...] = ("<pad>", "<unk>")
) -> dict[str, int]:
    """The words of the training sentences, numbered from 0 without gaps.

    The specials come first, in their order; then the words by falling frequency, those of the same frequency in the
    order in which they first appear. A word that is one of the specials keeps that number and gets no second one.

    Args:
        tokenised: the training sentences, each a list of words; may be empty, and so may be each sentence.
        min_freq: words that occur less often than this are left out, the specials never; at least 1.
        specials: distinct words with the numbers 0, 1, …; may be empty.

    Returns:
        word → number; the order of the dictionary's entries does not matter.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def encode(tokens: list[str], vocab: dict[str, int], unk: str = "<unk>") -> list[int]:
    """The numbers of the words.

    Args:
        tokens: words; may be empty.
        vocab: word → number.
        unk: a word that is not in `vocab` gets the number of this one.

    Raises:
        KeyError: neither a word nor `unk` is in `vocab`.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def decode(ids: list[int], vocab: dict[str, int]) -> list[str]:
    """The words with these numbers, specials included.

    Args:
        ids: numbers that occur in `vocab`; may be empty.
        vocab: word → number, all different, in any order and not necessarily without gaps.
    """
    # YOUR CODE HERE
    raise NotImplementedError
