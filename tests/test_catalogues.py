"""The catalogues of the package and of every assignment: complete, well-formed, compiled, in the course's words."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po as babel_read
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.messages import LANGUAGES, add_assignment, kind, render, template, text
from grader.messages.catalogues import LOCALE, _assignments
from grader.messages.po import Forms, read_po
from grader.model import Message
from tools.messages import COUNTED, outputs, placeholders

ROOT = Path(__file__).resolve().parents[1]
HANGUL = re.compile("[가-힣]")
PACKAGE = {lang: LOCALE / lang / "LC_MESSAGES" / "grader.po" for lang in LANGUAGES}
PLACES = {"grader": PACKAGE} | {
    folder.parent.name: {lang: folder / f"{lang}.po" for lang in LANGUAGES}
    for folder in sorted((ROOT / "assignments").glob("*/messages"))
}
# What Korean courses say → what is not to stand in our texts for it.
GLOSSARY = {
    "기울기": ("그래디언트", "그라디언트", "경사도"),
    "손실": ("로스",),
    "은닉 상태": ("히든 상태", "히든 스테이트", "숨겨진 상태", "숨은 상태", "은닉상태"),
    "미니배치": ("미니 배치", "소배치"),
    "순전파": ("순방향 전파", "포워드", "전방 전파"),
    "역전파": ("역방향 전파", "백워드", "후방 전파"),
    "편향": ("바이어스",),
    "활성화 함수": ("활성 함수", "활성화함수"),
    "매개변수": ("파라미터", "파라메터"),
    "학습률": ("러닝 레이트", "학습 률"),
    "가중치": ("웨이트",),
    "반환": ("리턴",),
    "형태": ("모양",),
    "노트북": ("주피터 파일",),
    "텐서": ("텐써",),
    "정확도": ("어큐러시",),
    "옵티마이저": ("최적화기",),
    "레이블": ("라벨",),
}
# Sentences end politely in one style; labels and fragments have no full stop.
IMPOLITE = re.compile(r"(?:한다|된다|이다|있다|없다|않다|했다|해요|세요요|하라|하시오|거예요|네요)\.")


def texts(place: str, lang: str) -> dict[str, Forms]:
    """Key → forms of one catalogue."""
    found, faults = read_po(PLACES[place][lang])
    assert faults == []
    return found


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_reader_agrees_with_babels(place: str, lang: str) -> None:
    """The small reader that assignments depend on sees in every file what babel sees."""
    with PLACES[place][lang].open("rb") as file:
        seen = {
            (e.id if isinstance(e.id, str) else e.id[0]): (
                (e.string,) if isinstance(e.string, str) else tuple(e.string)
            )
            for e in babel_read(file, locale=lang)
            if e.id
        }
    assert texts(place, lang) == seen


@pytest.mark.parametrize("place", PLACES)
def test_languages_have_the_same_keys_and_placeholders(place: str) -> None:
    """A text in one language exists in the other, with the same placeholders, all of them named."""
    en, ko = texts(place, "en"), texts(place, "ko")
    assert set(en) == set(ko)
    for key in en:
        named = placeholders(en[key][-1])
        assert all(placeholders(form) <= named for form in en[key]), key
        assert named == placeholders(ko[key][-1]), key
        assert all(name.isidentifier() for name in named), key


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_well_formed(place: str, lang: str) -> None:
    """No text has an open brace, a conversion, a format, or an optional part that is not closed."""
    for key, forms in texts(place, lang).items():
        assert len(forms) <= (2 if lang == "en" else 1), key
        for form in forms:
            for _, _, spec, conversion in Formatter().parse(form):
                assert not spec and not conversion, key
            marks = re.findall(r"\[\?|\?\]", form)
            assert len(marks) % 2 == 0 and all(mark == "[?" for mark in marks[::2]), key
            assert all(one != other for one, other in pairwise(marks)), key
            assert all(placeholders(part) for part in re.findall(r"\[\?(.*?)\?\]", form)), key


@pytest.mark.parametrize("place", PLACES)
def test_plurals_have_a_number(place: str) -> None:
    """A text with singular and plural has a parameter that chooses between them."""
    for key, forms in texts(place, "en").items():
        assert len(forms) == 1 or placeholders(forms[-1]) & set(COUNTED), key


@pytest.mark.parametrize("place", PLACES)
def test_korean_is_korean_and_english_is_not(place: str) -> None:
    """Every Korean entry holds Hangul, no English entry does."""
    for key, forms in texts(place, "ko").items():
        assert HANGUL.search(forms[0]), key
    for key, forms in texts(place, "en").items():
        assert not HANGUL.search("".join(forms)), key


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_kinds_give_nothing_away(place: str, lang: str) -> None:
    """No `.kind` has a placeholder or a digit; it belongs to a message."""
    found = texts(place, lang)
    for key in (key for key in found if key.endswith(".kind")):
        assert "{" not in found[key][0], key
        assert not re.search(r"\d", found[key][0]), key
        assert key.removesuffix(".kind") in found


@pytest.mark.parametrize("place", [place for place in PLACES if place != "grader"])
def test_assignments_have_kinds(place: str) -> None:
    """A hidden check says more than that it failed: each text of an assignment has a `.kind`."""
    found = {key for key in texts(place, "en") if not key.endswith((".kind", ".none"))}
    assert {f"{key}.kind" for key in found} <= set(texts(place, "en"))


@pytest.mark.parametrize("place", PLACES)
def test_glossary(place: str) -> None:
    """One Korean word for one thing, the one that Korean courses use; sentences are polite in one style."""
    banned = {wrong: right for right, wrongs in GLOSSARY.items() for wrong in wrongs}
    for key, (form, *_) in texts(place, "ko").items():
        assert [(wrong, right) for wrong, right in banned.items() if wrong in form] == [], key
        assert not IMPOLITE.search(form), key


def test_files_are_in_order() -> None:
    """Compiled catalogues, template and sorting are those of the .po files; no key is unused, none is missing."""
    files, problems = outputs()
    assert problems == []
    stale = [file.relative_to(ROOT).as_posix() for file, content in files.items() if file.read_bytes() != content]
    assert stale == [], "run `make messages`"


def test_singular_and_plural() -> None:
    """English counts, Korean does not; a number that is not given takes the plural."""
    params = {"path": "a.ipynb"}
    assert text("intake.more_problems", "en", **params, count=1) == "a.ipynb: 1 more problem of this kind."
    assert text("intake.more_problems", "en", **params, count=2) == "a.ipynb: 2 more problems of this kind."
    assert "problems" in text("intake.more_problems", "en", **params)
    assert "1개" in text("intake.more_problems", "ko", **params, count=1)


def test_none_names_the_missing_return() -> None:
    """A function that gives None gets a word on `return`; any other wrong type does not."""
    params = {"what": "h", "expected": "tensor", "actual": "None"}
    assert "missing `return`" in text("type_differs", "en", **params)
    assert "`return`을 빠뜨리지" in text("type_differs", "ko", **params)
    assert "return" not in text("type_differs", "ko", **(params | {"actual": "list"}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for an assignment's texts; what is made known there is forgotten afterwards."""
    (tmp_path / "messages").mkdir()
    yield tmp_path / "messages"
    _assignments.pop("week99_x", None)


