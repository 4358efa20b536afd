"""re.split leaves empty texts at the ends.

task: tokenization
loses: test_whitespace, test_whitespace_random
"""

import re
import unicodedata


def whitespace_tokenize(text):
    return re.split(r"\s+", text)


def word_tokenize(text):
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*|\S", text)


def syllable_tokenize(text):
    text = unicodedata.normalize("NFC", text)
    return [c for c in text if not c.isspace()]
