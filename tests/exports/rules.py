"""What the importers of learning management systems ask of a file, as their documentation and sources say it.

Each function takes the bytes of an upload and returns what its importer would read: row → grade. It fails on whatever
the importer would refuse or misread. Written from the importers' side, without our reader: a mistake in ours cannot
hide here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from typing import Any

NUMBER = re.compile(r"\d+(\.\d{1,2})?")


def canvas(data: bytes, column: str) -> dict[str, str]:
    """Canvas: who (ID, else SIS ids, else name) → the cell of a column.

    The header begins with Student and ID and has Section last among the student's columns; `;` or `,` by which gives
    the same number of fields in the first three lines; numbers may have a decimal comma; `EX` excuses; a row with
    "Points Possible" and one of posting policies are no students.
    """
    text = data.decode("utf-8-sig")
    first = text.splitlines()[:3]
    counts = {d: {len(next(csv.reader([line], delimiter=d))) for line in first} for d in ";,"}
    delimiter = ";" if len(counts[";"]) == 1 and max(counts[";"]) > max(counts[","]) else ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    header = rows[0]
    assert "Student" in header[0] and "ID" in header[1] and len(header) > 3
    student_columns = [h for h in header if h in ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID",
                                                  "Root Account", "Section")]  # fmt: skip
    assert student_columns[-1] == "Section"
    assert "SIS Login ID" not in header or header.index("SIS User ID") + 1 == header.index("SIS Login ID")
    ours = header.index(column)
    found: dict[str, str] = {}
    possible = None
    for row in rows[1:]:
        if "Points Possible" in row[0]:
            assert row[0] == "    Points Possible"
            possible = row[ours]
        elif row and not all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell, re.IGNORECASE) for cell in row):
            cell = row[ours].strip()
            assert len(row) == len(header)
            assert cell in ("", "EX") or NUMBER.fullmatch(cell.replace(",", ".")), cell
            who = next(value for value in (*row[1:4], row[0]) if value)
            assert who not in found
            found[who] = cell.replace(",", ".")
    assert possible is None or "read only" not in possible
    return found


def moodle(
    data: bytes,
    *,
    headers: tuple[str, str, str] = ("Identifier", "Grade", "Last modified (grade)"),
    word: str = "Participant ",
    decimals: str = ".",
    maximum: float = 100,
    comments: str = "Feedback comments",
) -> dict[int, tuple[float | None, str]]:
    """Moodle: participant → (grade, comment), as the importer of offline worksheets reads them.

    UTF-8, comma; the three localised headers must be there; the number stands behind the localised word;
    an empty grade is skipped, one above the maximum too, so it must not be there; thousands are not understood.
    """
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    header = rows[0]
    number, grade, modified = (header.index(name) for name in headers)
    said = header.index(comments) if comments in header else None
    found = {}
    for row in rows[1:]:
        assert len(row) == len(header)
        assert row[number].startswith(word)
        assert row[modified]
        text = row[grade]
        assert not text or re.fullmatch(rf"\d+({re.escape(decimals)}\d{{1,2}})?", text), text
        value = float(text.replace(decimals, ".")) if text else None
        assert value is None or 0 <= value <= maximum
        found[int(row[number][len(word) :])] = (value, row[said] if said is not None else "")
    return found


def blackboard(data: bytes, column: str) -> dict[str, str]:
    """Blackboard: username → the cell of a column.

    Tab-separated UTF-16 with a mark, or comma-separated with every cell in quotes; Username in each row; columns keep
    the number behind `|`; calculated columns are not taken.
    """
    tabs = data.startswith(b"\xff\xfe")
    text = data.decode("utf-16" if tabs else "utf-8-sig")
    if not tabs:
        assert all(line.startswith('"') and line.endswith('"') for line in text.splitlines())
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ","))
    header = rows[0]
    assert len(header) == len(set(header))
    assert re.fullmatch(r".+ \|\d+", column)
    user, ours = header.index("Username"), header.index(column)
    found = {}
    for row in rows[1:]:
        assert len(row) == len(header)
        assert row[user]
        assert row[ours] == "" or NUMBER.fullmatch(row[ours])
        found[row[user]] = row[ours]
    return found


_VISIBILITY = {"hidden", "after_due_date", "after_published", "visible"}
_FORMATS = {"text", "html", "simple_format", "md", "ansi"}
_TOP = {"score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
        "stdout_visibility", "extra_data", "tests", "leaderboard"}  # fmt: skip
_TEST = {"score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags",
         "visibility", "extra_data"}  # fmt: skip


def gradescope(text: str) -> dict[str, Any]:
    """Gradescope: the results of one autograder run; only fields and values of its documentation."""
    entry: dict[str, Any] = json.loads(text, parse_constant=lambda name: (_ for _ in ()).throw(ValueError(name)))
    assert entry.keys() <= _TOP
    assert "score" in entry or entry["tests"]
    assert isinstance(entry["score"], int | float)
    assert entry["visibility"] in _VISIBILITY and entry["stdout_visibility"] in _VISIBILITY
    assert {entry["output_format"], entry["test_output_format"], entry["test_name_format"]} <= _FORMATS
    for test in entry["tests"]:
        assert test.keys() <= _TEST
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] in _VISIBILITY
        assert 0 <= test["score"] <= test["max_score"]
        assert {test["output_format"], test["name_format"]} <= _FORMATS
        assert isinstance(test["number"], str) and all(isinstance(tag, str) for tag in test["tags"])
    for place in entry.get("leaderboard", []):
        assert place.keys() == {"name", "value", "order"}
        assert place["order"] in ("asc", "desc")
    return entry


def junit(text: str) -> ET.Element:
    """JUnit XML: well formed, counts that are true, one outcome at most for a case."""
    root = ET.fromstring(text.encode())
    assert root.tag == "testsuites"
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for holder in (root, *root.findall("testsuite")):
        cases = list(holder.iter("testcase"))
        assert int(holder.get("tests", "")) == len(cases)
        for count, kind in kinds.items():
            assert int(holder.get(count, "")) == sum(case.find(kind) is not None for case in cases)
        float(holder.get("time", ""))
    for case in root.iter("testcase"):
        assert case.get("name") and case.get("classname")
        assert sum(case.find(kind) is not None for kind in kinds.values()) <= 1
    return root


def moodle_zip_entry(path: str, participants: set[int]) -> tuple[int, str]:
    """Moodle: the participant and the file's name that the importer of feedback zips finds in an entry's path."""
    parts = path.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) < 4 or not info[1].isdigit() or int(info[1]) not in participants:
            continue
        assert (info[2], info[3]) == ("assignsubmission", "file")
        rest = [info[4] if len(info) == 5 else "", *parts]
        return int(info[1]), "/".join(part for part in rest if part)
    raise AssertionError(f"Moodle ignores {path}")