def entry(key: str, value: str) -> str:
    """An entry of a .po file."""
    return f'msgid "{key}"\nmsgstr "{value}"\n\n'


def test_texts_of_an_assignment(folder: Path) -> None:
    """The texts beside an assignment are found; one language alone serves both, and its author is told."""
    (folder / "en.po").write_text(entry("week99.a", "An {x}.") + entry("week99.b", "Both."))
    (folder / "ko.po").write_text(entry("week99.b", "둘 다."))
    assert add_assignment("week99_x", folder) == ["messages/ko.po: week99.a is missing (en.po has it)"]
    assert text("week99.a", "ko", x=1) == "An 1."
    assert (text("week99.b", "ko"), text("week99.b", "en")) == ("둘 다.", "Both.")


def test_assignment_in_korean_only(folder: Path) -> None:
    """Without an English file the Korean text is shown to everybody."""
    (folder / "ko.po").write_text(entry("week99.a", "하나."))
    assert len(add_assignment("week99_x", folder)) == 1
    assert text("week99.a", "en") == "하나."


def test_assignment_cannot_replace_a_text(folder: Path) -> None:
    """A key of the grader's, or of another week, is an error of the author's and is left out."""
    (folder / "en.po").write_text(entry("timeout", "Mine.") + entry("week04.a", "Mine."))
    problems = add_assignment("week99_x", folder)
    assert [p for p in problems if "must begin with week99." in p] == problems
    assert len(problems) == 2
    assert text("timeout", "en", seconds=1) != "Mine."


@pytest.mark.parametrize(
    "content,complaint",
    [
        ("msgid week99.a\n", "line 1: not a line of a .po file"),
        (entry("week99.a", ""), "week99.a has no text"),
        (entry("week99.a", "x") * 2, "week99.a is there twice"),
        ("#, fuzzy\n" + entry("week99.a", "x"), "week99.a has no text"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_malformed_texts_of_an_assignment(folder: Path, content: str | bytes, complaint: str) -> None:
    """What is wrong in a .po file is told with its line, and nothing raises."""
    (folder / "en.po").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert any(complaint in problem for problem in add_assignment("week99_x", folder))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet='msgidtr[0]_plu "\\nq#,x\n', max_size=300).map(str.encode))
def test_reader_never_raises(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Any bytes in a .po file give texts and complaints, not an exception."""
    file = tmp_path_factory.getbasetemp() / "any.po"
    file.write_bytes(content)
    found, faults = read_po(file)
    assert all(found.values()) and all(isinstance(fault, str) for fault in faults)


def test_week4_kinds() -> None:
    """A hidden check of week 4 names the kind of its own fault."""
    add_assignment("week04_rnn", ROOT / "assignments" / "week04_rnn" / "messages")
    message = Message("week04.gru_torch", {})
    assert "torch" in kind(message, "ko")
    assert kind(message, "en") != kind(None, "en")
    assert render(message, "ko") != kind(message, "ko")


def test_unknown_key_has_no_template() -> None:
    """A key that no catalogue has is None, in any language."""
    assert template("no.such", "ko") is None
