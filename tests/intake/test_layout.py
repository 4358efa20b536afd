"""Who handed in what: a file, one student's folder, or a folder of hand-ins; students told apart and put together."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from grader.errors import IntakeError
from grader.intake import find_hand_ins, read_folder, read_paths
from grader.model import Message
from tests.intake.hand_ins import LSTM, RNN, notebook, put


def test_folder_of_hand_ins(tmp_path: Path) -> None:
    """Files and folders side by side are one student each, sorted; wrong kinds of files are hand-ins, too."""
    put(
        tmp_path,
        {
            "s003.py": LSTM,
            "s001.ipynb": notebook(LSTM),
            "s002/lstm.py": LSTM,
            "s004.zip": "PK",
            "expected.toml": "",
            "README.md": "",
            "grades.csv": "",
            ".git/config": "",
        },
    )
    (tmp_path / "s005").mkdir()
    found = read_folder(tmp_path)
    assert [(s.student, len(s.modules)) for s in found] == [
        ("s001", 1),
        ("s002", 1),
        ("s003", 1),
        ("s004", 0),
        ("s005", 0),
    ]
    assert [s.unreadable.key for s in found if s.unreadable] == ["intake.archive_damaged", "intake.no_python"]


def test_two_files_of_one_student(tmp_path: Path) -> None:
    """Files and folders of one name in a folder of hand-ins are one hand-in."""
    put(tmp_path, {"s001.py": LSTM, "s001.ipynb": notebook(RNN), "s001/more.py": "x = 1", "s002.py": LSTM})
    found = read_folder(tmp_path)
    assert [s.student for s in found] == ["s001", "s002"]
    assert {m.name for m in found[0].modules} == {"s001", "s001_ipynb", "more"}


def test_folder_without_hand_ins(tmp_path: Path) -> None:
    """A folder with nothing to grade is an error with a remedy."""
    put(tmp_path, {"README.md": "", "grades.csv": ""})
    for read in (lambda: read_folder(tmp_path), lambda: read_paths([tmp_path])):
        with pytest.raises(IntakeError, match=r"holds no hand-ins: give a \.py or \.ipynb file, a student's folder"):
            read()


def students(*paths: Path, modules: tuple[str, ...] = ()) -> list[str]:
    """Whose hand-ins are found at these paths."""
    return [hand_in.student for hand_in in find_hand_ins(paths, modules)]


def test_paths_of_all_kinds(tmp_path: Path) -> None:
    """Files, a student's folder and a folder of hand-ins can be given together."""
    put(
        tmp_path, {"one.py": LSTM, "s001/lstm.py": LSTM, "s001/rnn.py": RNN, "all/s002/a.py": LSTM, "all/s003.py": LSTM}
    )
    assert students(tmp_path / "one.py", tmp_path / "s001", tmp_path / "all") == ["one", "s001", "s002", "s003"]
    found = read_paths([tmp_path / "s001", tmp_path / "all"])
    assert [(s.student, len(s.modules)) for s in found] == [("s001", 2), ("s002", 1), ("s003", 1)]


def test_files_that_define_the_same_are_several_students(tmp_path: Path) -> None:
    """Files of the same homework are one student each; a partial one among them does not change that."""
    both = LSTM + "def gru_cell(x): return x\n"
    put(tmp_path, {"kim.py": both, "lee.ipynb": notebook("!ls\n" + both), "park.py": "x = 1\n" + LSTM, "choi.py": "("})
    assert students(tmp_path) == ["choi", "kim", "lee", "park"]


def test_files_that_define_different_things_are_one_student(tmp_path: Path) -> None:
    """Files of different tasks are one hand-in, helpers of the same name or not."""
    helper = "def sigmoid(x): return x\n"
    root = put(
        tmp_path / "s001", {"lstm_cell.py": helper + LSTM, "rnn_cell.py": helper + RNN, "utils/u.py": "def f(): 0"}
    )
    assert students(root) == ["s001"]


