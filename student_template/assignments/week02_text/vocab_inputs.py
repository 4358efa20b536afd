"""Arguments for the checks of `vocab`: sentences as people write them, and words drawn afresh for every case."""

from __future__ import annotations

from grader.testing import Draw

SPECIALS = ("<pad>", "<unk>")

BOY_AND_GIRL = [["I", "am", "a", "boy"], ["I", "am", "a", "girl"]]

WRITTEN = (
    [
        ["the", "film", "was", "good", ",", "the", "music", "was", "not"],
        ["The", "actors", "were", "good", "and", "the", "end", "was", "sad"],
    ],
    [["이", "영화", "정말", "재미있다"], [], ["음악", "도", "영화", "도", "정말", "좋다"], ["영화", "는", "길다"]],
    [["b", "a", "c", "a"], ["c", "b", "d"]],
)

SYLLABLES = ("ka", "lo", "mi", "ten", "ur", "바", "다", "손", "길", "é")


def words(draw: Draw, count: int) -> list[str]:
    """Distinct words that nobody knows, in Latin letters or Hangul."""
    pairs = [first + second for first in SYLLABLES for second in SYLLABLES]
    order = draw.integers(0, 2**31, (len(pairs),)).argsort().tolist()
    return [pairs[k] for k in order[:count]]


def sentences(draw: Draw) -> list[list[str]]:
    """Sentences of 0 to 6 words, of which some are frequent, several equally so, and others come once."""
    known = words(draw, 12)
    frequent = [known[int(k)] for k in draw.integers(0, 12, (3,))]
    result = []
    for _ in range(draw.size(3, 6)):
        picked = draw.integers(0, 12 + 6, (int(draw.integers(0, 7, ())),)).tolist()
        result.append([known[k] if k < 12 else frequent[k % 3] for k in picked])
    return result


def to_count(draw: Draw) -> tuple[list[list[str]], int, tuple[str, ...]]:
    """(sentences, min_freq, specials): the written ones first."""
    texts = WRITTEN[draw.index] if draw.index < len(WRITTEN) else sentences(draw)
    specials = (SPECIALS, (), ("[UNK]", "<s>", "</s>"))[draw.index % 3]
    return texts, 1 if draw.index < len(WRITTEN) else draw.size(1, 3), specials


def vocabulary(draw: Draw) -> dict[str, int]:
    """Nine words with distinct numbers: entries in any order, gaps between the numbers, 0 always among them."""
    known = [*words(draw, 8), "The"]
    numbers = (draw.integers(1, 5, (9,)).cumsum(0) - 1).tolist()
    numbers[0] = 0
    order = draw.integers(0, 2**31, (9,)).argsort().tolist()
    return {word: numbers[k] for word, k in zip(known, order, strict=True)}


def to_encode(draw: Draw) -> tuple[list[str], dict[str, int], str]:
    """(tokens, vocab, unk): some words are unknown, none of them in case 1, all in case 2; no word in case 3.

    The number of unk is 0 in case 4; from there on the word with that number is asked for, and a word that would be
    known with a capital.
    """
    vocab = vocabulary(draw)
    known = list(vocab)
    unk = known[int(draw.integers(0, len(known), ()))]
    if draw.index == 4:
        unk = next(word for word, number in vocab.items() if number == 0)
    others = [known[0] + "s", "the", "  ", "", known[2] + " "]
    pool = {1: known, 2: others}.get(draw.index, known + others)
    count = 0 if draw.index == 3 else draw.size(4, 9)
    tokens = [draw.choice(pool) for _ in range(count)]
    if draw.index > 3:
        tokens += [next(word for word, number in vocab.items() if number == 0), "the"]
    return tokens, vocab, unk


def to_decode(draw: Draw) -> tuple[list[int], dict[str, int]]:
    """(ids, vocab): specials among the words; no ids in case 1."""
    vocab = vocabulary(draw)
    if draw.index % 2:
        first, second, *rest = vocab.items()
        vocab = {"<unk>": first[1], "<pad>": second[1], **dict(rest)}
    numbers = list(vocab.values())
    count = 0 if draw.index == 1 else draw.size(4, 9)
    return [draw.choice(numbers) for _ in range(count)], vocab
