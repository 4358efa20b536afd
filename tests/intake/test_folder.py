"""Hand-ins on disk: files, students' folders, folders of hand-ins, and everything that lies around in them."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from grader.errors import IntakeError
from grader.intake import files as files_module
from grader.intake import read_folder, read_paths, read_submission
from grader.model import Message
from tests.intake.hand_ins import LSTM, RNN, notebook, put


def test_one_file(tmp_path: Path) -> None:
    """A file is a hand-in; its student is its name."""
    put(tmp_path, {"s001.py": LSTM})
    submission = read_submission(tmp_path / "s001.py")
    assert (submission.student, submission.origin) == ("s001", str(tmp_path / "s001.py"))
    assert [(m.name, m.path) for m in submission.modules] == [("s001", "s001.py")]
    assert submission.unreadable is None
    assert submission.notes == ()
    assert read_submission(tmp_path / "s001.py", "kim").student == "kim"


def test_one_folder(tmp_path: Path) -> None:
    """A folder is a hand-in of all its Python files, at any depth; its student is its name."""
    put(tmp_path, {"s001/lstm.py": LSTM, "s001/src/rnn.py": RNN, "s001/src/deep/x.ipynb": notebook("x = 1")})
    submission = read_submission(tmp_path / "s001")
    assert submission.student == "s001"
    assert [(m.name, m.path) for m in submission.modules] == [
        ("lstm", "lstm.py"),
        ("x", "src/deep/x.ipynb"),
        ("rnn", "src/rnn.py"),
    ]


def test_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dot has the name of the folder it stands for."""
    put(tmp_path, {"s001/lstm.py": LSTM})
    monkeypatch.chdir(tmp_path / "s001")
    assert read_submission(Path()).student == "s001"
    assert [s.student for s in read_paths([Path()])] == ["s001"]


def test_missing_path(tmp_path: Path) -> None:
    """A path that does not exist is the operator's error, with a remedy."""
    with pytest.raises(IntakeError, match=r"nobody: no such file or folder: check the path"):
        read_submission(tmp_path / "nobody")
    with pytest.raises(IntakeError, match=r"nobody: no such file or folder: check the path"):
        read_paths([tmp_path / "nobody"])


def test_clutter_is_left_out(tmp_path: Path) -> None:
    """Leftovers of systems and editors, data and readmes are not read, and a note names them."""
    root = put(
        tmp_path / "s001",
        {
            "lstm.py": LSTM,
            "._lstm.py": b"\x00\x05\x16\x07",
            ".DS_Store": b"x",
            ".ipynb_checkpoints/lstm.py": "x = 1",
            "expected.toml": "",
            "README.md": "",
            "data.csv": "",
        },
    )
    put(root / "__MACOSX", {"lstm.py": "x"})
    put(root / "__pycache__", {"lstm.py": "x"})
    put(root / "env", {"pyvenv.cfg": "", "lib.py": "x = 1"})
    submission = read_submission(root)
    assert [m.path for m in submission.modules] == ["lstm.py"]
    (note,) = submission.notes
    assert note.key == "intake.ignored"
    assert note.params == {"count": 2, "names": ["data.csv", "env"]}  # what everyone's folder has is no news


def test_work_under_a_hidden_name_is_told(tmp_path: Path) -> None:
    """A Python file that is left out for its name is named, so that no work is lost in silence."""
    root = put(tmp_path / "s001", {"lstm.py": LSTM, ".rnn.py": RNN, "readme.ipynb": "{}", "._rnn.py": "x"})
    assert read_submission(root).notes[0].params["names"] == [".rnn.py", "readme.ipynb"]


def test_few_left_out_files_are_all_named(tmp_path: Path) -> None:
    """The dots for more stand only where there is more."""
    root = put(tmp_path / "s001", {"lstm.py": LSTM, **{f"{n}.csv": "" for n in range(5)}})
    assert read_submission(root).notes[0].params["names"] == [f"{n}.csv" for n in range(5)]


