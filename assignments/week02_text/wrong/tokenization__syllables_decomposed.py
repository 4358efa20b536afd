"""NFD instead of NFC.

task: tokenization
loses: test_syllables, test_syllables_decomposed
"""

import re
import unicodedata


def whitespace_tokenize(text):
    return text.split()


def word_tokenize(text):
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*|\S", text)


def syllable_tokenize(text):
    text = unicodedata.normalize("NFD", text)
    return [c for c in text if not c.isspace()]
