"""A downloaded CSV file whose cells can be filled in: every other byte stays as it was.

An LMS knows its own file again by its spelling, its quotes, its encoding and the order of its columns, so it is never
written anew.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from grader.errors import UsageError

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WITHOUT_BOM = ("utf-8", "cp949", "latin-1")  # the last one reads anything and loses nothing
_DELIMITERS = (",", ";", "\t")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_END = re.compile(r"\r\n|\n|\r")
_MAX_BYTES = 64_000_000


@dataclass(frozen=True)
class Field:
    """One cell: its value, and where its raw text stands."""

    value: str
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True)
class Table:
    """A CSV file as it was read.

    Attributes:
        text: without the byte order mark.
        bom: the mark, or no bytes. encoding: of what follows it.
        fields: row by row; empty lines are rows of one empty cell.
    """

    text: str
    bom: bytes
    encoding: str
    delimiter: str
    fields: tuple[tuple[Field, ...], ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The first row, outer space gone."""
        return tuple(field.value.strip() for field in self.fields[0])

    def value(self, row: int, column: int) -> str:
        """A cell's value, outer space gone; empty where the row is short."""
        fields = self.fields[row]
        return fields[column].value.strip() if column < len(fields) else ""

    def column(self, column: int, rows: range) -> list[str]:
        """The values of a column."""
        return [self.value(row, column) for row in rows]

    def filled(self, cells: Mapping[tuple[int, int], str]) -> bytes:
        """The file with new values in the cells (row, column); characters that its encoding lacks become `&#…;`."""
        pieces = [self.bom]
        position = 0
        for (row, column), value in sorted(cells.items()):
            fields = self.fields[row]
            if column < len(fields):
                field = fields[column]
                start, end, raw = field.start, field.end, self._raw(value, quoted=field.quoted)
            else:
                start = end = fields[-1].end
                raw = self.delimiter * (column - len(fields) + 1) + self._raw(value, quoted=False)
            pieces.append(self.text[position:start].encode(self.encoding))
            pieces.append(raw.encode(self.encoding, "xmlcharrefreplace"))
            position = end
        pieces.append(self.text[position:].encode(self.encoding))
        return b"".join(pieces)

    def _raw(self, value: str, *, quoted: bool) -> str:
        if quoted or any(char in value for char in (self.delimiter, '"', "\r", "\n")):
            return '"' + value.replace('"', '""') + '"'
        return value


def read_table(data: bytes, name: str) -> Table:
    """The table in a downloaded file, its encoding and delimiter found out.

    Args:
        data: the file.
        name: what errors call it.

    Raises:
        UsageError: it is empty, too large, or no CSV.
    """
    if len(data) > _MAX_BYTES:
        raise UsageError(f"{name}: larger than {_MAX_BYTES // 1_000_000} MB (give the gradebook as it was downloaded)")
    bom, encoding, text = _decoded(data)
    best: Table | None = None
    for delimiter in _DELIMITERS:
        fields = _fields(text, delimiter)
        if fields and (best is None or len(fields[0]) > len(best.fields[0])):
            best = Table(text, bom, encoding, delimiter, fields)
    if best is None or not text.strip():
        raise UsageError(f"{name}: no table (give the CSV file as it was downloaded)")
    return best


def _decoded(data: bytes) -> tuple[bytes, str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                text = data[len(bom) :].decode(encoding)
            except UnicodeDecodeError:
                continue
            return bom, encoding, text
    guessed = ("utf-16-le", *_WITHOUT_BOM) if data[1:40:2].count(0) > len(data[1:40:2]) // 2 else _WITHOUT_BOM
    for encoding in guessed:
        try:
            text = data.decode(encoding)
            if text.encode(encoding) == data:
                return b"", encoding, text
        except UnicodeError:
            continue
    raise AssertionError("latin-1 reads anything")


def _fields(text: str, delimiter: str) -> tuple[tuple[Field, ...], ...]:
    """All rows; none where a quote is never closed, which is no CSV with this delimiter."""
    rows: list[tuple[Field, ...]] = []
    row: list[Field] = []
    stop = re.compile(rf"{re.escape(delimiter)}|\r\n|\n|\r")
    position, size = 0, len(text)
    while position < size or row:
        quoted = _QUOTED.match(text, position)
        if quoted is None and text.startswith('"', position):
            return ()
        found = stop.search(text, quoted.end() if quoted else position)
        end = found.start() if found else size
        if quoted and quoted.end() == end:
            row.append(Field(quoted[1].replace('""', '"'), position, end, quoted=True))
        else:  # plain, or quoted with something behind it, which is kept as it stands
            row.append(Field(text[position:end], position, end, quoted=False))
        if found is None:
            rows.append(tuple(row))
            break
        position = found.end()
        if _END.fullmatch(found[0]):
            rows.append(tuple(row))
            row = []
    return tuple(rows)
