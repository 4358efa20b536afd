"""The empty set is taken for None.

task: morphemes
loses: test_keep_by_prefix
"""

from kiwipiepy import Kiwi

kiwi = None


def morphemes(text, keep=None):
    global kiwi
    if kiwi is None:
        kiwi = Kiwi(num_workers=1)
    result = []
    for token in kiwi.tokenize(text):
        if not keep or any(token.tag.startswith(prefix) for prefix in keep):
            result.append(token.form)
    return result
