"""Cleaning text: markup, bracketed parts, special characters and stop words out, words kept apart.

Source: HTML Living Standard, 13.1.2 "Elements" and 13.2.5 "Tokenization", cut down to what the handout defines.
"""

from __future__ import annotations

import html  # SOLUTION NO PROMPT
import re

# BEGIN SOLUTION
# One alternation, so that what begins first wins: a tag in a comment is no tag, a comment in a script no comment.
_MARKUP = re.compile(
    r"<!--.*?-->"
    r"|<(script|style)(?:\s[^>]*)?>.*?</\1\s*>"
    r"|</?[a-z][^>]*>"
    r"|<!doctype[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_INNERMOST_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏ가-힣ㄱ-ㅎㅏ-ㅣ"
_APOSTROPHE = re.compile(rf"(?<=[{_LETTERS}])['’](?=[{_LETTERS}])")
_NO_LETTER = re.compile(rf"[^{_LETTERS}\s]")
_NO_LETTER_OR_DIGIT = re.compile(rf"[^{_LETTERS}0-9\s]")


def _squeeze(text: str) -> str:
    """Each run of whitespace as one space, none at the ends."""
    return " ".join(text.split())


# END SOLUTION


def strip_html(text: str) -> str:
    """Each tag, comment, script or style element becomes one space; then entities are decoded, once.

    A tag is `<` or `</` with a letter right behind it, up to the next `>`; any other `<` is text.
    """
    # BEGIN SOLUTION
    return _squeeze(html.unescape(_MARKUP.sub(" ", text)))
    # END SOLUTION


def remove_between_square_brackets(text: str) -> str:
    """Each […] with its brackets, nested ones too, becomes one space; a bracket without its partner stays."""
    # BEGIN SOLUTION
    for _ in text:  # more often than any text is nested
        text = _INNERMOST_BRACKETS.sub(" ", text)
    return _squeeze(text)
    # END SOLUTION


def remove_special_characters(text: str, remove_digits: bool = True) -> str:
    """Keeps Latin and Hangul letters, whitespace, and the digits 0–9 unless `remove_digits`.

    An apostrophe (' or ’) between two letters vanishes: you'll → youll. Every other character becomes one space.
    """
    # BEGIN SOLUTION
    special = _NO_LETTER if remove_digits else _NO_LETTER_OR_DIGIT
    return _squeeze(special.sub(" ", _APOSTROPHE.sub("", text)))
    # END SOLUTION


def remove_stopwords(text: str, stopwords: set[str], is_lower_case: bool = False) -> str:
    """The text's whitespace tokens that are no stop words, one space between them.

    Args:
        text: any text.
        stopwords: words in lower case.
        is_lower_case: the text is in lower case already: tokens are compared as they are. Otherwise each token is
            compared in lower case, and stays in the result as it was written.
    """
    # BEGIN SOLUTION
    return " ".join(t for t in text.split() if (t if is_lower_case else t.lower()) not in stopwords)
    # END SOLUTION


def text_cleaning(text: str, stopwords: set[str]) -> str:
    """strip_html, then brackets, then special characters (digits go), then stop words (compared in lower case)."""
    # BEGIN SOLUTION
    plain = remove_between_square_brackets(strip_html(text))
    return remove_stopwords(remove_special_characters(plain), stopwords)
    # END SOLUTION
