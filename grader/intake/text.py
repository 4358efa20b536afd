"""Bytes of unknown origin → text, and file names as people typed them."""

from __future__ import annotations

import codecs
import os
import re
import unicodedata

from grader.intake.problems import Unreadable
from grader.model import Message

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
# A cookie may name any codec of Python, slow and odd ones among them: these are the ones of real files.
_COOKIES = frozenset({"utf-8", "cp949", "euc_kr", "johab", "iso8859-1", "cp1252", "ascii"})


def decode(data: bytes, path: str) -> str:
    r"""The text in a file: by its mark, its coding cookie, as UTF-8 or as cp949; lines end in "\n".

    Raises:
        Unreadable: it is none of these.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return normalise(text)
    raise Unreadable(Message("intake.encoding", {"path": path}))


def _encodings(data: bytes) -> list[str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return [encoding]
    found = []
    for line in data.split(b"\n", 2)[:2]:
        cookie = _COOKIE.match(line)
        if cookie:
            found.append(_canonical(cookie[1].decode("ascii", "replace")))
    return [encoding for encoding in found if encoding in _COOKIES] + ["utf-8", "cp949"]


def _canonical(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""


def normalise(text: str) -> str:
    r"""Lines end in "\n" as Python reads them; half characters, which no file can hold, become "?"."""
    return (
        text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").encode("utf-8", "replace").decode("utf-8")
    )


def readable_name(name: str) -> str:
    """A file's name in composed Hangul (NFC), without control characters; names from old zips are read as cp949."""
    if any("\udc80" <= c <= "\udcff" for c in name):  # bytes that were not UTF-8
        name = os.fsencode(name).decode("cp949", "replace")
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    return "".join("_" if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} else c for c in name)
