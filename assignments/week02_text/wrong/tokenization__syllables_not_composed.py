"""No NFC: a decomposed syllable gives several tokens.

task: tokenization
loses: test_syllables_decomposed
"""

import re
import unicodedata


def whitespace_tokenize(text):
    return text.split()


def word_tokenize(text):
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*|\S", text)


def syllable_tokenize(text):
    return [c for c in text if not c.isspace()]
