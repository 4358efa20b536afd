"""Week 2's cleaning, tokens and jamo by other ways to the same: html.parser, loops, Unicode's tables, Kiwi."""

from __future__ import annotations

import importlib.util
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kiwipiepy import Kiwi

from assignments.week02_text import cleaning_texts, morpheme_sentences
from grader.testing import Draw

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "week02_text"
SIGNS = "aZé가값ㄱ09'’-–_.[]² \t\u00a0\u3000漢👍"


def module(name: str) -> ModuleType:
    """A module of the reference, by path."""
    spec = importlib.util.spec_from_file_location(f"week02_{name}", REFERENCE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


CLEANING, TOKENIZATION, JAMO = module("cleaning"), module("tokenization"), module("jamo")


class _Text(HTMLParser):
    """Collects text; everything else is a space."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(" ")
        self.silent = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(" ")
        self.silent = False

    def handle_comment(self, data: str) -> None:
        self.parts.append(" ")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def parsed(text: str) -> str:
    """strip_html by html.parser."""
    parser = _Text()
    parser.feed(text)
    parser.close()
    return " ".join("".join(parser.parts).split())


@pytest.mark.parametrize("text", [*cleaning_texts.MARKUP, *cleaning_texts.MARKUP_EDGES, *cleaning_texts.REVIEWS])
def test_a_parser_strips_the_same(text: str) -> None:
    """The handout promises that html.parser leads to the aim: on every case of the tables."""
    assert CLEANING.strip_html(text) == parsed(text)


def test_a_parser_strips_random_texts_the_same() -> None:
    """The maker of random texts keeps to what the handout defines."""
    for seed in range(40):
        for index in range(24):
            (text,) = cleaning_texts.marked_up(Draw(seed, index))
            assert CLEANING.strip_html(text) == parsed(text)


@pytest.mark.parametrize(
    "text, clean",
    [
        ("12<br />me", "12 me"),
        ("AT&T &lt;b&gt; &amp;lt; a&nbsp;&nbsp;b 1<2 <3", "AT&T <b> &lt; a b 1<2 <3"),
        ("<!-- <script> -->kept<SCRIPT>gone</Script>", "kept"),
    ],
)
def test_markup_never_glues_words(text: str, clean: str) -> None:
    """The cases that the course itself got wrong, and what decoding must not do."""
    assert CLEANING.strip_html(text) == clean


@given(st.text(alphabet="[]ab \n"))
@settings(max_examples=300, deadline=None)
def test_brackets_by_a_stack(text: str) -> None:
    """Pairs that are found from the inside are those of a stack."""
    stack: list[int] = []
    inside = [0] * (len(text) + 1)
    for place, character in enumerate(text):
        if character == "[":
            stack.append(place)
        elif character == "]" and stack:
            inside[stack.pop()] += 1
            inside[place + 1] -= 1
    depth, kept = 0, []
    for place, character in enumerate(text):
        depth += inside[place]
        kept.append(" " if depth else character)
    assert CLEANING.remove_between_square_brackets(text) == " ".join("".join(kept).split())


@given(st.text(alphabet=SIGNS), st.booleans())
@settings(max_examples=300, deadline=None)
def test_special_characters_one_by_one(text: str, remove_digits: bool) -> None:
    """Letters are what their Unicode names say; an apostrophe is dropped between two of them only."""
    kept = []
    for place, character in enumerate(text):
        neighbours = text[place - 1 : place] + text[place + 1 : place + 2]
        if _is_letter(character) or character.isspace() or (character in "0123456789" and not remove_digits):
            kept.append(character)
        elif character not in "'’" or len(neighbours) < 2 or not all(map(_is_letter, neighbours)):
            kept.append(" ")
    assert CLEANING.remove_special_characters(text, remove_digits) == " ".join("".join(kept).split())


def _is_letter(character: str) -> bool:
    name = unicodedata.name(character, "")
    return name.startswith(("LATIN SMALL", "LATIN CAPITAL", "HANGUL"))


@given(st.text() | st.text(alphabet=SIGNS))
@settings(max_examples=300, deadline=None)
def test_words_character_by_character(text: str) -> None:
    """The regular expression is the handout's rule, on any text; no character is lost."""
    tokens: list[str] = []
    open_word = False
    for place, character in enumerate(text):
        following = text[place + 1 : place + 2]
        if character.isspace():
            open_word = False
        elif open_word and (character.isalnum() or (character in "'’-" and following.isalnum())):
            tokens[-1] += character
        else:
            tokens.append(character)
            open_word = character.isalnum()
    assert TOKENIZATION.word_tokenize(text) == tokens
    assert "".join(tokens) == "".join(text.split())


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_syllables_of_any_text(text: str) -> None:
    """Composed and decomposed text have the same tokens, one character each."""
    tokens = TOKENIZATION.syllable_tokenize(text)
    assert tokens == TOKENIZATION.syllable_tokenize(unicodedata.normalize("NFD", text))
    assert "".join(tokens) == "".join(unicodedata.normalize("NFC", text).split())
    assert all(len(token) == 1 for token in tokens)


def test_jamo_are_unicodes() -> None:
    """Each of the 11,172 syllables has the jamo that NFD gives, by their names."""
    for code in range(ord("가"), ord("힣") + 1):
        names = [unicodedata.name(part) for part in unicodedata.normalize("NFD", chr(code))]
        plain = [name.split(" ", 2)[2] for name in names]
        tokens = JAMO.jamo_tokenize(chr(code))
        assert [unicodedata.name(token) for token in tokens] == [f"HANGUL LETTER {name}" for name in plain]


def test_every_sentence_is_plain() -> None:
    """Kiwi takes every sentence that can be drawn apart as the checks say: none is ambiguous."""
    kiwi = Kiwi(num_workers=1)
    sentences = [
        morpheme_sentences.sentence(person, topic, place, thing, stem)
        for person in morpheme_sentences.PEOPLE
        for topic in (True, False)
        for place in morpheme_sentences.PLACES
        for thing in morpheme_sentences.THINGS
        for stem in morpheme_sentences.VERBS
    ]
    for sentence, tokens in zip(sentences, kiwi.tokenize(s.text for s in sentences), strict=True):
        *found, last = [(t.form, t.tag.removesuffix("-R").removesuffix("-I")) for t in tokens]
        *wanted, full_stop = sentence.morphemes
        assert found[: len(wanted)] == wanted
        assert last == full_stop
        assert all(tag.startswith("E") for _, tag in found[len(wanted) :])
