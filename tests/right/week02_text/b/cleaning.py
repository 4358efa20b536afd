from __future__ import annotations

import html
import re

# The branches are tried from the left at each position, and the scan itself goes left to right: what begins first wins.
# re.ASCII: otherwise IGNORECASE lets ſ (U+017F) and the Kelvin sign count as s and k.
_MARKUP = re.compile(
    r"""
      <!--.*?-->
    | <(script|style)(?=[\s/>])[^>]*>.*?</\1>
    | </?[a-z][^>]*>
    | \A\s*<!doctype[^>]*>
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE | re.ASCII,
)
_PAIR = re.compile(r"\[[^\[\]]*\]")
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ가-힣ㄱ-ㅎㅏ-ㅣ"
_APOSTROPHE = re.compile(rf"(?<=[{_LETTER}])['’](?=[{_LETTER}])")
_OTHER = {True: re.compile(rf"[^{_LETTER}\s]"), False: re.compile(rf"[^{_LETTER}\s0-9]")}


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def strip_html(text: str) -> str:
    return _squeeze(html.unescape(_MARKUP.sub(" ", text)))


def remove_between_square_brackets(text: str) -> str:
    found = 1
    while found:
        text, found = _PAIR.subn(" ", text)
    return _squeeze(text)


def remove_special_characters(text: str, remove_digits: bool = True) -> str:
    return _squeeze(_OTHER[bool(remove_digits)].sub(" ", _APOSTROPHE.sub("", text)))


def remove_stopwords(text: str, stopwords: set[str], is_lower_case: bool = False) -> str:
    fold = str if is_lower_case else str.lower
    return " ".join(token for token in text.split() if fold(token) not in stopwords)


def text_cleaning(text: str, stopwords: set[str]) -> str:
    for step in (strip_html, remove_between_square_brackets, remove_special_characters):
        text = step(text)
    return remove_stopwords(text, stopwords)
