"""What keep names is left out.

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
        if keep is None or not any(token.tag.startswith(prefix) for prefix in keep):
            result.append(token.form)
    return result
