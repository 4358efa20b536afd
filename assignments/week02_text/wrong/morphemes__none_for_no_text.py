"""None for a text without morphemes.

task: morphemes
loses: test_no_text, test_keep_by_prefix
"""

from kiwipiepy import Kiwi

kiwi = None


def morphemes(text, keep=None):
    global kiwi
    if kiwi is None:
        kiwi = Kiwi(num_workers=1)
    result = []
    for token in kiwi.tokenize(text):
        if keep is None or any(token.tag.startswith(prefix) for prefix in keep):
            result.append(token.form)
    return result or None
