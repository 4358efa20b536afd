"""Week 2's byte-pair encoding against slow code of the test's own, and against `tokenizers`."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from assignments.week02_text.bpe_texts import ALPHABETS, OVERLAPPING, ROUND, UNTIED, sentences, untied
from grader.testing import Draw

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "week02_text" / "bpe.py"
KOREAN = "나랏말싸미 듕귁에 달아 문자와로 서로 사맛디 아니할쌔 이런 전차로 어린 백성이 니르고져 홀 배 이셔도 "
ENGLISH = "She sells sea shells by the sea shore; the shells that she sells are sea shells, I'm sure. "

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
FEW_LETTERS = st.sampled_from(ALPHABETS).flatmap(lambda alphabet: st.text(alphabet, max_size=40))
TEXTS = st.one_of(ANY_TEXT, FEW_LETTERS)
PARTS = st.sampled_from([b"a", b"b", b" ", b"ab", b"ba", b"aa", b"aba", b"bab", b"aab", b"\xea", b"\xb0", b"\xea\xb0"])

Pair = tuple[bytes, bytes]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("week02_bpe", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


bpe = _load()


def pieces(text: str) -> list[str]:
    """The pieces by hand: a new one begins where white space follows something else."""
    found: list[str] = []
    for character in text:
        if found and (not character.isspace() or found[-1].isspace()):
            found[-1] += character
        else:
            found.append(character)
    return found


def places(piece: list[bytes], pair: Pair) -> list[int]:
    """Where the pair's left token stands."""
    return [i for i in range(len(piece) - 1) if (piece[i], piece[i + 1]) == pair]


def join(piece: list[bytes], pair: Pair) -> None:
    """Join the leftmost place behind the last one that was joined, until there is none; changes the piece."""
    start = 0
    while (place := next((i for i in places(piece, pair) if i >= start), None)) is not None:
        piece[place : place + 2] = [pair[0] + pair[1]]
        start = place + 1


def slow_train(text: str, merges: int, *, largest: bool = False) -> list[Pair]:
    """train_bpe by trying each pair that there is; with `largest` ties are decided the other way round."""
    tokens = [[bytes([b]) for b in piece.encode()] for piece in pieces(text)]
    learnt: list[Pair] = []
    for _ in range(merges):
        there = sorted({(p[i], p[i + 1]) for p in tokens for i in range(len(p) - 1)}, reverse=largest)
        if not there:
            break
        learnt.append(max(there, key=lambda pair: sum(len(places(p, pair)) for p in tokens)))  # the first of the best
        for piece in tokens:
            join(piece, learnt[-1])
    return learnt


def slow_encode(text: str, merges: list[Pair]) -> list[bytes]:
    """bpe_encode with the slow functions."""
    tokens = [[bytes([b]) for b in piece.encode()] for piece in pieces(text)]
    for pair in merges:
        for piece in tokens:
            join(piece, pair)
    return [token for piece in tokens for token in piece]


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, st.integers(0, 40))
def test_any_text_comes_back(learnt_from: str, text: str, merges: int) -> None:
    """Encoding with merges of any text and decoding gives the text; the tokens are the text's bytes, cut into parts."""
    learnt = bpe.train_bpe(learnt_from, merges)
    tokens = bpe.bpe_encode(text, learnt)
    assert bpe.bpe_decode(tokens) == text
    assert all(tokens)
    assert set(tokens) <= {bytes([b]) for b in range(256)} | {a + b for a, b in learnt}


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_pieces_are_the_regular_expressions(text: str) -> None:
    """The pieces put together by hand are those of the handout's expression."""
    assert pieces(text) == re.findall(r"\s*\S+|\s+$", text)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(0, 25))
def test_training_is_the_slow_one(text: str, merges: int) -> None:
    """The same merges in the same order, ties and overlapping pairs included."""
    assert bpe.train_bpe(text, merges) == slow_train(text, merges)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.lists(st.tuples(PARTS, PARTS), max_size=12))
def test_encoding_is_the_slow_one(text: str, merges: list[Pair]) -> None:
    """The same tokens, with merges that no training gives as well."""
    assert bpe.bpe_encode(text, merges) == slow_encode(text, merges)