@pytest.mark.parametrize(
    "name,content,key",
    [
        ("s001.py", b"", "intake.empty"),
        ("s001.py", b"\n \n", "intake.empty"),
        ("s001.ipynb", b"", "intake.empty"),
        ("s001.ipynb", b'{"cells": [', "intake.not_json"),
        ("s001.ipynb", b"{}", "intake.not_notebook"),
        ("s001.py", b"\xff\xff\x00", "intake.encoding"),
        ("s001.py", b"#" * 500_001, "intake.code_too_long"),
        ("s001.zip", b"PK", "intake.archive_damaged"),
        ("s001.7z", b"7z", "intake.archive"),
        ("s001.docx", b"PK", "intake.not_python"),
        ("s001", b"x = 1", "intake.not_python"),
    ],
)
def test_unreadable_file(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    """A hand-in with nothing to grade is a result with its reason, not an error."""
    (tmp_path / name).write_bytes(content)
    submission = read_submission(tmp_path / name)
    assert submission.modules == ()
    assert submission.student == "s001"
    assert submission.unreadable is not None
    assert submission.unreadable.key == key
    assert len(submission.sha256) == 64


def test_folder_without_python(tmp_path: Path) -> None:
    """A student's folder without Python says so, and what was in it."""
    root = put(tmp_path / "s001", {"report.pdf": "x"})
    submission = read_submission(root)
    assert submission.unreadable == Message("intake.no_python")
    assert submission.notes == (Message("intake.ignored", {"names": ["report.pdf"], "count": 1}),)


def test_readable_files_are_graded(tmp_path: Path) -> None:
    """One broken file of several is a note; the others are graded."""
    root = put(tmp_path / "s001", {"a.py": LSTM, "b.ipynb": "{", "c.py": ""})
    submission = read_submission(root)
    assert [m.name for m in submission.modules] == ["a"]
    assert submission.unreadable is None
    assert [note.key for note in submission.notes] == ["intake.not_json", "intake.empty"]


def test_all_faults_are_told(tmp_path: Path) -> None:
    """When nothing is readable the first fault is the reason and the others are notes."""
    submission = read_submission(put(tmp_path / "s001", {"a.py": "", "b.ipynb": "{"}))
    assert submission.unreadable is not None
    assert submission.unreadable.params["path"] == "a.py"
    assert [note.params["path"] for note in submission.notes] == ["b.ipynb"]


def test_empty_init_is_no_news(tmp_path: Path) -> None:
    """An empty `__init__.py` belongs to packages."""
    root = put(tmp_path / "s001", {"a.py": LSTM})
    (root / "__init__.py").touch()
    assert read_submission(root).notes == ()


def test_syntax_error_is_a_module(tmp_path: Path) -> None:
    """A file that is no Python is graded as one that cannot be loaded."""
    submission = read_submission(put(tmp_path / "s001", {"a.py": "def f(:"}))
    assert [p.key for m in submission.modules for p in m.problems] == ["intake.syntax"]
    assert submission.unreadable is None


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link in a hand-in leads nowhere, be it to a file, to a folder or round in a circle."""
    put(tmp_path, {"secret.py": "answer = 42", "folder/x.py": "y = 1"})
    root = put(tmp_path / "s001", {"a.py": LSTM})
    (root / "b.py").symlink_to(tmp_path / "secret.py")
    (root / "c").symlink_to(tmp_path / "folder")
    (root / "d").symlink_to(root)
    (root / "e.py").symlink_to(tmp_path / "nothing")
    submission = read_submission(root)
    assert [m.path for m in submission.modules] == ["a.py"]
    assert submission.notes[0].params["names"] == ["b.py", "c", "d", "e.py"]
    assert [s.student for s in read_folder(root)] == ["a"]


def test_link_that_appears_late(tmp_path: Path) -> None:
    """A link put in place of a file between listing and reading is refused by the system."""
    put(tmp_path, {"secret.py": "answer = 42"})
    (tmp_path / "a.py").symlink_to(tmp_path / "secret.py")
    assert isinstance(files_module.read_file(tmp_path / "a.py", "a.py").content, Message)


def test_operator_may_name_a_link(tmp_path: Path) -> None:
    """A link on the command line is followed: the operator meant it."""
    put(tmp_path, {"real.py": LSTM})
    (tmp_path / "s001.py").symlink_to(tmp_path / "real.py")
    assert read_submission(tmp_path / "s001.py").modules[0].defines == {"lstm_cell": False}


def test_pipes_and_sockets_do_not_hang(tmp_path: Path) -> None:
    """A pipe is neither waited for in a folder nor when it is the hand-in itself."""
    root = put(tmp_path / "s001", {"a.py": LSTM})
    os.mkfifo(root / "b.py")
    submission = read_submission(root)
    assert [m.path for m in submission.modules] == ["a.py"]
    assert submission.notes[0].params["names"] == ["b.py"]
    alone = read_submission(root / "b.py")
    assert alone.unreadable == Message("intake.not_a_file", {"path": "b.py"})
    device = files_module.read_file(Path("/dev/zero"), "zero.py")
    assert device.content == Message("intake.not_a_file", {"path": "zero.py"})


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read says so; other refusals are told in the system's words."""
    put(tmp_path, {"s001.py": LSTM})

    def refuse(error: OSError) -> None:
        def opened(*_: object) -> int:
            raise error

        monkeypatch.setattr(files_module.os, "open", opened)

    refuse(PermissionError(13, "Permission denied"))
    assert read_submission(tmp_path / "s001.py").unreadable == Message("intake.permission", {"path": "s001.py"})
    refuse(OSError(5, "Input/output error"))
    unreadable = read_submission(tmp_path / "s001.py").unreadable
    assert unreadable == Message("intake.io", {"path": "s001.py", "reason": "Input/output error"})


def test_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder inside a hand-in that cannot be listed is a note; the rest is read."""
    put(tmp_path, {"s001/a.py": LSTM, "s001/closed/b.py": RNN})
    scandir = os.scandir

    def listed(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(files_module.os, "scandir", listed)
    submission = read_submission(tmp_path / "s001")
    assert [m.path for m in submission.modules] == ["a.py"]
    assert submission.notes == (Message("intake.io", {"path": "closed", "reason": "Permission denied"}),)


def test_large_file_is_not_read(tmp_path: Path) -> None:
    """A sparse file of terabytes costs nothing."""
    with (tmp_path / "s001.ipynb").open("wb") as file:
        file.truncate(2**40)
    unreadable = read_submission(tmp_path / "s001.ipynb").unreadable
    assert unreadable == Message("intake.too_large", {"path": "s001.ipynb", "limit": 20})


def test_many_files_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files beyond the cap are left out with a note, in a fixed order."""
    monkeypatch.setattr(files_module, "MAX_FILES", 3)
    root = put(tmp_path / "s001", {**{f"m{n}.py": f"x = {n}" for n in range(5)}})
    submission = read_submission(root)
    assert [m.path for m in submission.modules] == ["m0.py", "m1.py", "m2.py"]
    assert submission.notes == (Message("intake.too_many_files", {"limit": 3}),)


def test_large_hand_ins_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files whose sum is beyond the cap are left out with a note."""
    monkeypatch.setattr(files_module, "MAX_TOTAL", 10)
    submission = read_submission(put(tmp_path / "s001", {"a.py": "x = 1", "b.py": "y = 2", "c.py": "z = 3"}))
    assert [m.path for m in submission.modules] == ["a.py", "b.py"]
    assert [note.key for note in submission.notes] == ["intake.too_much"]


def test_endless_trees_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders in folders and folders of thousands of entries come to an end."""
    deep = tmp_path / "s001"
    put(deep, {"a.py": LSTM})
    put(deep.joinpath(*["d"] * 40), {"b.py": RNN})
    submission = read_submission(deep)
    assert [m.path for m in submission.modules] == ["a.py"]
    assert submission.notes[0].params["names"] == ["/".join(["d"] * 17)]
    wide = put(tmp_path / "s002", {"a.txt": "", "b.txt": "", "c.py": LSTM})
    monkeypatch.setattr(files_module, "_MAX_ENTRIES", 3)
    assert [note.key for note in read_submission(wide).notes] == ["intake.ignored"]
    monkeypatch.setattr(files_module, "_MAX_ENTRIES", 2)
    submission = read_submission(wide)
    assert submission.unreadable == Message("intake.no_python")
    assert [note.key for note in submission.notes] == ["intake.too_many_files", "intake.ignored"]


def test_same_file_in_both_spellings(tmp_path: Path) -> None:
    """The same Korean file as NFC and NFD is one; two different ones are both read."""
    root = tmp_path / "s001"
    root.mkdir()
    for form in ("NFC", "NFD"):
        (root / unicodedata.normalize(form, "과제.py")).write_text("x = 1", "utf-8")
    assert [(m.name, m.path) for m in read_submission(root).modules] == [("과제", "과제.py")]
    (root / unicodedata.normalize("NFD", "과제.py")).write_text("x = 2", "utf-8")
    assert [(m.name, m.path) for m in read_submission(root).modules] == [("과제", "과제.py"), ("과제_2", "과제.py")]


def test_names_in_old_encodings(tmp_path: Path) -> None:
    """A file whose name is cp949 bytes, as old zips leave it, has its Korean name."""
    (tmp_path / os.fsdecode("과제.py".encode("cp949"))).write_text("x = 1", "utf-8")
    (submission,) = read_folder(tmp_path)
    assert submission.student == "과제"
    assert submission.modules[0].path == "과제.py"


def test_fingerprint(tmp_path: Path) -> None:
    """The hash depends on names and code, and on neither place, order, line ends nor a notebook's outputs."""
    first = read_submission(put(tmp_path / "a", {"x.py": "x = 1\n", "y.py": "y = 2\n"}))
    second = read_submission(put(tmp_path / "b", {"y.py": "y = 2\r\n", "x.py": "x = 1\r\n"}))
    assert first.sha256 == second.sha256
    others = [
        put(tmp_path / "c", {"x.py": "x = 1\n", "y.py": "y = 3\n"}),
        put(tmp_path / "d", {"x.py": "x = 1\n", "z.py": "y = 2\n"}),
        put(tmp_path / "e", {"x.py": "y = 2\n", "y.py": "x = 1\n"}),
        put(tmp_path / "f", {"x.py": "x = 1\n"}),
        put(tmp_path / "g", {"x.py": "x = 1\n", "y.py": "y = 2\n", "z.py": ""}),
        put(tmp_path / "h", {"x.py": "x = 1\n", "y.py": "y = 2\n", "z.ipynb": "{"}),
    ]
    assert len({first.sha256, *(read_submission(path).sha256 for path in others)}) == 7
    ran = put(tmp_path / "i", {"x.ipynb": notebook("x = 1\nprint(x)", output="1")})
    fresh = put(tmp_path / "j", {"x.ipynb": notebook("x = 1\nprint(x)")})
    split = put(tmp_path / "k", {"x.ipynb": notebook("x = 1", "print(x)")})
    assert read_submission(ran).sha256 == read_submission(fresh).sha256 != read_submission(split).sha256


def test_ipython_is_not_imported_for_modules() -> None:
    """Reading .py files and plain notebooks does not wait for IPython, and nothing here imports torch."""
    script = (
        "import sys, json\n"
        "from grader.intake import RawFile, build_submission\n"
        "cells = [{'cell_type': 'code', 'source': 'x = 1'}]\n"
        "files = [RawFile('a.py', b'x = 1'), RawFile('b.ipynb', json.dumps({'cells': cells}).encode())]\n"
        "assert len(build_submission('s', 's', files).modules) == 2\n"
        "print([name for name in ('IPython', 'torch', 'numpy', 'nbformat', 'pydantic') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout == "[]\n", done.stderr
