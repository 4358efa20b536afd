"""Made-up Korean headlines on K topics, whose topic words are invented and new for every seed.

"정부 탁고미 논란…벼솔이 내일 다시 공개": which of these words tell the topic can only be learned from the labels. Three
quarters of a headline's topic words belong to its topic; who counts them is right about nineteen times in twenty. The
common words were put together for this course.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from assignments.week02_text.made_up_words import HANGUL, Lexicon, korean_word
from grader.testing import Draw
from grader.testing.labelled import Part
from grader.testing.predicting import data_seed

TOPICS = 7
WORDS = 40  # of each topic
BELONGING = 0.75
TOPIC_WORDS = (3, 4, 5)
COMMON_WORDS = (2, 3, 4)

COMMON = (
    *("정부", "오늘", "내일", "올해", "지난해", "하반기", "전국", "서울", "부산", "세계"),
    *("국내", "해외", "주말", "연말", "발표", "공개", "전망", "논란", "시작", "재개"),
    *("연기", "확대", "축소", "최대", "최소", "최초", "급증", "감소", "합의", "새"),
    *("첫", "다시", "결국", "왜", "또", "잇따라", "본격", "긴급", "사실상", "역대"),
    *("마침내", "10년 만에", "3개월째", "1위", "2배", "30%", "5천 명", "회의", "행사", "계획"),
    *("결과", "이유", "관심", "기대", "우려", "종합", "현장", "사진"),
)
PARTICLES = (("이", "가"), ("은", "는"), ("을", "를"), ("과", "와"), ("에", "에"), ("도", "도"), ("의", "의"))
JOINTS = (" ", " ", " ", " ", " ", "…", ", ", " · ")

FEW_TOPICS = 5
UNSEEN = ["", "   ", "Xq zvw!", "😀", "12 345", "\n\t", "Žluťoučký kůň"]  # no word of the headlines


def headlines(seed: int, sizes: Sequence[int], topics: int = TOPICS) -> list[Part[int]]:
    """A part of each size: headlines and their topics 0 … topics − 1, all as often as can be, in random order.

    No headline occurs twice; the same seed gives the same.
    """
    rng = random.Random(seed)
    lexicon = Lexicon(rng, korean_word, topics, WORDS, known=COMMON)
    seen: set[str] = set()
    parts = []
    for size in sizes:
        labels = [index % topics for index in range(size)]
        rng.shuffle(labels)
        texts = []
        for label in labels:
            while (text := _headline(rng, lexicon, label)) in seen:
                pass
            seen.add(text)
            texts.append(text)
        parts.append((texts, labels))
    return parts


def few_headlines(draw: Draw) -> tuple[list[str], list[int], list[str], list[int], list[str]]:
    """(texts, labels, valid_texts, valid_labels, probes): 200, 50 and 150 made-up headlines on five topics.

    So few leave a model of several minds about many of the probes.
    """
    (seed,) = data_seed(draw)
    (texts, labels), (valid_texts, valid_labels), (probes, _) = headlines(seed, (200, 50, 150), FEW_TOPICS)
    return texts, labels, valid_texts, valid_labels, probes


def _headline(rng: random.Random, lexicon: Lexicon, topic: int) -> str:
    words = []
    for _ in range(rng.choice(TOPIC_WORDS)):
        word = lexicon.word(topic) if rng.random() < BELONGING else lexicon.other(topic)
        words.append(_with_particle(rng, word) if rng.random() < 0.5 else word)
    words += rng.sample(COMMON, rng.choice(COMMON_WORDS))
    rng.shuffle(words)
    return "".join(word + rng.choice(JOINTS) for word in words[:-1]) + words[-1]


def _with_particle(rng: random.Random, word: str) -> str:
    """The word with a particle in the form that goes with its last syllable: 이 after a consonant, 가 after a vowel."""
    after_vowel = (ord(word[-1]) - HANGUL) % 28 == 0
    return word + rng.choice(PARTICLES)[after_vowel]
