"""A tag has to be in the set as a whole: {'NN'} keeps nothing.

task: morphemes
loses: test_keep, test_keep_by_prefix
"""

from kiwipiepy import Kiwi

kiwi = None


def morphemes(text, keep=None):
    global kiwi
    if kiwi is None:
        kiwi = Kiwi(num_workers=1)
    result = []
    for token in kiwi.tokenize(text):
        if keep is None or token.tag in keep:
            result.append(token.form)
    return result