def byte_level(merges: list[Pair]) -> Tokenizer:
    """A tokenizer of the library with these merges, whose tokens are spelt with a printable letter for each byte."""
    printable = spelling()
    spelt = [("".join(printable[b] for b in left), "".join(printable[b] for b in right)) for left, right in merges]
    vocab = {letter: i for i, letter in enumerate(printable)}
    for left, right in spelt:
        vocab.setdefault(left + right, len(vocab))
    tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=spelt))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    return tokenizer


def spelling() -> list[str]:
    """The letter of each byte: printable Latin-1 stands for itself, the others for letters from U+0100 on, in order."""
    itself = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    return [chr(b) if b in itself else chr(next(others)) for b in range(256)]


def library_encode(text: str, merges: list[Pair]) -> list[bytes]:
    """The library's tokens as bytes, piece by piece."""
    byte_of = {letter: b for b, letter in enumerate(spelling())}
    tokenizer = byte_level(merges)
    found = [token for piece in pieces(text) for token in tokenizer.encode(piece).tokens]
    return [bytes(byte_of[letter] for letter in token) for token in found]


def unique(merges: list[Pair]) -> list[Pair]:
    """The merges before the first that makes a token for the second time.

    The library goes back to earlier merges, the course's rule does not; without such merges there is nothing to go
    back to.
    """
    made = [left + right for left, right in merges]
    return merges[: next((i for i, token in enumerate(made) if token in made[:i]), len(made))]


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.integers(0, 30))
def test_tokens_are_those_of_tokenizers(learnt_from: str, text: str, merges: int) -> None:
    """The library, given our merges, cuts each piece into the same tokens."""
    learnt = unique(bpe.train_bpe(learnt_from, merges))
    for some in (learnt_from, text):
        assert bpe.bpe_encode(some, learnt) == library_encode(some, learnt)


def test_real_text_is_cut_as_by_tokenizers() -> None:
    """The same for Korean and English, with merges of many bytes, and for words that the training did not see."""
    learnt = unique(bpe.train_bpe(KOREAN * 3 + ENGLISH * 3, 200))
    assert len(learnt) > 100
    for text in (KOREAN, ENGLISH, *ROUND):
        tokens = bpe.bpe_encode(text, learnt)
        assert tokens == library_encode(text, learnt)
        assert bpe.bpe_decode(tokens) == text


@pytest.mark.parametrize("text, merges", [*UNTIED, *(untied(Draw(seed, 1)) for seed in range(20))])
def test_texts_without_ties(text: str, merges: int) -> None:
    """What the checks call untied: the rule for ties changes nothing, and all merges are within a single piece."""
    learnt = bpe.train_bpe(text, merges)
    assert len(learnt) == merges
    assert learnt == slow_train(text, merges, largest=True)
    assert len(pieces(text)) == 1


def test_texts_that_overlap() -> None:
    """Ties play no part in the checks' table of overlapping pairs."""
    for text, merges in OVERLAPPING:
        assert bpe.train_bpe(text, merges) == slow_train(text, merges, largest=True)


def test_sentences_have_all_kinds_of_space() -> None:
    """The drawn sentences end in white space, begin with it now and then, and have more than one in a row."""
    drawn = [sentences(Draw(seed, 0))[0] for seed in range(20)]
    assert all(text[-1].isspace() for text in drawn)
    assert {text[0].isspace() for text in drawn} == {True, False}
    assert any(re.search(r"\S\s{2,}\S", text) for text in drawn)


@pytest.mark.parametrize("handout", ["README.md", "README.ko.md"])
def test_the_handouts_table(handout: str) -> None:
    """Each call in the table of the handout gives the value beside it."""
    text = (REFERENCE.parents[2] / "assignments" / "week02_text" / handout).read_text("utf-8")
    section = text.split("\n## bpe\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `((?:train_bpe|bpe_encode|bpe_decode)\(.*?\))` \| `(.*?)`", section, re.MULTILINE)
    assert len(rows) == 8
    for call, value in rows:
        assert eval(call, vars(bpe).copy()) == eval(value)
