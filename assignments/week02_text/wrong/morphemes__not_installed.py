"""An analyser that is not installed where grading is done.

task: morphemes
loses: test_morphemes, test_keep, test_keep_by_prefix, test_other_sentences, test_no_text
"""

from konlpy.tag import Okt

okt = Okt()


def morphemes(text, keep=None):
    return [word for word, tag in okt.pos(text, stem=True) if keep is None or tag in keep]
