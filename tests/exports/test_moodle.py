"""Moodle: the downloaded worksheet comes back filled in, in its own language and number format."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from grader.errors import UsageError
from grader.exports import moodle, scale_of
from grader.exports.handback import moodle_folder
from tests.exports import rules
from tests.exports.books import EVIL, FORMULA, LATE, book, grade, keys

EN = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Grade can be changed",
      "Last modified (submission)", "Last modified (grade)", "Feedback comments"]  # fmt: skip
KO = ["식별자", "성명", "이메일 주소", "상태", "성적", "최대 성적", "성적 변경 가능", "최종 수정 (제출물)",
      "최종 수정 (성적)", "피드백 의견"]  # fmt: skip
WHEN = "Friday, 3 February 2023, 2:03 PM"
PEOPLE = [
    ["101", "Minsu Kim", "minsu@x.org", ""],
    ["102", "이서연", "seoyeon@x.org", "3.00"],
    ["103", EVIL, "evil@x.org", ""],
    ["104", FORMULA, "formula@x.org", ""],
    ["105", "Jiho Park", "jiho@x.org", ""],
    ["106", "Bonus Bee", "bee@x.org", ""],
]


def download(
    header: list[str] = EN,
    *,
    word: str = "Participant ",
    mark: str = ".",
    yes: str = "Yes",
    said: str = "",
    maximum: str = "20.00",
    people: list[list[str]] = PEOPLE,
) -> bytes:
    """A worksheet as Moodle writes it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for number, name, mail, given in people:
        row = [f"{word}{number}", name, mail, "Submitted for grading - ", given.replace(".", mark),
               maximum.replace(".", mark), yes, WHEN, "-", said]  # fmt: skip
        writer.writerow(row)
    return ("\ufeff" + out.getvalue()).encode()


def cells(data: bytes) -> list[list[str]]:
    """The file's rows."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "header,word,mark,rule",
    [
        (EN, "Participant ", ".", {}),
        (KO, "참여자 ", ".", {"headers": ("식별자", "성적", "최종 수정 (성적)"), "comments": "피드백 의견"}),
        (KO, "참가자", ",", {"headers": ("식별자", "성적", "최종 수정 (성적)"), "comments": "피드백 의견"}),
    ],
)
def test_round_trip(header: list[str], word: str, mark: str, rule: dict[str, object]) -> None:
    """Points arrive with the locale's decimal mark, within the maximum; only grades and comments change."""
    before = download(header, word=word, mark=mark)
    filled = moodle.fill(before, "x.csv", book())
    found = rules.moodle(filled.data, word=word, decimals=mark, maximum=20, **rule)  # type: ignore[arg-type]
    points = {number: value for number, (value, _) in found.items()}
    assert points == {101: 18.0, 102: 12.5, 103: 0.0, 104: 7.25, 105: None, 106: 20.0}
    old, new = cells(before), cells(filled.data)
    assert {i for a, b in zip(old, new, strict=True) for i in range(10) if a[i] != b[i]} == {4, 9}
    assert filled.data.startswith(b"\xef\xbb\xbf")
    assert keys(filled.problems) == {
        "export.excused_by_hand": ["s005 (Park Jiho)"], "export.over": ["s006 (Bonus Bee) 20"],
    }  # fmt: skip


def test_unknown_language_is_read_by_place() -> None:
    """Headers of a language that nobody looked up: the identifier stands first, the grade before its maximum."""
    header = ["Tunniste", "Nimi", "Posti", "Tila", "Arvosana", "Enimmäisarvosana", "Muokattava", "M1", "M2", "Palaute"]
    filled = moodle.fill(download(header, word="Osallistuja ", mark=","), "x.csv", book())
    found = rules.moodle(
        filled.data, headers=("Tunniste", "Arvosana", "M2"), word="Osallistuja ", decimals=",", maximum=20, comments="-"
    )
    assert found[102] == (12.5, "")
    assert "export.no_comments" in keys(filled.problems)


