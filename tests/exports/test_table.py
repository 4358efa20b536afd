"""A downloaded table: nothing but the filled cells changes."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.exports import read_table

_CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)


def written(rows: list[list[str]], delimiter: str, newline: str) -> str:
    """A CSV text with quotes where they are needed, and sometimes where not."""

    def cell(text: str, number: int) -> str:
        if number % 2 or text[:1] == '"' or any(c in text for c in f'{delimiter}"\r\n'):
            return '"' + text.replace('"', '""') + '"'
        return text

    return newline.join(delimiter.join(cell(c, i) for i, c in enumerate(row)) for row in rows)


@given(
    rows=st.lists(st.lists(_CELL, min_size=3, max_size=3), min_size=2, max_size=4),
    delimiter=st.sampled_from([",", ";", "\t"]),
    newline=st.sampled_from(["\n", "\r\n"]),
    bom=st.sampled_from([(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")]),
    value=_CELL,
)
def test_any_table(rows: list[list[str]], delimiter: str, newline: str, bom: tuple[bytes, str], value: str) -> None:
    """Filling in nothing gives the same bytes; a filled cell is read back, and its neighbours are as before."""
    rows = [[f"head{delimiter}er", "b", "c"], *[[f"r{cell}".replace("\ufeff", "") for cell in row] for row in rows]]
    mark, encoding = bom
    data = mark + written(rows, delimiter, newline).encode(encoding)
    table = read_table(data, "x.csv")
    assert table.filled({}) == data
    if table.delimiter != delimiter:
        return  # cells that look like another table: either reading loses nothing
    assert [[f.value for f in row] for row in table.fields] == rows
    again = read_table(table.filled({(1, 1): value}), "x.csv")
    assert again.fields[1][1].value == value
    assert [f.value for f in again.fields[1]][::2] == rows[1][::2]
    assert [f.value for f in again.fields[2]] == rows[2]


def test_short_row_grows() -> None:
    """A row that ends before the column gets the delimiters it lacks."""
    table = read_table(b"a,b,c\n1\n2,3,4\n", "x.csv")
    assert table.filled({(1, 2): "9"}) == b"a,b,c\n1,,9\n2,3,4\n"


def test_cp949_and_what_it_lacks() -> None:
    """A file in Korean Windows's encoding stays in it; a character that it lacks becomes an HTML reference."""
    table = read_table("이름,점수\n김민수,\n".encode("cp949"), "x.csv")
    assert table.value(1, 0) == "김민수"
    assert table.filled({(1, 1): "😀"}) == "이름,점수\n김민수,".encode("cp949") + b"&#128512;\n"


@pytest.mark.parametrize("data", [b"", b"\n", b'"never closed'])
def test_no_table(data: bytes) -> None:
    """An empty or broken file is one line that says what to give."""
    with pytest.raises(UsageError, match=r"x\.csv: no table"):
        read_table(data, "x.csv")
