"""Folders that `grader intake` writes, read again: the same submissions, times and teams."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.errors import UsageError
from grader.intake import How, find, read_hand_in, read_paths
from grader.intake.summary import summary
from tests.intake import exports
from tests.intake.exports import LSTM, Handed

HOW = How(zone=ZoneInfo("Asia/Seoul"))
CLASS = [
    Handed("s001", "Ann Lee", {"lstm.py": LSTM, "src/lstm.py": "x = 1\n"}, team=[("s002", "Bo Park")]),
    Handed("s003", "Cho Kim", {"hw.zip": exports.zip_bytes({"a/lstm.py": LSTM, "../evil.py": "x = 2\n"})}),
    Handed("s004", "Do Yun", {"hw.zip": b"PK broken", "data.csv": "1"}, earlier=[{"lstm.py": LSTM}]),
]


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder, its bytes and when it was written."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {p.relative_to(folder).as_posix(): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


def test_the_same_submissions_come_back(tmp_path: Path) -> None:
    """What is written is read again as if from the export: code, times, teams, notes and reasons."""
    path = exports.gradescope(tmp_path, CLASS)
    direct = {s.student: s for s in read_paths([path], (), HOW)}
    summary([path], HOW, None, tmp_path / "out")
    again = {s.student: s for s in read_paths([tmp_path / "out"], (), HOW)}
    assert {name: replace(s, notes=()) for name, s in again.items()} == {
        name: replace(s, notes=()) for name, s in direct.items()
    }
    assert again["Cho Kim"].notes == direct["Cho Kim"].notes
    assert again["Ann Lee"].members == ("Ann Lee", "Bo Park")
    assert again["Ann Lee"].times["lstm.py"] == "2023-02-01T18:05:33+09:00"
    assert again["Do Yun"].attempt == 2
    assert again["Do Yun"].unreadable is not None and again["Do Yun"].unreadable.key == "intake.archive_damaged"


def test_twice_is_once(tmp_path: Path) -> None:
    """The same hand-ins leave the folder untouched, byte for byte and second for second."""
    path = exports.canvas(tmp_path, exports.students(5))
    summary([path], HOW, None, tmp_path / "out")
    before = tree(tmp_path / "out")
    assert len(before) == 6
    summary([path], HOW, None, tmp_path / "out")
    after = tree(tmp_path / "out")
    assert {n: v for n, v in after.items() if n != "intake.json"} == {
        n: v for n, v in before.items() if n != "intake.json"
    }
    assert after["intake.json"] == before["intake.json"]
    summary([tmp_path / "out"], HOW, None, tmp_path / "copy")
    assert {n: v[0] for n, v in tree(tmp_path / "copy").items()} == {n: v[0] for n, v in before.items()}


def test_what_is_gone_goes(tmp_path: Path) -> None:
    """A student and a file that are not handed in any more are removed, and nothing that was not written here."""
    handed = exports.students(3)
    summary([exports.canvas(tmp_path / "a", handed)], HOW, None, tmp_path / "out")
    (tmp_path / "out" / "by-hand").mkdir()
    fewer = [replace(handed[0], files={"rnn.py": LSTM}), handed[1]]
    summary([exports.canvas(tmp_path / "b", fewer)], HOW, None, tmp_path / "out")
    names = sorted(p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*"))
    first, second = "family001given001", "family002given002"
    assert names == ["by-hand", first, f"{first}/rnn.py", second, f"{second}/lstm.py", "intake.json"]


def test_foreign_folders_are_refused(tmp_path: Path) -> None:
    """A folder with anything else in it is not written into."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("x")
    with pytest.raises(UsageError, match=r"out: holds other files: give an empty folder with --out"):
        summary([exports.canvas(tmp_path, exports.students(1))], HOW, None, tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_changes_by_hand_count(tmp_path: Path) -> None:
    """A file that was corrected, added or taken away, and a student's folder put there, are what is graded."""
    out = tmp_path / "out"
    summary([exports.canvas(tmp_path, exports.students(2))], HOW, None, out)
    (out / "family001given001" / "lstm.py").write_text("x = 5\n")
    (out / "family001given001" / "more.py").write_text("y = 1\n")
    (out / "family002given002" / "lstm.py").unlink()
    exports.write(out, "s009", {"lstm.py": LSTM}, zipped=False)
    read = {s.student: [m.source for m in s.modules] for s in read_paths([out], (), HOW)}
    assert read == {"family001given001": ["x = 5\n", "y = 1\n"], "family002given002": [], "s009": [LSTM]}


@pytest.mark.parametrize("folder", ["../secret", "/etc", "..", "a/../../b"])
def test_intake_json_leads_nowhere(tmp_path: Path, folder: str) -> None:
    """A list that names folders elsewhere is damaged; files elsewhere and links are not read."""
    exports.write(tmp_path, "secret", {"lstm.py": "answer = 42\n"}, zipped=False)
    out = tmp_path / "out"
    summary([exports.canvas(tmp_path, exports.students(1))], HOW, None, out)
    document = json.loads((out / "intake.json").read_text("utf-8"))
    document["hand_ins"][0]["files"][0]["file"] = f"{folder}/lstm.py"
    (out / "intake.json").write_text(json.dumps(document))
    assert all("42" not in m.source for h in find([out], HOW).hand_ins for m in read_hand_in(h).modules)
    document["hand_ins"][0]["folder"] = folder
    (out / "intake.json").write_text(json.dumps(document))
    with pytest.raises(UsageError, match=r"intake.json: is damaged: write it anew"):
        find([out], HOW)


def test_links_in_the_folder_are_not_followed(tmp_path: Path) -> None:
    """A link put in place of a written file is neither read nor written through."""
    out = tmp_path / "out"
    path = exports.canvas(tmp_path, exports.students(1))
    summary([path], HOW, None, out)
    (tmp_path / "secret.py").write_text("answer = 42\n")
    file = out / "family001given001" / "lstm.py"
    file.unlink()
    file.symlink_to(tmp_path / "secret.py")
    assert [s.modules for s in read_paths([out], (), HOW)] == [()]
    summary([path], HOW, None, out)
    assert (tmp_path / "secret.py").read_text() == "answer = 42\n"
    assert not file.is_symlink()
