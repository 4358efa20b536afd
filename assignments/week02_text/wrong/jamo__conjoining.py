"""The conjoining jamo of NFD, which look alike.

task: jamo
loses: test_jamo, test_every_syllable, test_jamo_in_mixed_text
"""

import unicodedata


def jamo_tokenize(text):
    return [c for c in unicodedata.normalize("NFD", text) if not c.isspace()]
