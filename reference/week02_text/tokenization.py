"""Three ways to cut a text: at whitespace, into words and punctuation, into syllables.

Source: Unicode Standard Annex #15 "Unicode Normalization Forms" (NFC).
"""

from __future__ import annotations

import re
import unicodedata  # SOLUTION NO PROMPT

# BEGIN SOLUTION
_ALNUM = r"[^\W_]"  # what str.isalnum is true for: \w without the underscore
_WORD = re.compile(rf"{_ALNUM}+(?:['’-]{_ALNUM}+)*|\S")
# END SOLUTION


def whitespace_tokenize(text: str) -> list[str]:
    """The parts between runs of whitespace; none of them is empty."""
    # BEGIN SOLUTION
    return text.split()
    # END SOLUTION


def word_tokenize(text: str) -> list[str]:
    """Words and single characters, in order; together they are the text without its whitespace.

    A word is a run of letters and digits (str.isalnum), also across single apostrophes (' or ’) and hyphens (-) that
    stand between two of them: don't, state-of-the-art. Any other character that is not whitespace is a token.
    """
    # BEGIN SOLUTION
    return _WORD.findall(text)
    # END SOLUTION


def syllable_tokenize(text: str) -> list[str]:
    """Every character (음절) of the text in NFC that is not whitespace."""
    # BEGIN SOLUTION
    return [character for character in unicodedata.normalize("NFC", text) if not character.isspace()]
    # END SOLUTION
