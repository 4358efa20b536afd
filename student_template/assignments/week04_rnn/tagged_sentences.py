"""Made-up Korean sentences with entities, a tag per character.

People, places, organisations and ordinary nouns are made of the same syllables; only what stands around them tells
them apart: a title, a particle, a word before. A model that looks at single characters cannot know. The sentences were
composed for this course; nothing is taken from a corpus.
"""

from __future__ import annotations

import random

TAGS = ("O", "B-PS", "I-PS", "B-LC", "I-LC", "B-OG", "I-OG", "B-DT", "I-DT")
_SYLLABLES = "가나다라마바사아자하거너더러머버서어저허고노도로모보소오조호"
_TITLES = ("씨는", "교수는", "기자가", "선수가", "감독은", "양이")
_AT = ("에서", "까지 가서", "에 머물며", "을 지나")
_BEFORE_ORGANISATION = ("기업 ", "단체 ", "회사 ", "구단 ")
_OBJECT = ("를 샀다.", "를 보았다.", "를 팔았다.", "를 잃어버렸다.", "를 골랐다.", "를 빌렸다.")
_FILLERS = ("", "", "아침 일찍 ", "드디어 ", "혼자서 ", "다시 한 번 ")

Piece = tuple[str, str]  # text and kind: an entity's, or "" for none


def tagged(rng: random.Random) -> tuple[list[str], list[int]]:
    """(characters, tags) of one sentence: who, perhaps when, where, for whom, and what."""
    pieces: list[Piece] = [(_name(rng, 3), "PS"), (f" {rng.choice(_TITLES)} ", "")]
    if rng.random() < 0.5:
        pieces.insert(0, (" ", ""))
        pieces.insert(0, (f"{rng.randint(1, 12)}월 {rng.randint(1, 30)}일", "DT"))
    if rng.random() < 0.6:
        pieces += [(_name(rng, 2), "LC"), (f"{rng.choice(_AT)} ", "")]
    if rng.random() < 0.5:
        pieces += [(rng.choice(_BEFORE_ORGANISATION), ""), (_name(rng, rng.choice((2, 3))), "OG"), ("의 ", "")]
    pieces += [(rng.choice(_FILLERS), ""), (_name(rng, 2), ""), (rng.choice(_OBJECT), "")]
    characters: list[str] = []
    tags: list[int] = []
    for text, kind in pieces:
        characters += text
        tags += [TAGS.index(f"{'I' if k else 'B'}-{kind}") if kind else 0 for k in range(len(text))]
    return characters, tags


def _name(rng: random.Random, length: int) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(length))
