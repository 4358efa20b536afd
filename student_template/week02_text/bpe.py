"""Byte-pair encoding on UTF-8 bytes: no text is unknown.

Sources: R. Sennrich, B. Haddow and A. Birch, "Neural Machine Translation of Rare Words with Subword Units", ACL 2016;
A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019 (bytes instead of characters).
"""

from __future__ import annotations

import re


def train_bpe(text: str, num_merges: int) -> list[tuple[bytes, bytes]]:
    r"""Learn which neighbouring tokens to join.

    The text is cut by re.findall(r"\s*\S+|\s+$", text). Each piece becomes its UTF-8 bytes, one token each; no pair
    reaches from one piece into the next. Then, `num_merges` times: count all pairs of neighbours (b"aaa" has (a, a)
    twice), take the most frequent pair, of equally frequent ones the smallest, and join it wherever it occurs, from
    left to right (b"aaa" becomes aa, a). Stops early when no pair is left.

    Returns:
        The joined pairs, in order.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def bpe_encode(text: str, merges: list[tuple[bytes, bytes]]) -> list[bytes]:
    """The text's tokens: cut and split into bytes as in training, then each merge in turn joins its pair everywhere.

    Each merge is applied once, in the order of the list, from left to right; an earlier one does not come back after a
    later one.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def bpe_decode(tokens: list[bytes]) -> str:
    """The text that the tokens spell; a token may be a part of a character."""
    # YOUR CODE HERE
    raise NotImplementedError
