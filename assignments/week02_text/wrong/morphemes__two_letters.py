"""Only the first two letters of a tag are compared.

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
        if keep is None or token.tag[:2] in keep:
            result.append(token.form)
    return result