def test_comment_is_escaped_html() -> None:
    """A comment holds points of each task and what a person wrote; no text of anybody becomes a tag."""
    first, second = (t := grade("s002", 12.5, comments=(f"{EVIL}\n보세요 & 끝",)).tasks)[0], t[1]
    one = grade(
        "s002", 11, comments=(f"{EVIL}\n보세요 & 끝",), tasks=(first, replace(second, earned=3.5, steps=(LATE,)))
    )
    filled = moodle.fill(download(people=PEOPLE[1:2]), "x.csv", book(one))
    _, said = rules.moodle(filled.data, maximum=20)[102]
    assert "<script" not in said
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>보세요 &amp; 끝" in said
    assert "<li>The lstm: 3.5 / 5<br>Tasks (−1.5 → 3.5)</li>" in said
    assert said.startswith('<div class="grader-feedback"><p>11 of 20 points</p>')


def test_a_persons_comment_stays() -> None:
    """What somebody wrote in Moodle is kept; ours is replaced when the worksheet is filled in again."""
    data = download(people=PEOPLE[:1], said="<p>See me, please.</p>")
    once = moodle.fill(data, "x.csv", book(grade("s001", 5)))
    again = moodle.fill(once.data, "x.csv", book(grade("s001", 6)))
    _, said = rules.moodle(again.data, maximum=20)[101]
    assert said.startswith("<p>See me, please.</p><div")
    assert said.count("grader-feedback") == 1
    assert "6 of 20 points" in said


@pytest.mark.parametrize("answer", ["No", "아니오"])
def test_locked_rows_stay(answer: str) -> None:
    """A grade that Moodle has locked is left as it is, and told."""
    before = download(yes=answer, people=PEOPLE[:1])
    filled = moodle.fill(before, "x.csv", book(grade("s001", 5)))
    assert filled.data == before
    assert keys(filled.problems) == {"export.locked": ["Minsu Kim"]}


def test_without_names() -> None:
    """Blind marking: participants are found by the roster's numbers alone."""
    blind = [[number, "", "", ""] for number, *_ in PEOPLE[:2]]
    header = [EN[0], *EN[3:]]
    rows = [[r[0], *r[3:]] for r in cells(download(people=blind))[1:]]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    filled = moodle.fill(out.getvalue().encode(), "x.csv", book(grade("s001", 5), grade("s002", 6)))
    assert {n: v for n, (v, _) in rules.moodle(filled.data, maximum=20).items()} == {101: 5.0, 102: 6.0}


def test_scale_to_the_worksheets_maximum() -> None:
    """Twenty points on a worksheet of a hundred are a hundred."""
    data = download(maximum="100.00", people=PEOPLE[:1])
    assert rules.moodle(moodle.fill(data, "x.csv", book(grade("s001", 18))).data)[101][0] == 90
    raw = moodle.fill(data, "x.csv", book(grade("s001", 18), scale=scale_of("points")))
    assert rules.moodle(raw.data)[101][0] == 18


@pytest.mark.parametrize("data", [b"", b"Name,Points\nKim,3\nLee,4\n", b"Identifier,Grade\nParticipant,3\n"])
def test_no_worksheet(data: bytes) -> None:
    """Another file is refused in one line."""
    with pytest.raises(UsageError, match=r"^x\.csv: no "):
        moodle.fill(data, "x.csv", book())


def test_feedback_zip_names() -> None:
    """The folders of a feedback zip lead Moodle back to the participants, whatever is in a name."""
    found = moodle.participants(download(), "x.csv", book())
    assert found["s002"] == ("이서연", "102")
    for name, number in (*found.values(), ("A_B_7_assignsubmission_file", "101"), ("../..\\x", "102"), ("_", "103")):
        folder = moodle_folder(name, number)
        assert "/" not in folder and "\\" not in folder
        entry = rules.moodle_zip_entry(f"{folder}/feedback.html", {101, 102, 103, 104, 105, 106, 7})
        assert entry == (int(number), "feedback.html")
