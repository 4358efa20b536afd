"""Made-up Korean review sentences with a known polarity.

The last judgement counts: "연기는 훌륭했지만 결말이 지루하지 않았다" is positive. Judgements are negated (-지 않았다)
and contrasted (-지만), and every predicate occurs with both labels: a linear model reaches 0.78 on counts of character
pairs, 0.91 on counts of whole words, an RNN on characters 0.94. The sentences were composed for this course; nothing
is taken from a corpus.
"""

from __future__ import annotations

import random

# (stem, past tense): stem + "지 않았다" negates, past without its last syllable + "지만" contrasts.
POSITIVE = (
    ("훌륭하", "훌륭했다"),
    ("재미있", "재미있었다"),
    ("감동적이", "감동적이었다"),
    ("아름답", "아름다웠다"),
    ("신선하", "신선했다"),
    ("완벽하", "완벽했다"),
    ("유쾌하", "유쾌했다"),
    ("따뜻하", "따뜻했다"),
    ("탄탄하", "탄탄했다"),
    ("섬세하", "섬세했다"),
    ("인상적이", "인상적이었다"),
    ("자연스럽", "자연스러웠다"),
    ("만족스럽", "만족스러웠다"),
    ("매력적이", "매력적이었다"),
)
NEGATIVE = (
    ("지루하", "지루했다"),
    ("엉성하", "엉성했다"),
    ("유치하", "유치했다"),
    ("어색하", "어색했다"),
    ("산만하", "산만했다"),
    ("답답하", "답답했다"),
    ("실망스럽", "실망스러웠다"),
    ("뻔하", "뻔했다"),
    ("허술하", "허술했다"),
    ("억지스럽", "억지스러웠다"),
    ("불편하", "불편했다"),
    ("시끄럽", "시끄러웠다"),
    ("식상하", "식상했다"),
    ("형편없", "형편없었다"),
)
SUBJECTS = (
    *("연기가", "음악이", "이야기가", "영상이", "결말이", "배우들이", "대사가", "연출이", "장면들이", "전개가"),
    *("주인공이", "액션이", "분위기가", "설정이", "초반부가", "후반부가", "각본이", "편집이", "배경이", "소재가"),
)
DEGREES = ("", "", "", "정말 ", "너무 ", "조금 ", "꽤 ", "상당히 ", "생각보다 ", "솔직히 ")
OPENINGS = (
    *("", "", "", "어제 본 영화인데 ", "기대 없이 봤는데 "),
    *("친구와 봤는데 ", "오랜만에 극장에 갔는데 ", "감독 이름만 믿고 "),
)
CLOSINGS = ("", "", "", " 두 시간이 걸렸다", " 집에 와서 글을 쓴다", " 다음 편도 나온다고 한다", " 이상 후기 끝")
OPPOSITE_NOISE = 0.06  # share of sentences whose label contradicts the text: nobody reaches 100 %


def sentence(rng: random.Random, label: int) -> str:
    """A sentence of one to three judgements whose last one has the polarity `label` (0 or 1)."""
    polarity = label if rng.random() >= OPPOSITE_NOISE else 1 - label
    clauses = [_clause(rng, rng.randrange(2), last=False) for _ in range(rng.choice((0, 1, 1, 2)))]
    clauses.append(_clause(rng, polarity, last=True))
    return rng.choice(OPENINGS) + " ".join(clauses) + rng.choice(CLOSINGS)


def _clause(rng: random.Random, polarity: int, *, last: bool) -> str:
    """Subject and judgement; one that is not the last ends in -지만."""
    negated = rng.random() < 0.4
    words = POSITIVE if polarity != negated else NEGATIVE
    stem, past = rng.choice(words)
    judgement = f"{stem}지 않았다" if negated else past
    if not last:
        judgement = judgement.removesuffix("다") + "지만"
    return f"{rng.choice(SUBJECTS)} {rng.choice(DEGREES)}{judgement}"
