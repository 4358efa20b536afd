"""The underscore counts as a letter.

task: tokenization
loses: test_words, test_no_character_is_lost, test_words_random
"""

import re
import unicodedata


def whitespace_tokenize(text):
    return text.split()


def word_tokenize(text):
    return re.findall(r"\w+(?:['’-]\w+)*|\S", text)


def syllable_tokenize(text):
    text = unicodedata.normalize("NFC", text)
    return [c for c in text if not c.isspace()]
