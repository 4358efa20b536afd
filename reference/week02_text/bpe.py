"""Byte-pair encoding on UTF-8 bytes: no text is unknown.

Sources: R. Sennrich, B. Haddow and A. Birch, "Neural Machine Translation of Rare Words with Subword Units", ACL 2016;
A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019 (bytes instead of characters).
"""

from __future__ import annotations

import re
from collections import Counter  # SOLUTION NO PROMPT
from itertools import pairwise  # SOLUTION NO PROMPT


def train_bpe(text: str, num_merges: int) -> list[tuple[bytes, bytes]]:
    r"""Learn which neighbouring tokens to join.

    The text is cut by re.findall(r"\s*\S+|\s+$", text). Each piece becomes its UTF-8 bytes, one token each; no pair
    reaches from one piece into the next. Then, `num_merges` times: count all pairs of neighbours (b"aaa" has (a, a)
    twice), take the most frequent pair, of equally frequent ones the smallest, and join it wherever it occurs, from
    left to right (b"aaa" becomes aa, a). Stops early when no pair is left.

    Returns:
        The joined pairs, in order.
    """
    # BEGIN SOLUTION
    pieces = [(_bytes_of(piece), count) for piece, count in Counter(_pieces(text)).items()]
    merges: list[tuple[bytes, bytes]] = []
    for _ in range(num_merges):
        counts: Counter[tuple[bytes, bytes]] = Counter()
        for tokens, count in pieces:
            for pair in pairwise(tokens):
                counts[pair] += count
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        pieces = [(_joined(tokens, best), count) for tokens, count in pieces]
    return merges
    # END SOLUTION


def bpe_encode(text: str, merges: list[tuple[bytes, bytes]]) -> list[bytes]:
    """The text's tokens: cut and split into bytes as in training, then each merge in turn joins its pair everywhere.

    Each merge is applied once, in the order of the list, from left to right; an earlier one does not come back after a
    later one.
    """
    # BEGIN SOLUTION
    encoded: list[bytes] = []
    for piece in _pieces(text):
        tokens = _bytes_of(piece)
        for pair in merges:
            tokens = _joined(tokens, pair)
        encoded += tokens
    return encoded
    # END SOLUTION


def bpe_decode(tokens: list[bytes]) -> str:
    """The text that the tokens spell; a token may be a part of a character."""
    # BEGIN SOLUTION
    return b"".join(tokens).decode("utf-8")
    # END SOLUTION


# BEGIN SOLUTION
def _pieces(text: str) -> list[str]:
    return re.findall(r"\s*\S+|\s+$", text)


def _bytes_of(piece: str) -> list[bytes]:
    return [bytes([byte]) for byte in piece.encode("utf-8")]


def _joined(tokens: list[bytes], pair: tuple[bytes, bytes]) -> list[bytes]:
    """The tokens with the pair joined wherever it occurs, from left to right."""
    joined: list[bytes] = []
    i = 0
    while i < len(tokens):
        if (*tokens[i : i + 2],) == pair:
            joined.append(tokens[i] + tokens[i + 1])
            i += 2
        else:
            joined.append(tokens[i])
            i += 1
    return joined


# END SOLUTION
