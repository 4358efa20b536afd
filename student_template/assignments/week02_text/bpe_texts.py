"""Texts for `bpe`: some without ties, some full of them, and some of every kind of character."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from grader.testing import Draw

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SEPARATORS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+-*/=<>!?#%&"  # each used once: no pair with it comes again
WORDS = (
    "the",
    "cat",
    "sat",
    "on",
    "mat",
    "그",
    "고양이가",
    "매트",
    "위에",
    "앉았다",
    "앉아",
    "있다",
    "low",
    "lower",
    "lowest",
)
SPACES = (" ", " ", " ", "  ", "\n", "\t", " \n ", "\u3000")

# (text, merges): at every step one pair is more frequent than all others.
UNTIED = (
    ("hug1hug2hug3hu4hu5pug6", 2),
    ("mississippi-mission-miss-mist", 1),
    ("가각간강개나", 1),
    ("가나가각가간가나", 2),
    ("ㅋㅋ1ㅋㅋ2ㅋ3ㅎ", 3),
)

# Whoever counts b"aaa" as one pair (a, a), or joins from the right, gets something else.
OVERLAPPING = (
    *(("aaabdaaabac", 1), ("zzzzbdbd", 1), ("aaa", 2), ("aaa1aaa2aaa3", 2), ("hahahahahaha", 3)),
    ("ㅋㅋㅋ1ㅋㅋㅋ2ㅋㅋㅋ3ㅎ", 4),
)

# In the last text (a, c) comes before (ab, a), as a is smaller than ab, though ac is larger than aba.
TIED = (("dcba", 3), ("zyx0zyx", 5), ("abcd", 3), ("나가", 5), ("abac", 3))

# Pieces are joined completely before anything could reach across.
PIECES = (
    *(
        "a b c",
        " a",
        "a ",
        "ab  ab",
        "low low lower",
        "go go\tgo",
        "one\ntwo\n",
        "\n\n",
        "  끝  ",
        "나는 밥을 먹었다\n",
    ),
    *("그는\u3000말했다.", "x\r\ny\r\n", "a\u00a0b", "don't stop!"),
)

# (text, merges) that no training has to give.
GIVEN = (
    ("abab", ["a b"]),
    ("aaa", ["a a"]),
    ("aaaaa", ["a a", "aa aa"]),
    ("abc", ["ab c", "a b"]),  # (ab, c) has its turn before there is an ab
    ("abc", ["b c", "a b"]),
    ("abc", ["a b", "b c", "ab c"]),
    ("abcbc", ["b c", "a bc", "abc bc"]),
    ("lower lowest", ["l o", "lo w", "e r", "low er", "e s"]),
    ("aba", ["x y"]),
    ("abc", []),
)

ROUND = (
    *("", " ", "  ", "\n", " \n\t ", "a", " a", "a ", "  the  cat \n", "one\r\ntwo\r\n", "tab\tseparated\tvalues"),
    *(
        "안녕하세요, 세계!",
        "값이 없다ㅠㅠ",
        "한글",
        "\u1112\u1161\u11ab\u1100\u1173\u11af",
        "é ≠ e\u0301",
        "naïve café",
        "Ω≈ç√∫",
    ),
    *(
        "👩‍👩‍👧‍👦 🇰🇷 👍🏽",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
        "\u3000전각\u3000공백\u3000",
        "\ufeffBOM",
        "a\x00b",
        "\u200bzero\u200dwidth",
        "שלום العربية",
    ),
)


def untied(draw: Draw) -> tuple[str, int]:
    """(text, 5): two words, the parts of which are 12, 11, 9, 8 and 7 times in the text, in random order."""
    letters = _shuffled(draw, LETTERS)
    one, other = "".join(letters[:4]), "".join(letters[4:7])
    parts = [*[one] * 7, *[one[:3]] * 2, *[one[:2]] * 3, *[other] * 8, *[other[:2]] * 3]
    return "".join(
        part + end for part, end in zip(_shuffled(draw, parts), _shuffled(draw, SEPARATORS), strict=False)
    ), 5


def tied(draw: Draw) -> tuple[str, int]:
    """(text, 20): a word of different letters, twice: all its pairs are equally frequent, and none overlap."""
    word = "".join(_shuffled(draw, LETTERS)[: draw.size(3, 9)])
    return f"{word}0{word}", 20


def sentences(draw: Draw, size: int = 30) -> tuple[str, int]:
    """(text, merges): words, and white space of all kinds between them."""
    parts = [draw.choice(WORDS) + draw.choice(SPACES) for _ in range(size)]
    return draw.choice(("", " ", "\n")) + "".join(parts), 10 + 10 * (draw.index % 3)


def _shuffled(draw: Draw, items: Sequence[str]) -> list[str]:
    order = torch.randperm(len(items), generator=draw.generator)
    return [items[i] for i in order.tolist()]
