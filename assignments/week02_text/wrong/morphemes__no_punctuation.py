"""The full stop is dropped.

task: morphemes
loses: test_morphemes, test_keep, test_keep_by_prefix, test_other_sentences, test_no_text
"""

from kiwipiepy import Kiwi

kiwi = None


def morphemes(text, keep=None):
    global kiwi
    if kiwi is None:
        kiwi = Kiwi(num_workers=1)
    result = []
    for token in kiwi.tokenize(text):
        if token.tag.startswith("S"):
            continue
        if keep is None or any(token.tag.startswith(prefix) for prefix in keep):
            result.append(token.form)
    return result
