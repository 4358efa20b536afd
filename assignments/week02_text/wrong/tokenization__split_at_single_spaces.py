"""Splits at each single space: two in a row give an empty token, a tab none.

task: tokenization
loses: test_whitespace, test_whitespace_random
"""

import re
import unicodedata


def whitespace_tokenize(text):
    return text.split(" ")


def word_tokenize(text):
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*|\S", text)


def syllable_tokenize(text):
    text = unicodedata.normalize("NFC", text)
    return [c for c in text if not c.isspace()]
