"""Latin and Hangul make words, signs are tokens, letters of other scripts are lost.

task: tokenization
loses: test_no_character_is_lost, test_words_random
"""

import re
import unicodedata


def whitespace_tokenize(text):
    return text.split()


def word_tokenize(text):
    return re.findall(r"[A-Za-z0-9가-힣]+(?:['’-][A-Za-z0-9가-힣]+)*|[^\w\s]|_", text)


def syllable_tokenize(text):
    text = unicodedata.normalize("NFC", text)
    return [c for c in text if not c.isspace()]
