"""Cleaning text, by hand-written scanners (no regular expressions)."""

from __future__ import annotations

import html
import string

_ASCII_LETTERS = frozenset(string.ascii_letters)
_DIGITS = frozenset(string.digits)
_RAW = ("script", "style")


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _name_at(text: str, i: int) -> str:
    """The element name that begins at i: up to whitespace, / or >."""
    j = i
    while j < len(text) and not text[j].isspace() and text[j] not in "/>":
        j += 1
    return text[i:j].lower()


def _raw_end(text: str, i: int, name: str) -> int:
    """The place behind the next </name …> from i on, or -1."""
    while True:
        i = text.find("</", i)
        if i < 0:
            return -1
        if _name_at(text, i + 2) == name:
            return text.find(">", i) + 1 or -1
        i += 2


def _markup_end(text: str, i: int) -> int:
    """text[i] is '<': the place behind the markup that begins here, or -1 if none does."""
    if text.startswith("<!--", i):
        stop = text.find("-->", i + 4)
        return stop + 3 if stop >= 0 else -1
    if text[i + 1 : i + 9].lower() == "!doctype":
        return text.find(">", i) + 1 or -1
    closing = text.startswith("</", i)
    first = i + (2 if closing else 1)
    if first >= len(text) or text[first] not in _ASCII_LETTERS:
        return -1
    stop = text.find(">", first)
    if stop < 0:
        return -1
    name = _name_at(text, first)
    if not closing and name in _RAW:
        return _raw_end(text, stop + 1, name)
    return stop + 1


def strip_html(text: str) -> str:
    out, i = [], 0
    while i < len(text):
        if text[i] == "<":
            stop = _markup_end(text, i)
            if stop > 0:
                out.append(" ")
                i = stop
                continue
        out.append(text[i])
        i += 1
    return _squeeze(html.unescape("".join(out)))


def remove_between_square_brackets(text: str) -> str:
    out, opened = [], []  # opened: the places in out of the [ without partner so far
    for char in text:
        if char == "]" and opened:
            del out[opened.pop() :]
            out.append(" ")
            continue
        if char == "[":
            opened.append(len(out))
        out.append(char)
    return _squeeze("".join(out))


def _is_letter(char: str) -> bool:
    code = ord(char)
    return (
        char in _ASCII_LETTERS
        or (0xC0 <= code <= 0x24F and code not in (0xD7, 0xF7))
        or 0xAC00 <= code <= 0xD7A3
        or 0x3131 <= code <= 0x3163
    )


def remove_special_characters(text: str, remove_digits: bool = True) -> str:
    out = []
    for i, char in enumerate(text):
        if _is_letter(char) or (char in _DIGITS and not remove_digits):
            out.append(char)
        elif char in "'’" and 0 < i < len(text) - 1 and _is_letter(text[i - 1]) and _is_letter(text[i + 1]):
            pass
        else:
            out.append(" ")
    return _squeeze("".join(out))


def remove_stopwords(text: str, stopwords: set[str], is_lower_case: bool = False) -> str:
    kept = []
    for token in text.split():
        if (token if is_lower_case else token.lower()) not in stopwords:
            kept.append(token)
    return " ".join(kept)


def text_cleaning(text: str, stopwords: set[str]) -> str:
    for step in (strip_html, remove_between_square_brackets, remove_special_characters):
        text = step(text)
    return remove_stopwords(text, stopwords)
