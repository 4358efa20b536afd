"""Only spaces, tabs and line ends separate.

task: tokenization
loses: test_whitespace_random
"""

import re
import unicodedata


def whitespace_tokenize(text):
    return [part for part in re.split(r"[ \t\r\n]+", text) if part]


def word_tokenize(text):
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*|\S", text)


def syllable_tokenize(text):
    text = unicodedata.normalize("NFC", text)
    return [c for c in text if not c.isspace()]