def test_versions_are_one_student(tmp_path: Path) -> None:
    """A second download, a copy and a final version of a file are not other students."""
    root = put(tmp_path / "s001", {"lstm.py": LSTM, "lstm.ipynb": notebook(LSTM)})
    for name in ("lstm (1).py", "lstm_final.py", "lstm 최종 (2).py", "lstm - 복사본.py"):
        (root / name).write_text(LSTM, "utf-8")
    assert students(root) == ["s001"]


def test_modules_of_the_assignment_settle_it(tmp_path: Path) -> None:
    """A folder with a file of the template is one student's, whatever its files define."""
    root = put(tmp_path / "s001", {"lstm_cell.py": LSTM, "attempt.py": LSTM})
    assert students(root) == ["attempt", "lstm_cell"]
    assert students(root, modules=("lstm_cell", "rnn_cell")) == ["s001"]


def test_single_file_in_a_folder_is_one_student(tmp_path: Path) -> None:
    """A folder with one file is its student's."""
    assert students(put(tmp_path / "s001", {"a.py": LSTM})) == ["s001"]


def test_sample_folders_hold_hand_ins(tmp_path: Path) -> None:
    """expected.toml marks a folder of sample hand-ins, even with one or with unlike files in it."""
    put(tmp_path, {"right.py": LSTM, "expected.toml": ""})
    assert students(tmp_path) == ["right"]


def test_mixed_folder_of_hand_ins(tmp_path: Path) -> None:
    """One student's file beside another's folder are two students."""
    put(tmp_path, {"s001.py": LSTM, "s002/lstm.py": LSTM})
    assert students(tmp_path) == ["s001", "s002"]


def test_path_given_twice_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same file by two paths, or by itself and through its folder, is one hand-in."""
    put(tmp_path, {"all/s001.py": LSTM, "all/s002.py": LSTM})
    monkeypatch.chdir(tmp_path)
    found = find_hand_ins([Path("all"), tmp_path / "all" / "s001.py", Path("all/../all/s002.py")])
    assert [(hand_in.student, hand_in.paths) for hand_in in found] == [
        ("s001", (Path("all/s001.py"),)),
        ("s002", (Path("all/s002.py"),)),
    ]


def test_students_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """The same name in several folders gets the folder's name, and a note; other names stay."""
    put(tmp_path, {"a/s001.py": LSTM, "b/s001.py": LSTM, "b/s002.py": LSTM, "c/b/s001.py": LSTM, "c/b/s009.py": LSTM})
    found = find_hand_ins([tmp_path / "a" / "s001.py", tmp_path / "b", tmp_path / "c" / "b"])
    assert [hand_in.student for hand_in in found] == ["s001 (a)", "s001 (b)", "s002", "s001 (b 2)", "s009"]
    assert found[0].notes == (Message("intake.same_name", {"student": "s001", "name": "s001 (a)"}),)
    assert found[2].notes == ()
    assert read_paths([tmp_path / "a" / "s001.py", tmp_path / "b"])[0].notes == found[0].notes


def test_names_made_to_tell_apart_are_not_taken(tmp_path: Path) -> None:
    """A student whose name is what another one would be called keeps it."""
    put(tmp_path, {"a/s001.py": LSTM, "b/s001.py": LSTM, "c/s001 (a).py": LSTM})
    assert students(*(tmp_path / f for f in ("a/s001.py", "b/s001.py", "c/s001 (a).py"))) == [
        "s001 (a 2)",
        "s001 (b)",
        "s001 (a)",
    ]


def test_students_in_both_spellings_are_one(tmp_path: Path) -> None:
    """A student's files under both spellings of a Korean name are one hand-in."""
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "홍길동.py")).write_text(LSTM, "utf-8")
    (tmp_path / "s002.py").write_text(LSTM, "utf-8")
    assert students(tmp_path) == ["s002", "홍길동"]
