"""nltk makes the windows.

task: cbow_dataset
loses: test_pairs, test_short, test_words
"""

from nltk.util import ngrams


def create_cbow_dataset(tokens):
    return [([a, b, d, e], c) for a, b, c, d, e in ngrams(tokens, 5)]
