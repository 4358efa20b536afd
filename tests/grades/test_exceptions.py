"""exceptions.csv: what is read, how rows combine, and what a wrong row says."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.moments import Span
from grader.errors import UsageError
from grader.grades import Allowance, exceptions_of
from grader.grades.allowances import extended

SEOUL = ZoneInfo("Asia/Seoul")
HEADER = "student,assignment,slot,until,extra,excused,reason\n"


def known(kind: str, *ids: str) -> object:
    """Takes the ids that there are, no others."""

    def resolve(text: str) -> str:
        if text not in ids:
            raise UsageError(f"no {kind} {text!r}: there are {', '.join(ids)}")
        return text

    return resolve


def read(text: str | bytes) -> tuple[Allowance, ...]:
    """The rows below the usual header, unless the text is bytes."""
    data = text if isinstance(text, bytes) else (HEADER + text).encode()
    return exceptions_of(data, "exceptions.csv", known("student", "s001", "s002"), known("assignment", "week04_rnn"))  # type: ignore[arg-type]


def test_rows_are_read() -> None:
    """Extensions to a moment, to a day's end, by a span; excuses; for one homework or for all."""
    found = read(
        's001,week04_rnn,preview,2023-02-03 12:00,,,"ill, with a note"\n'
        "s001,*,,2023-02-03,,,\n"
        "s002,week04_rnn,*,,+2d,no,\n"
        "*,week04_rnn,review,,12h,,server was down\n"
        "\n"
        "s002,,,,,yes,\n"
    )
    assert found == (
        Allowance(
            "s001",
            "week04_rnn",
            "preview",
            until=datetime.fromisoformat("2023-02-03T12:00:00"),
            reason="ill, with a note",
        ),
        Allowance("s001", until=datetime.fromisoformat("2023-02-03T23:59:59")),
        Allowance("s002", "week04_rnn", extra=Span(2)),
        Allowance("*", "week04_rnn", "review", extra=Span(0, 43_200), reason="server was down"),
        Allowance("s002", excused=True),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_write_in_many_ways(encoding: str, delimiter: str) -> None:
    """BOM, cp949, semicolons and tabs, CRLF, columns in any order and case."""
    rows = [["Reason", "Student", "EXCUSED"], ["병가", "s001", "예"]]
    data = "".join(delimiter.join(row) + "\r\n" for row in rows).encode(encoding)
    assert read(data) == (Allowance("s001", excused=True, reason="병가"),)


@pytest.mark.parametrize(
    "row,complaint",
    [
        ("s009,,,,+2d,,", "row 2: no student 's009': there are s001, s002"),
        (",,,,+2d,,", "row 2: no student: write an id or a name, or * for all"),
        ("s001,week09,,,+2d,,", "row 2: no assignment 'week09': there are week04_rnn"),
        ("s001,,recap,,+2d,,", "row 2: 'recap' is no slot: write preview, review or *"),
        ("s001,,,,,,ill", "row 2: give one of until, extra and excused"),
        ("s001,,,2023-02-03,+2d,,", "row 2: give one of until, extra and excused"),
        ("s001,,,,+2d,yes,", "row 2: give one of until, extra and excused"),
        ("s001,,,tomorrow,,,", "row 2: until is 'tomorrow': write 2023-02-03 18:00, or a date for its end"),
        ("s001,,,2023-02-30,,,", "row 2: until is '2023-02-30'"),
        ("s001,,,,soon,,", "row 2: extra is 'soon': write +2d, 12h or 1d 6h"),
        ("s001,,,,,perhaps,", "row 2: excused is 'perhaps': write yes, or nothing"),
        ("s001,,,,,yes,\ns001,,,,,,", "row 3: give one of"),
    ],
)
def test_a_wrong_row_is_one_line(row: str, complaint: str) -> None:
    """File, row, problem, remedy."""
    with pytest.raises(UsageError) as caught:
        read(row)
    assert str(caught.value).startswith(f"exceptions.csv: {complaint}")
    assert "\n" not in str(caught.value)


def test_many_wrong_rows_are_still_one_line() -> None:
    """The first three are told, the rest is counted."""
    with pytest.raises(UsageError) as caught:
        read("s001,,,,,,\n" * 5)
    assert str(caught.value).count("give one of") == 3
    assert str(caught.value).endswith("; and 2 more")


@pytest.mark.parametrize(
    "data,complaint",
    [
        (b"who,until\n", "row 1: no column student: the columns are student, assignment"),
        (b"student,extras\n", "row 1: unknown column 'extras': did you mean extra?"),
        (b"", "row 1: no column student"),
        (b"\xff\xfe\x00", "is neither UTF-8 nor cp949"),
        (b'student,until\n"s001', "is no CSV"),
    ],
)
def test_a_wrong_file_is_one_line(data: bytes, complaint: str) -> None:
    """Header and encoding, too."""
    with pytest.raises(UsageError, match=complaint.replace("?", r"\?")):
        read(data)


DUE = datetime(2023, 2, 1, 18, tzinfo=SEOUL)


def test_the_most_generous_row_counts() -> None:
    """Extensions do not add up; the latest date wins, and none makes the date earlier."""
    two, three = Allowance("s001", extra=Span(2)), Allowance("s001", extra=Span(0, 3 * 86_400))
    assert extended(DUE, [two, three, two], SEOUL) == DUE + timedelta(days=3)
    assert extended(DUE, [Allowance("s001", until=datetime.fromisoformat("2023-01-01T00:00:00"))], SEOUL) == DUE
    assert extended(DUE, [], SEOUL) == DUE


def test_who_a_row_is_about() -> None:
    """One student and slot, or all; a row for one slot is not about what has none."""
    row = Allowance("s001", "week04_rnn", "preview", excused=True)
    assert row.fits("s001", "week04_rnn", "preview")
    assert not row.fits("s002", "week04_rnn", "preview")
    assert not row.fits("s001", "week05_seq2seq", "preview")
    assert not row.fits("s001", "week04_rnn", "review")
    assert not row.fits("s001", "week04_rnn", "")
    assert Allowance("*").fits("anybody", "any", "")


ROWS = st.one_of(
    st.builds(
        lambda d: Allowance("s001", until=d),
        st.datetimes(datetime.fromisoformat("2023-01-01T00:00:00"), datetime.fromisoformat("2023-12-01T00:00:00")),
    ),
    st.builds(lambda d, s: Allowance("s001", extra=Span(d, s)), st.integers(0, 300), st.integers(0, 86_400)),
)


@given(st.lists(ROWS, max_size=3), ROWS, st.sampled_from(["Asia/Seoul", "Europe/Berlin"]))
def test_one_more_row_never_hurts(rows: list[Allowance], more: Allowance, zone: str) -> None:
    """With an extension more the due date is the same or later, and never before the plain one."""
    place = ZoneInfo(zone)
    due = DUE.astimezone(place)
    assert due <= extended(due, rows, place) <= extended(due, [*rows, more], place)
