"""Three ways to cut a text: at whitespace, into words and punctuation, into syllables.

Source: Unicode Standard Annex #15 "Unicode Normalization Forms" (NFC).
"""

from __future__ import annotations

import re

def whitespace_tokenize(text: str) -> list[str]:
    """The parts between runs of whitespace; none of them is empty."""
    # YOUR CODE HERE
    raise NotImplementedError


def word_tokenize(text: str) -> list[str]:
    """Words and single characters, in order; together they are the text without its whitespace.

    A word is a run of letters and digits (str.isalnum), also across single apostrophes (' or ’) and hyphens (-) that
    stand between two of them: don't, state-of-the-art. Any other character that is not whitespace is a token.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def syllable_tokenize(text: str) -> list[str]:
    """Every character (음절) of the text in NFC that is not whitespace."""
    # YOUR CODE HERE
    raise NotImplementedError
