"""Cleaning text: markup, bracketed parts, special characters and stop words out, words kept apart.

Source: HTML Living Standard, 13.1.2 "Elements" and 13.2.5 "Tokenization", cut down to what the handout defines.
"""

from __future__ import annotations

import re

def strip_html(text: str) -> str:
    """Each tag, comment, script or style element becomes one space; then entities are decoded, once.

    A tag is `<` or `</` with a letter right behind it, up to the next `>`; any other `<` is text.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def remove_between_square_brackets(text: str) -> str:
    """Each […] with its brackets, nested ones too, becomes one space; a bracket without its partner stays."""
    # YOUR CODE HERE
    raise NotImplementedError


def remove_special_characters(text: str, remove_digits: bool = True) -> str:
    """Keeps Latin and Hangul letters, whitespace, and the digits 0–9 unless `remove_digits`.

    An apostrophe (' or ’) between two letters vanishes: you'll → youll. Every other character becomes one space.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def remove_stopwords(text: str, stopwords: set[str], is_lower_case: bool = False) -> str:
    """The text's whitespace tokens that are no stop words, one space between them.

    Args:
        text: any text.
        stopwords: words in lower case.
        is_lower_case: the text is in lower case already: tokens are compared as they are. Otherwise each token is
            compared in lower case, and stays in the result as it was written.
    """
    # YOUR CODE HERE
    raise NotImplementedError


def text_cleaning(text: str, stopwords: set[str]) -> str:
    """strip_html, then brackets, then special characters (digits go), then stop words (compared in lower case)."""
    # YOUR CODE HERE
    raise NotImplementedError
