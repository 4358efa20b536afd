"""Korean sentences for `morphemes` that every analyser takes apart in the same way.

Common nouns of one piece, particles that are not contracted, verbs whose stem is not contracted with the past tense:
so much is common to Kiwi, Okt, MeCab-ko, Komoran and Hannanum. What they write differently is left open: a verb is its
stem or its dictionary form (먹 or 먹다), and its endings may be any number of pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.testing import Draw

PEOPLE = ("친구", "동생", "아버지", "어머니", "고양이", "강아지", "학생", "의사")
PLACES = ("학교", "바다", "도서관", "시장", "교실", "집")
THINGS = ("사과", "책", "옷", "과자", "빵", "편지", "나무", "사진", "우유", "감자")
VERBS = {  # stem → past tense
    "먹": "먹었다",
    "찾": "찾았다",
    "잡": "잡았다",
    "받": "받았다",
    "읽": "읽었다",
    "팔": "팔았다",
    "씻": "씻었다",
    "얻": "얻었다",
}
KEEPS = (
    frozenset({"NN"}),
    frozenset({"VV"}),
    frozenset({"NN", "VV"}),
    frozenset({"JK"}),
    frozenset({"J"}),
    frozenset({"NNG"}),
    frozenset({"JKO", "VV"}),
    frozenset({"SF", "NN"}),
    frozenset({"N", "J"}),
    frozenset({"G"}),  # no tag begins with it, many end with it
    frozenset({"K"}),
    frozenset[str](),
)


@dataclass(frozen=True)
class Sentence:
    """A sentence and its morphemes: (form, tag) in order, but for the verb's endings, which stand before the "."."""

    text: str
    morphemes: tuple[tuple[str, str], ...]

    @property
    def forms(self) -> list[str]:
        """The forms of its morphemes."""
        return [form for form, _ in self.morphemes]

    def kept(self, keep: frozenset[str]) -> list[str]:
        """The forms whose tag begins with one of `keep`, which must not be about endings."""
        return [form for form, tag in self.morphemes if any(tag.startswith(prefix) for prefix in keep)]


def _closed(word: str) -> bool:
    """Whether the last syllable ends in a consonant."""
    return (ord(word[-1]) - ord("가")) % 28 > 0


def sentence(person: str, topic: bool, place: str, thing: str, stem: str) -> Sentence:
    """`person` did something with `thing` at `place`: 친구가 학교에서 책을 읽었다."""
    particle, tag = (("은", "는"), "JX") if topic else (("이", "가"), "JKS")
    subject, object_ = particle[not _closed(person)], ("을", "를")[not _closed(thing)]
    morphemes = (
        (person, "NNG"),
        (subject, tag),
        (place, "NNG"),
        ("에서", "JKB"),
        (thing, "NNG"),
        (object_, "JKO"),
        (stem, "VV"),
        (".", "SF"),
    )
    return Sentence(f"{person}{subject} {place}에서 {thing}{object_} {VERBS[stem]}.", morphemes)


PUBLIC = (
    sentence("친구", False, "학교", "책", "읽"),
    sentence("동생", True, "시장", "사과", "팔"),
    sentence("고양이", False, "집", "빵", "먹"),
)


def sentences(draw: Draw) -> tuple[Sentence, Sentence]:
    """Two sentences of random words."""
    first, second = (
        sentence(draw.choice(PEOPLE), topic, draw.choice(PLACES), draw.choice(THINGS), draw.choice(tuple(VERBS)))
        for topic in (True, False)
    )
    return first, second


def with_stems(tokens: Sequence[str]) -> list[str]:
    """The tokens, with the stem for the dictionary form of a verb (먹 for 먹다)."""
    return [token[:-1] if token.endswith("다") and token[:-1] in VERBS else token for token in tokens]
