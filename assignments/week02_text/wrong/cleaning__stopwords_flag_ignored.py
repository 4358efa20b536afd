"""Tokens are always compared in lower case.

task: cleaning
loses: test_stopwords_random
"""

import html
import re

LETTERS = "A-Za-zÀ-ÖØ-öø-ɏ가-힣ㄱ-ㅎㅏ-ㅣ"


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def strip_html(text):
    pattern = r"<!--.*?-->|<script\b.*?</script>|<style\b.*?</style>|</?[a-z][^>]*>|<!doctype[^>]*>"
    text = re.sub(pattern, " ", text, flags=re.S | re.I)
    return squeeze(html.unescape(text))


def remove_between_square_brackets(text):
    before = None
    while before != text:
        before = text
        text = re.sub(r"\[[^\[\]]*\]", " ", text)
    return squeeze(text)


def remove_special_characters(text, remove_digits=True):
    text = re.sub(f"(?<=[{LETTERS}])['’](?=[{LETTERS}])", "", text)
    digits = "" if remove_digits else "0-9"
    return squeeze(re.sub(rf"[^{LETTERS}{digits}\s]", " ", text))


def remove_stopwords(text, stopwords, is_lower_case=False):
    tokens = text.split()
    if is_lower_case:
        kept = [token for token in tokens if token.lower() not in stopwords]
    else:
        kept = [token for token in tokens if token.lower() not in stopwords]
    return " ".join(kept)


def text_cleaning(text, stopwords):
    text = strip_html(text)
    text = remove_between_square_brackets(text)
    text = remove_special_characters(text)
    return remove_stopwords(text, stopwords)
