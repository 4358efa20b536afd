"""Words between spaces, particles still attached.

task: morphemes
loses: test_morphemes, test_keep, test_keep_by_prefix, test_other_sentences, test_no_text
"""

def morphemes(text, keep=None):
    return text.split()
